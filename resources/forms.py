"""Forms of the library: its pictures, and being quoted in it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.pictures import redrawn
from core.text import isolated
from people.models import Profile
from resources import services
from resources.enums import ShownAs
from resources.models import Quotation

LONGEST_SIDE = 4096


class PictureField(WagtailImageField):
    """Pictures, drawn anew: sizes of them are shown to everybody, with all that they carry.

    What was sent is written over, for the screen that adds several at a time keeps that
    itself until their descriptions are there.
    """

    def to_python(self, data: UploadedFile | None) -> Any:
        if data:
            self.check_image_file_size(data)
            drawn = redrawn(data, longest_side=LONGEST_SIDE)
            data.seek(0)
            data.truncate()
            data.write(drawn.read())
            data.seek(0)
            data.name, data.size = drawn.name, drawn.size
        return super().to_python(data)


class SiteImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not declared: a form for several at a time leaves the file out.
        if file := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=file.label, required=file.required, widget=file.widget
            )


class ConsentForm(forms.Form):
    """How somebody who agrees to be quoted is named beside their words."""

    def __init__(self, *args: Any, quotation: Quotation, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"shown_as": quotation.shown_as})
        super().__init__(*args, **kwargs)
        self.quotation = quotation
        self.fields["shown_as"] = forms.ChoiceField(
            label=_("How shall you be named beside your words?"),
            choices=list(self._choices()),
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose one.")},
        )

    def _choices(self) -> Iterator[tuple[str, Any]]:
        """Their own name and role in the words that would stand there."""
        member: Any = self.quotation.member
        profile = Profile.objects.filter(user=member).first()
        yield ShownAs.NOTHING, ShownAs.NOTHING.label
        if profile and profile.role:
            role = profile.get_role_display()
            yield ShownAs.ROLE, _("By what I do: %(role)s") % {"role": role}
        yield ShownAs.NAME, _("By my name: %(name)s") % {"name": isolated(member.get_full_name())}

    def save(self) -> None:
        """Raises ValidationError as ``services.agree_to_quotation`` does."""
        services.agree_to_quotation(
            quotation=self.quotation, shown_as=self.cleaned_data["shown_as"]
        )
