"""Coordinators' form for one membership: it goes through the services, like everything else."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import services
from communities.enums import State
from communities.models import CommunityPage, Membership


class MembershipForm(forms.ModelForm):
    """Add a member, end a membership, appoint or dismiss a facilitator."""

    class Meta:
        model = Membership
        fields = ("community", "member", "state", "is_facilitator")
        help_texts = {
            "is_facilitator": _("Welcomes people and looks after the community's rooms."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = CommunityPage.objects.order_by("title")
        if self.instance.pk:
            self.fields["community"].disabled = True
            self.fields["member"].disabled = True
        else:
            del self.fields["state"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("state") == State.LEFT:
            cleaned["is_facilitator"] = False
        return cleaned

    def _post_clean(self) -> None:
        """Check the fields without writing them to the row: the services do that."""
        before = {name: getattr(self.instance, name) for name in ("state", "is_facilitator")}
        super()._post_clean()
        for name, value in before.items():
            setattr(self.instance, name, value)

    @transaction.atomic
    def save(self, commit: bool = True) -> Membership:
        who = {
            "community": self.cleaned_data["community"],
            "member": self.cleaned_data["member"],
        }
        if self.cleaned_data.get("state") == State.LEFT:
            services.leave(**who)
        elif self.cleaned_data["is_facilitator"]:
            services.appoint_facilitator(**who)
        else:
            services.join(**who)
            services.dismiss_facilitator(**who)
        self.instance = Membership.objects.get(**who)
        return self.instance
