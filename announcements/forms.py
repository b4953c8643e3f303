"""The forms that coordinators fill in."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from announcements.models import Announcement
from announcements.services import write
from communities.models import CommunityPage
from core.querysets import exclude_restricted
from core.site_time import SiteTimeField
from people.enums import JobRole
from people.models import Area


class AnnouncementForm(forms.ModelForm):
    """The words, and for whom they are: everybody, or those who are chosen."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=JobRole.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what is confirmed, and in force on the day it leaves."),
    )

    class Meta:
        model = Announcement
        fields = ("subject", "text", "for_everybody", "communities", "roles", "areas")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 12}),
            "communities": forms.CheckboxSelectMultiple,
            "areas": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "subject": _("It is read alone in a mailbox, by those who chose details in mail."),
            "text": _(
                "Plain paragraphs, with an empty line between them. Addresses that begin with "
                "https:// become links."
            ),
            "for_everybody": _("Everybody with an account. Or choose below, and leave this empty."),
            "communities": _("Members of any of these. Recipients are not told for whom it is."),
            "areas": _("Where a confirmed role is held: any of these, with what lies in them."),
        }

    def __init__(self, *args: Any, by: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        known = exclude_restricted(CommunityPage.objects.all(), by) if by else CommunityPage.objects
        named = Q(live=True)
        if self.instance.pk:
            named |= Q(pk__in=self.instance.communities.values("pk"))
        self.fields["communities"].queryset = known.filter(named).order_by("folded_title")
        areas = self.fields["areas"]
        areas.choices = [
            (area.pk, "– " * area.depth + area.name) for area in Area.objects.as_tree()
        ]

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean_text(self) -> str:
        return "\n".join(self.cleaned_data["text"].splitlines()).strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        narrowed = any(cleaned.get(name) for name in ("communities", "roles", "areas"))
        if cleaned.get("for_everybody") and narrowed:
            self.add_error(
                "for_everybody", _("Everybody, or those you chose below: it cannot be both.")
            )
        elif not cleaned.get("for_everybody") and not narrowed:
            chosen_wrongly = {"communities", "roles", "areas"} & set(self.errors)
            if not chosen_wrongly:
                self.add_error(
                    "for_everybody",
                    _("Say for whom it is: everybody, or those you choose below."),
                )
        return cleaned

    def save(self, commit: bool = True) -> Announcement:
        """Keep the announcement. Raises ValidationError when it left while it was being changed."""
        write(
            announcement=self.instance,
            by=self.by,
            communities=self.cleaned_data["communities"],
            areas=self.cleaned_data["areas"],
        )
        return self.instance


class ScheduleForm(forms.Form):
    at = SiteTimeField(
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Say on which day and at what time."),
            "invalid": _("Write a day and a time, such as 2026-03-09 09:30."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city = settings.TIME_ZONE.rsplit("/", 1)[-1].replace("_", " ")
        self.fields["at"].help_text = _(
            "By the clock of %(city)s. Mail still waits for its reader’s quiet hours to end."
        ) % {"city": city}

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(_("This time is over. Choose one that is still to come."))
        return at
