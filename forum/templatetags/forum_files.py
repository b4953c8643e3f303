"""Files that come with a post."""

from pathlib import PurePath

from django import template
from django.core.files.uploadedfile import UploadedFile
from django.forms import ModelForm

from forum.files.models import Attachment

register = template.Library()


@register.filter
def file_kind(name: str) -> str:
    """The kind of file by its name: PDF, for flyer.pdf."""
    return PurePath(name or "").suffix.removeprefix(".").upper()


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
