"""Files that come with a post, none of which can be taken from another post."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext_lazy as _
from machina.core.db.models import get_model

from forum.files import uploads

Attachment = get_model("forum_attachments", "Attachment")


class AttachmentForm(forms.ModelForm):
    class Meta:
        model = Attachment
        fields = ("file", "comment")
        labels = {"file": _("File"), "comment": _("What it is")}
        help_texts = {"comment": _("Of a picture: what can be seen in it, for who cannot see it.")}
        widgets = {"file": forms.FileInput(attrs={"accept": uploads.ACCEPT})}

    def clean_file(self) -> Any:
        """The file as it may be kept; one that is stored already stays as it is."""
        file = self.cleaned_data.get("file")
        return uploads.accepted(file) if isinstance(file, UploadedFile) else file


class BaseAttachmentFormset(BaseModelFormSet):
    """``queryset`` has to be the files of the post itself; others are refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.post = kwargs.pop("post", None)
        super().__init__(*args, **kwargs)

    def save(self, commit: bool = True) -> Any:
        for form in self.forms:
            form.instance.post = self.post
        return super().save(commit)

    def new_files(self) -> list[Any]:
        """The files that this form adds."""
        return [form.cleaned_data["file"] for form in self._adding()]

    def new_files_said(self) -> dict[str, str]:
        """The names of these files, each with what it is said to be."""
        data = [form.cleaned_data for form in self._adding()]
        return {str(each["file"].name): each.get("comment") or "" for each in data}

    def _adding(self) -> list[Any]:
        return [
            form
            for form in self.forms
            if form.has_changed()
            and not form.cleaned_data.get("DELETE")
            and (isinstance(form.cleaned_data.get("file"), UploadedFile) or not form.instance.pk)
        ]


AttachmentFormset = modelformset_factory(
    Attachment,
    AttachmentForm,
    formset=BaseAttachmentFormset,
    can_delete=True,
    extra=3,
    max_num=uploads.MAX_FILES,
    absolute_max=uploads.MAX_FILES * 2,
    validate_max=True,
)
