"""What somebody fills in about themself, each answer with whom it is for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from members.models import User
from people import photos
from people.enums import JobRole, Perspective, Weekday
from people.facts import FACTS, Fact, tags
from people.models import Area, Organisation, Profile
from people.services import update_profile

MANY = forms.CheckboxSelectMultiple


@dataclass(frozen=True)
class Question:
    """One fact in the form: its fields, and the choice of whom it is for."""

    fields: list[forms.BoundField]
    audience: forms.BoundField

    @property
    def is_wrong(self) -> bool:
        return any(field.errors for field in (*self.fields, self.audience))


class AreasField(forms.ModelMultipleChoiceField):
    """Areas with the one they lie in, so that two of the same name are told apart."""

    def __init__(self) -> None:
        super().__init__(
            Area.objects.select_related("parent").order_by("parent__folded_name", "folded_name"),
            required=False,
            widget=MANY,
        )

    def label_from_instance(self, obj: Area) -> str:
        return f"{obj.parent.name}: {obj.name}" if obj.parent else obj.name


class ProfileForm(forms.ModelForm):
    """Every field may stay empty. Audiences are set to what is safe until somebody chooses."""

    perspectives = forms.MultipleChoiceField(choices=Perspective, widget=MANY, required=False)
    working_days = forms.MultipleChoiceField(choices=Weekday, widget=MANY, required=False)
    areas = AreasField()
    remove_photo = forms.BooleanField(label=_("Take my photo away"), required=False)

    class Meta:
        model = Profile
        exclude = ("user",)  # noqa: DJ006 -- a test holds that each field belongs to a fact
        labels: ClassVar[dict[str, Any]] = {"in_directory": _("List me among the people")}
        help_texts: ClassVar[dict[str, Any]] = {
            "in_directory": _(
                "Other members then find you by name under “People”, and by what you show them."
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "photo": forms.FileInput(attrs={"accept": photos.ACCEPT}),
        }

    def __init__(self, *args: Any, member: User, **kwargs: Any) -> None:
        self.member = member
        profile = Profile.objects.filter(user=member).first() or Profile()
        super().__init__(*args, instance=profile, **kwargs)
        self.fields["role"].choices = [("", _("I would rather not say")), *JobRole.choices]
        organisations = Organisation.objects.all()
        for name in ("employer", "host"):
            self.fields[name].queryset = organisations
            self.fields[name].empty_label = _("Nothing chosen")
        for fact in FACTS:
            self.fields[fact.audience].label = fact.who_sees
            for name, asked in fact.asked.items():
                self.fields[name].label, self.fields[name].help_text = asked.label, asked.help_text
        if not profile.photo:
            del self.fields["remove_photo"]

    @property
    def first(self) -> list[Question]:
        return [question for fact, question in self._questions() if fact.is_asked_first]

    @property
    def more(self) -> list[Question]:
        return [question for fact, question in self._questions() if not fact.is_asked_first]

    @property
    def more_is_wrong(self) -> bool:
        return any(question.is_wrong for question in self.more)

    def _questions(self) -> Iterator[tuple[Fact, Question]]:
        for fact in FACTS:
            yield fact, Question(self._fields_of(fact), self[fact.audience])

    def _fields_of(self, fact: Fact) -> list[forms.BoundField]:
        names = (*fact.fields, *(["remove_photo"] if fact.name == "photo" else []))
        return [self[name] for name in names if name in self.fields]

    def clean_interests(self) -> str:
        return ", ".join(tags(self.cleaned_data["interests"]))

    def clean_photo(self) -> Any:
        """A new photo as it may be kept; one that is stored already stays as it is."""
        upload = self.cleaned_data.get("photo")
        return photos.accepted(upload) if isinstance(upload, UploadedFile) else upload

    def save(self, commit: bool = True) -> Profile:
        values = dict(self.cleaned_data)
        removed = values.pop("remove_photo", False)
        if "photo" not in self.changed_data:
            values.pop("photo")
            if removed:
                values["photo"] = ""
        return update_profile(member=self.member, values=values)
