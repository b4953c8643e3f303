"""What facilitators and those who ask fill in; and coordinators' form for one membership."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from communities import services
from communities.enums import Colour, State
from communities.fellows import fellow_members
from communities.models import CommunityPage, Membership, MembershipEvent, Notice
from core.days import site_today
from core.folding import folded
from members.joining.lists import read_list
from members.models import User

WORDS = Membership._meta.get_field("words").max_length
REASON = MembershipEvent._meta.get_field("reason").max_length


def one_called(name: str, people: QuerySet[User]) -> User:
    """The one person of this name; raises ValidationError when there is none, or several."""
    called = people.filter(folded_name=folded(name)) if folded(name) else people.none()
    found = list(called.filter(display_name__iexact=name.strip())[:2]) or list(called[:2])
    if not found:
        raise ValidationError(_("Nobody of that name is found here. Check how it is written."))
    if len(found) > 1:
        raise ValidationError(_("Several people have this name. Ask a coordinator to help."))
    return found[0]


class AskForm(forms.Form):
    words = forms.CharField(
        label=_("A few words to the facilitators"),
        required=False,
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What brings you here, if you like. Only they and the coordinators read it, and it "
            "is deleted once they have answered."
        ),
    )


class AnswerForm(forms.Form):
    """Two buttons: ``do`` is ``let in`` or ``decline``."""

    words = forms.CharField(
        label=_("A few words to them"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read this. When you decline, please say why, and kindly."),
    )

    @property
    def lets_in(self) -> bool:
        return self.data.get("do") == "let in"

    def clean_words(self) -> str:
        words = self.cleaned_data["words"].strip()
        if not words and not self.lets_in:
            raise ValidationError(_("Say a few words. The person can read them."))
        return words


class RemoveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "The person reads this when they sign in, and it stays in the history of this "
            "community. Write it as you would say it to them."
        ),
        error_messages={"required": _("Say why. The person can read it.")},
    )


class InviteForm(forms.Form):
    """``member`` is the person whom a name named; None when an address was typed."""

    to = forms.CharField(
        label=_("E-mail address or name"),
        max_length=254,
        help_text=_("A name works for people with whom you share a community."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by: User = by
        self.member: User | None = None

    def clean_to(self) -> str:
        to = self.cleaned_data["to"].strip()
        if "@" in to:
            lines = read_list(to)
            if wrong := [line.error for line in lines if line.error]:
                raise ValidationError(wrong)
            if len(lines) > 1:
                raise ValidationError(
                    _("These are several addresses. Please invite one at a time.")
                )
            return lines[0].email
        fellows = User.objects.active().filter(pk__in=fellow_members(self.by))
        self.member = one_called(to, fellows.exclude(pk=self.by.pk))
        return to


class NoticeForm(forms.Form):
    text = forms.CharField(
        label=_("Notice"),
        required=False,
        max_length=Notice._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Members see it on top of the page and the rooms. Empty: no notice."),
    )


class ColourForm(forms.Form):
    colour = forms.ChoiceField(
        label=_("Colour and drawing"), choices=Colour.choices, widget=forms.RadioSelect
    )


class WelcomeForm(forms.Form):
    words = forms.CharField(
        label=_("Your words"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "They are told, and read this on the page of the community, with your name. Change "
            "it as you like."
        ),
        error_messages={"required": _("Say a few words, or choose “No words needed”.")},
    )


class TermForm(forms.Form):
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day; it ends by itself then. Empty: until somebody ends it."),
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < site_today():
            raise ValidationError(_("This day is over. Choose a later one."))
        return until


class StepDownForm(forms.Form):
    """``successor`` is the member who takes over, if one was named."""

    name = forms.CharField(
        label=_("Who takes over"),
        required=False,
        max_length=80,
        help_text=_("The name of a member of this community, as it is shown."),
    )

    def __init__(self, *args: Any, community: CommunityPage, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community, self.leaving = community, member
        self.successor: User | None = None

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if name:
            members = User.objects.active().filter(
                pk__in=self.community.memberships.active().values("member")
            )
            self.successor = one_called(name, members.exclude(pk=self.leaving.pk))
        elif not self._others().exists():
            raise ValidationError(
                _(
                    "Nobody else looks after this community. Say who takes over, or ask a "
                    "coordinator to end your time."
                )
            )
        return name

    def _others(self) -> QuerySet[Membership]:
        present = self.community.memberships.facilitators().filter(member__is_active=True)
        return present.exclude(member=self.leaving)


class MembershipForm(WagtailAdminModelForm):
    """Coordinators add, let in, end and remove members, through the services like all else."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to remove somebody or to decline a request. The person reads it."),
    )

    instance: Membership

    class Meta:
        model = Membership
        fields = ("community", "member", "state", "is_facilitator", "facilitator_until")
        labels = {"state": _("How it stands")}
        help_texts = {
            "is_facilitator": _("Welcomes people and looks after the community's rooms."),
        }

    def __init__(self, *args: Any, by: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["community"].queryset = CommunityPage.objects.order_by("folded_title")
        if self.instance.pk:
            self.fields["community"].disabled = True
            self.fields["member"].disabled = True
            self.fields["state"].choices = [
                (state.value, state.label) for state in self.next_states()
            ]
        else:
            self.fields["member"].queryset = User.objects.active()
            del self.fields["state"]
            del self.fields["reason"]

    def next_states(self) -> list[State]:
        """The membership's state, and those that a coordinator can give it."""
        now = State(self.instance.state)
        after = {
            State.ACTIVE: [State.LEFT, State.REMOVED],
            State.REQUESTED: [State.ACTIVE, State.DECLINED],
        }
        return [now, *after.get(now, [State.ACTIVE])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        state = cleaned.get("state", State.ACTIVE)
        if state != State.ACTIVE:
            cleaned["is_facilitator"] = False
        if not cleaned.get("is_facilitator"):
            cleaned["facilitator_until"] = None
        until = cleaned.get("facilitator_until")
        if until and until < site_today():
            self.add_error("facilitator_until", _("This day is over. Choose a later one."))
        member = cleaned.get("member")
        appoints = cleaned.get("is_facilitator") and not self.instance.facilitates
        if appoints and member and not member.is_active:
            self.add_error("is_facilitator", services.NOBODY_SIGNS_IN)
        ends = state != self.instance.state and state in (State.REMOVED, State.DECLINED)
        if ends and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why. The person can read it."))
        return cleaned

    def _post_clean(self) -> None:
        """Check the fields without writing them to the row: the services do that."""
        names = ("state", "is_facilitator", "facilitator_until")
        before = {name: getattr(self.instance, name) for name in names}
        super()._post_clean()
        for name, value in before.items():
            setattr(self.instance, name, value)

    @transaction.atomic
    def save(self, commit: bool = True) -> Membership:
        who = {name: self.cleaned_data[name] for name in ("community", "member")}
        before = self.instance.state if self.instance.pk else None
        wanted, reason = self.cleaned_data.get("state"), self.cleaned_data.get("reason", "")
        if wanted in (None, State.ACTIVE):
            if before == State.REQUESTED:
                services.approve(**who, by=self.by, words=reason)
            self._facilitate(who)
        elif wanted != before:
            self._end(who, wanted, reason)
        self.instance = Membership.objects.get(**who)
        return self.instance

    def _end(self, who: dict[str, Any], wanted: str, reason: str) -> None:
        if wanted == State.LEFT:
            services.leave(**who, by=self.by)
        elif wanted == State.REMOVED:
            services.remove(**who, by=self.by, reason=reason)
        elif wanted == State.DECLINED:
            services.decline(**who, by=self.by, words=reason)

    def _facilitate(self, who: dict[str, Any]) -> None:
        if self.cleaned_data["is_facilitator"]:
            services.appoint_facilitator(
                **who, by=self.by, until=self.cleaned_data["facilitator_until"]
            )
        else:
            services.join(**who, by=self.by)
            services.dismiss_facilitator(**who, by=self.by)
