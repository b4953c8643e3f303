"""Files that come with a post."""

from functools import lru_cache
from pathlib import PurePath

from django import template
from django.core.files.uploadedfile import UploadedFile
from django.forms import ModelForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forum.files import uploads
from forum.files.forms import AttachmentFormset
from forum.files.models import Attachment

register = template.Library()


@register.simple_tag
def files_to_add() -> SafeString:
    """The fields for files of a new post: the same for everybody, so put together once."""
    return _files_to_add(get_language())


@lru_cache
def _files_to_add(language: str | None) -> SafeString:
    none = AttachmentFormset(prefix="attachment", queryset=Attachment.objects.none())
    template = "forum_conversation/forum_attachments/attachment_formset.html"
    return render_to_string(template, {"attachment_formset": none})


@register.filter
def file_kind(name: str) -> str:
    """The kind of file by its name: PDF, for flyer.pdf."""
    return PurePath(name or "").suffix.removeprefix(".").upper()


@register.filter
def is_picture(name: str) -> bool:
    return uploads.is_picture(name)


@register.filter
def file_size(attachment: Attachment) -> int | None:
    """The size in bytes; None when the file is gone."""
    try:
        return attachment.file.size
    except OSError:
        return None


@register.filter
def kept_file(form: ModelForm) -> str:
    """The name of the file that an upload form holds: sent and accepted, or stored before."""
    if "file" in form.errors:
        return ""
    sent: UploadedFile | None = form.files.get(form["file"].html_name)
    if sent:
        return sent.name or ""
    return form.instance.filename if form.instance.pk else ""
