"""What is filled in to ask for a role, and to answer."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import User
from people.confirmed_roles import services as confirmed_roles
from people.enums import ConfirmedRoleState, JobRole
from people.models import Area, ConfirmedRole, Organisation


class AreaChoice(forms.ModelChoiceField):
    """One area, with the one it lies in, so that two of the same name are told apart."""

    def __init__(self, **kwargs: Any) -> None:
        areas = Area.objects.select_related("parent").order_by("parent__folded_name", "folded_name")
        super().__init__(areas, required=False, empty_label=_("Nothing chosen"), **kwargs)

    def label_from_instance(self, obj: Area) -> str:
        return f"{obj.parent.name}: {obj.name}" if obj.parent else obj.name


class AskForm(forms.Form):
    """Ask for a role to be confirmed. What was confirmed before is filled in to renew it."""

    role = forms.ChoiceField(label=_("What you do"), choices=JobRole)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Where you do it"),
        required=False,
        empty_label=_("Nothing chosen"),
        help_text=_("Its contacts may then confirm it too. They read what you write here."),
    )
    area = AreaChoice(label=_("In which area"))
    team_has_peer_workers = forms.BooleanField(label=_("My team has peer workers"), required=False)
    words = forms.CharField(
        label=_("A few words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Whatever helps to know it is so: since when, with whom. Nothing about health."
        ),
    )

    def __init__(
        self, *args: Any, member: User, renews: ConfirmedRole | None = None, **kwargs: Any
    ):
        self.member = member
        if renews is not None:
            asked = ("role", "organisation", "area", "team_has_peer_workers")
            kwargs["initial"] = {name: getattr(renews, name) for name in asked}
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Choose one")), *JobRole.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        waiting = ConfirmedRole.objects.open().filter(member=self.member, role=cleaned.get("role"))
        if "role" in cleaned and waiting.exists():
            self.add_error(
                "role", _("You have asked for this role already. It waits for its answer.")
            )
        return cleaned

    def save(self) -> ConfirmedRole:
        return confirmed_roles.request_role(member=self.member, **self.cleaned_data)


class AnswerForm(forms.Form):
    """A verifier's decision; which of the choices there are follows from the role's state."""

    CONFIRM, RENEW, DECLINE, REVOKE = "confirm", "renew", "decline", "revoke"
    words: ClassVar[dict[str, Any]] = {
        CONFIRM: _("Confirm it"),
        RENEW: _("Renew it"),
        DECLINE: _("Do not confirm it"),
        REVOKE: _("Take it back"),
    }

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    valid_until = forms.DateField(
        label=_("It holds until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty for a year from today."),
    )
    reason = forms.CharField(
        label=_("Why not"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you do not confirm it or take it back. The person reads it."),
    )

    def __init__(self, *args: Any, confirmed_role: ConfirmedRole, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confirmed_role, self.by = confirmed_role, by
        if confirmed_role.state == ConfirmedRoleState.REQUESTED:
            answers: tuple[str, ...] = (self.CONFIRM, self.DECLINE)
        else:
            answers = (self.RENEW, self.REVOKE)
        self.fields["answer"].choices = [(answer, self.words[answer]) for answer in answers]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") in (self.DECLINE, self.REVOKE) and not cleaned.get("reason"):
            self.add_error("reason", _("Say why, in a sentence. The person reads it."))
        return cleaned

    def save(self) -> ConfirmedRole:
        """Keep the answer. Raises what the services raise: ValidationError, PermissionDenied."""
        cleaned: dict[str, Any] = self.cleaned_data
        decide: dict[str, Any] = {"confirmed_role": self.confirmed_role, "by": self.by}
        if cleaned["answer"] == self.CONFIRM:
            return confirmed_roles.verify_role(**decide, valid_until=cleaned["valid_until"])
        if cleaned["answer"] == self.RENEW:
            return confirmed_roles.renew(**decide, valid_until=cleaned["valid_until"])
        if cleaned["answer"] == self.DECLINE:
            return confirmed_roles.decline_role(**decide, reason=cleaned["reason"])
        return confirmed_roles.revoke_role(**decide, reason=cleaned["reason"])

    def try_save(self) -> bool:
        """Save the answer, or say beside the field why it cannot be."""
        if not self.is_valid():
            return False
        try:
            self.save()
        except forms.ValidationError as refused:
            self.add_error(None, refused)
            return False
        return True
