"""Who looks after a community, and until when."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.enums import Deed
from communities.models import CommunityPage, Membership
from communities.services.joining import join
from communities.services.steps import locked, note, row_of
from communities.signals import facilitator_appointed, facilitator_dismissed
from core.days import site_today
from members.models import User
from work.each import each

NOBODY_SIGNS_IN = gettext_lazy("Nobody can sign in to this account now. Choose somebody else.")


@transaction.atomic
def appoint_facilitator(
    *,
    community: CommunityPage,
    member: User,
    by: User | None = None,
    until: date | None = None,
) -> Membership:
    """Make this person a facilitator, and a member first when they are none yet.

    ``until`` is their last day; appointing a facilitator again sets only that. Raises
    ValidationError when the day is over, and for somebody new who cannot sign in.
    """
    if until and until < site_today():
        raise ValidationError({"until": _("This day is over. Choose a later one.")})
    membership = row_of(community, member)
    if membership.term_is_over:
        _dismiss(membership, Deed.TERM_ENDED, None)
    appoints = not membership.is_facilitator
    if appoints and not member.is_active:
        raise ValidationError(NOBODY_SIGNS_IN)
    if not membership.is_active:
        membership = join(community=community, member=member, by=by)
    membership.is_facilitator, membership.facilitator_until = True, until
    membership.save(update_fields=["is_facilitator", "facilitator_until"])
    if appoints:
        member.groups.add(community.facilitator_group_id)
        note(membership, Deed.APPOINTED, by)
        facilitator_appointed.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def dismiss_facilitator(*, community: CommunityPage, member: User, by: User | None = None) -> None:
    """Make a facilitator a member like others; for anybody else nothing changes."""
    membership = locked(community, member)
    if membership is not None and membership.is_facilitator:
        _dismiss(membership, Deed.DISMISSED, by)


@transaction.atomic
def step_down(*, community: CommunityPage, member: User, successor: User | None = None) -> None:
    """Hand the community over to another member, or only stop facilitating it.

    Raises ValidationError when nobody would be left: name somebody, or ask a coordinator,
    who can end it all the same.
    """
    rows = Membership.objects.select_for_update(of=("self",)).facilitators()
    present = rows.filter(community=community, member__is_active=True)
    others = [row for row in present if row.member_id != member.pk]
    if successor:
        appoint_facilitator(community=community, member=successor, by=member)
    elif not others:
        raise ValidationError(
            {"successor": _("Nobody else looks after this community. Say who takes over.")}
        )
    dismiss_facilitator(community=community, member=member, by=member)


def end_terms(today: date | None = None) -> int:
    """Tidy up after terms whose last day is over; says how many. Safe to run again, and several
    at once. The rights ended with the day itself."""
    past = Membership.objects.past_their_term(today)

    @transaction.atomic
    def end(pk: int) -> bool:
        membership = past.select_for_update(of=("self",)).filter(pk=pk).first()
        if membership is not None:
            _dismiss(membership, Deed.TERM_ENDED, None)
        return membership is not None

    return each(past.values_list("pk", flat=True), end, what="Ending the term of membership")


def _dismiss(membership: Membership, deed: Deed, by: User | None) -> None:
    membership.is_facilitator, membership.facilitator_until = False, None
    membership.save(update_fields=["is_facilitator", "facilitator_until"])
    membership.member.groups.remove(membership.community.facilitator_group_id)
    note(membership, deed, by)
    facilitator_dismissed.send(sender=Membership, membership=membership)
