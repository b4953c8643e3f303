"""Which communities, which memberships."""

from typing import Any, Self

from django.db import models

from communities.enums import State
from core.querysets import PageQuerySet


class CommunityQuerySet(PageQuerySet):
    """Communities; who may know of one is Wagtail's privacy setting, as for any page."""

    def of_member(self, member: Any) -> Self:
        """Those this person belongs to now."""
        return self.filter(memberships__member=member, memberships__state=State.ACTIVE)


class MembershipQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(state=State.ACTIVE)

    def facilitators(self) -> Self:
        return self.active().filter(is_facilitator=True)
