"""Memberships with what happened to them, and the invitations that facilitators keep.

Written by ``communities.services`` alone, which keep the community's groups in step.
"""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.enums import Deed, State
from communities.models.pages import CommunityPage
from communities.querysets import CommunityInvitationQuerySet, MembershipQuerySet
from core.days import site_today
from members.models import User, random_public_id

ENDED = (State.LEFT, State.REMOVED)
NOT_YET = (State.INVITED, State.REQUESTED, State.DECLINED)


class Membership(models.Model):
    """One person's standing with one community: one row, whatever happened since."""

    wagtail_reference_index_ignore = True
    """Else it is written anew with each step, and lists who belongs beside the page."""

    community = models.ForeignKey(
        CommunityPage, on_delete=models.CASCADE, related_name="memberships"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    changed_at = models.DateTimeField("since", default=timezone.now, editable=False)
    joined_at = models.DateTimeField(
        "joined", null=True, blank=True, default=timezone.now, editable=False
    )
    left_at = models.DateTimeField("left", null=True, blank=True, editable=False)
    words = models.CharField("what they wrote with their request", max_length=500, blank=True)
    not_before = models.DateField("may ask again on", null=True, blank=True, editable=False)
    must_ask = models.BooleanField("cannot join by themself", default=False, editable=False)
    welcomed_at = models.DateTimeField("welcomed", null=True, blank=True, editable=False)
    is_facilitator = models.BooleanField("facilitator", default=False)
    facilitator_until = models.DateField(
        "facilitator until",
        null=True,
        blank=True,
        help_text="The last day. It ends by itself then; empty: until somebody ends it.",
    )

    invitation_holds = True
    """What ``objects.standing()`` found out; of a row that was asked for without it, nothing."""

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["community", "member__folded_name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("community", "member"),
                name="communities_one_membership",
                violation_error_message="This person has a membership here already.",
            ),
            models.CheckConstraint(
                condition=Q(is_facilitator=False) | Q(state=State.ACTIVE),
                name="communities_facilitators_are_members",
            ),
            models.CheckConstraint(
                condition=Q(facilitator_until=None) | Q(is_facilitator=True),
                name="communities_terms_are_of_facilitators",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ACTIVE, joined_at__isnull=False, left_at=None)
                | Q(state__in=ENDED, left_at__isnull=False)
                | Q(state__in=NOT_YET, joined_at=None, left_at=None),
                name="communities_times_fit_the_state",
            ),
            models.CheckConstraint(
                condition=Q(words="") | Q(state=State.REQUESTED),
                name="communities_words_wait_for_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(not_before=None) | Q(state=State.DECLINED),
                name="communities_the_declined_wait",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REMOVED, must_ask=False)
                & ~Q(state=State.ACTIVE, must_ask=True),
                name="communities_the_removed_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.community}"

    @property
    def is_active(self) -> bool:
        return self.state == State.ACTIVE

    @property
    def facilitates(self) -> bool:
        """Whether its person looks after the community today; ``is_facilitator`` only says that
        they were asked to, until a day."""
        return self.is_facilitator and not self.term_is_over

    @property
    def term_is_over(self) -> bool:
        until = self.facilitator_until
        return self.is_facilitator and until is not None and until < site_today()


class MembershipEvent(models.Model):
    """One thing that happened to a membership: what, when, by whom and why."""

    wagtail_reference_index_ignore = True

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="events")
    deed = models.CharField(max_length=10, choices=Deed)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        """The deed and its day, and not whose: it may stand in a log or an error."""
        return f"{self.deed} at {self.at:%Y-%m-%d}"


class Invitation(models.Model):
    """An invitation by a facilitator: to an address, or to somebody they know here by name.

    An address says nothing of whether somebody has an account with it: what is shown of
    an invitation is what was typed.
    """

    wagtail_reference_index_ignore = True

    LASTS: ClassVar[timedelta] = timedelta(days=14)

    community = models.ForeignKey(
        CommunityPage, on_delete=models.CASCADE, related_name="invitations"
    )
    key = models.CharField(max_length=12, unique=True, default=random_public_id, editable=False)
    email = models.EmailField("e-mail address", blank=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = CommunityInvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-invited_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("community", "email"),
                condition=~Q(email=""),
                name="communities_one_invitation_an_address",
            ),
            models.UniqueConstraint(
                fields=("community", "member"), name="communities_one_invitation_a_member"
            ),
            models.CheckConstraint(
                condition=Q(email="", member__isnull=False) | (~Q(email="") & Q(member=None)),
                name="communities_invited_by_name_or_address",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def to(self) -> User | str:
        return self.member or self.email

    @property
    def lasts_until(self):
        return self.invited_at + self.LASTS
