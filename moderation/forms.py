"""Reporting something, and deciding on a report."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moderation.access import whom_it_concerns
from moderation.enums import REASONS_OF, Length, Reason, State, Why
from moderation.models import LONGEST, Report


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what comes nearest.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "If you choose “Something else”, please say what it is. Only those who look at your "
            "report read this, and your name beside it."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("reason") == Reason.OTHER and not said.get("words", "x").strip():
            self.add_error("words", _("Please say in a few words what it is."))
        return said


NOT = {
    Length.DAY: _("Not for a day"),
    Length.WEEK: _("Not for a week"),
    Length.MONTH: _("Not for a month"),
}


class LimitForm(forms.Form):
    """For how long a member may not write in a community's rooms, and why."""

    length = forms.ChoiceField(
        label=_("For how long"),
        choices=Length.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose for how long.")},
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "They read this where they would write. Kindly: what happened, and what helps."
        ),
        error_messages={"required": _("Please say why: they will want to know.")},
    )


class DecisionForm(forms.Form):
    """A decision and its reason are one choice, so that they always fit. ``is_gone`` offers that
    the author had withdrawn it; without an author nothing is said to one."""

    decision = forms.ChoiceField(
        label=_("Your decision, and why"),
        error_messages={"required": _("Please choose what you decide.")},
    )
    to_reporter = forms.CharField(
        label=_("To the person who reported it"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "They read this with your decision. Please say what you found, and thank them."
        ),
        error_messages={"required": _("Please say a few words to them.")},
    )
    to_author = forms.CharField(
        label=_("To the person whose it is"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "They read this, your reason and their own words, and never who reported it. If you "
            "do not agree with the report you may leave this empty: then they are told nothing."
        ),
    )

    def __init__(
        self, *args: Any, report: Report, is_gone: bool, may_limit: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        if may_limit:
            self.fields["limit"] = forms.ChoiceField(
                label=_("May they go on writing here?"),
                required=False,
                choices=[("", _("Yes")), *((one.value, NOT[one]) for one in Length)],
                widget=forms.RadioSelect,
                help_text=_(
                    "If you agree with the report. They can still read, and read what you write "
                    "to them where they would write. Undoing the decision lifts it."
                ),
            )
        offered = [
            (
                State(outcome).label,
                [
                    (f"{outcome}:{why}", why.label)
                    for why in reasons
                    if is_gone or why != Why.WITHDRAWN
                ],
            )
            for outcome, reasons in REASONS_OF.items()
        ]
        self.fields["decision"].choices = [("", _("Choose")), *offered]  # type: ignore[attr-defined]
        if not whom_it_concerns([report])[report.pk]:
            del self.fields["to_author"]
        if report.reporter_id is None:
            del self.fields["to_reporter"]

    def clean_decision(self) -> str:
        decision = self.cleaned_data["decision"]
        self.outcome, _colon, self.why = decision.partition(":")
        return decision

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        agreed = getattr(self, "outcome", "") == State.AGREED
        if said.get("limit") and not agreed:
            self.add_error("limit", _("That is only for a report that you agree with."))
        if agreed and "to_author" in self.fields and not said.get("to_author", "x").strip():
            self.add_error("to_author", ValidationError(_("Please tell them what you found.")))
        return said
