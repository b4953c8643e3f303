"""Querysets of communities, memberships and invitations."""

from datetime import date, timedelta
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from communities.enums import State
from core.belonging import ends_by_itself
from core.days import site_today
from core.querysets import PageQuerySet


class CommunityQuerySet(PageQuerySet):
    """Communities; who may know of one is Wagtail's privacy setting, as for any page."""

    def of_member(self, member: Any) -> Self:
        """Communities that this person belongs to now."""
        return self.filter(memberships__member=member, memberships__state=State.ACTIVE)

    def inviting(self, member: Any) -> Self:
        """Published communities that wait for this person's answer, hidden ones too."""
        rows = member.memberships.standing().filter(state=State.INVITED, invitation_holds=True)
        return self.live().filter(pk__in=rows.values("community"))

    def falling_to(self, member: Any, *, coordinates: bool) -> Self:
        """Communities that this person looks after before others: those they facilitate, and for
        coordinators those without a facilitator."""
        facilitators = apps.get_model("communities", "Membership").objects.facilitators()
        facilitators = facilitators.filter(community=models.OuterRef("pk"), member__is_active=True)
        theirs: Any = models.Q(models.Exists(facilitators.filter(member=member)))
        if coordinates:
            theirs |= ~models.Exists(facilitators)
        return self.filter(theirs)


class MembershipQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Memberships with ``invitation_holds``: invitations end by their day, whatever has run."""
        addresses = EmailAddress.objects.filter(user=models.OuterRef(models.OuterRef("member")))
        to_them = models.Q(member=models.OuterRef("member")) | models.Q(
            email__in=addresses.filter(verified=True).values(address=Lower("email"))
        )
        sent = apps.get_model("communities", "Invitation").objects.open()
        here = sent.filter(to_them, community=models.OuterRef("community"))
        return self.annotate(invitation_holds=models.Exists(here))

    def active(self) -> Self:
        return self.filter(state=State.ACTIVE)

    def facilitators(self, today: date | None = None) -> Self:
        """Memberships of today's facilitators: a term ends with its last day, whatever has run."""
        return self.active().filter(_facilitates(today))

    def facilitators_known_to(self, viewer: Any, today: date | None = None) -> Self:
        """Today's facilitators in the communities that the viewer is in now, closed accounts left
        out: a community tells its own members alone who looks after it."""
        belonging = self.model._default_manager.filter(member=viewer, state=State.ACTIVE)
        shared = models.Q(community__in=belonging.values("community"))
        return self.facilitators(today).filter(shared, member__is_active=True)

    def requested(self) -> Self:
        """Memberships that wait for an answer, the longest first."""
        return self.filter(state=State.REQUESTED).order_by("changed_at", "pk")

    def unwelcomed(self) -> Self:
        """Members whom nobody has greeted; facilitators greet and need none."""
        return self.active().filter(~_facilitates(), welcomed_at=None)

    def newcomers_first(self) -> Self:
        """Whom nobody has greeted, the longest here first; then the others, the latest first."""
        new = ~_facilitates() & models.Q(welcomed_at=None)
        first = models.Case(models.When(new, then=0), default=1)
        here_since = models.Case(models.When(new, then="joined_at"))
        return self.order_by(first, here_since, "-joined_at", "-pk")

    def past_their_term(self, today: date | None = None) -> Self:
        """Facilitators whose last day is over, and who have not been made members like others."""
        over = models.Q(is_facilitator=True, facilitator_until__lt=today or site_today())
        return self.active().filter(over)


def _facilitates(today: date | None = None) -> models.Q:
    last = today or site_today()
    holds = models.Q(facilitator_until=None) | models.Q(facilitator_until__gte=last)
    return holds & models.Q(is_facilitator=True)


@ends_by_itself
def term_is_over(person: Any, group: Any) -> models.Exists:
    """Whether a facilitator's term is over: the rows of the group are only tidied at night."""
    memberships = apps.get_model("communities", "Membership").objects
    past = memberships.past_their_term().filter(member=person, community__facilitator_group=group)
    return models.Exists(past)


class CommunityInvitationQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Invitations that can still be answered."""
        return self.filter(invited_at__gt=timezone.now() - self._lasts)

    def past(self, now: Any) -> Self:
        return self.filter(invited_at__lte=now - self._lasts)

    @property
    def _lasts(self) -> timedelta:
        return self.model.LASTS  # type: ignore[attr-defined]
