"""Who may decide a report, for many at once (as ``ReportQuerySet.falling_to``), and set limits."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from communities.access import can_look_after, coordinating, is_coordinator
from communities.models import CommunityPage, Membership
from forum.signing.seals import authors_of
from members.models import User
from moderation.enums import What
from moderation.models import Report


def can_decide_report(person: Any, report: Report) -> bool:
    return Report.objects.falling_to(person).filter(pk=report.pk).exists()


def can_limit_member(person: Any, member: Any, community: CommunityPage) -> bool:
    """Who looks after the community, of its members: never of themself, nor of who looks after it
    with them. Of a facilitator it is for coordinators; of a coordinator for nobody here."""
    if member.pk == person.pk or not can_look_after(person, community):
        return False
    membership = community.membership_of(member)
    if membership is None or not member.is_active:
        return False
    if is_coordinator(member):
        return False
    return is_coordinator(person) or not membership.facilitates


def can_read_answer(person: Any, report: Report) -> bool:
    """Senders follow what they sent; an author reads what a decision says to them."""
    if report.reporter_id == person.pk:
        return True
    return report.is_closed and bool(report.to_author) and is_about(report, person)


def is_about(report: Report, person: Any) -> bool:
    """Whether it is about this person, or words of theirs, named or sealed."""
    return person.pk in whom_it_concerns([report])[report.pk]


def whom_it_concerns(reports: Iterable[Report]) -> dict[int, set[int]]:
    """Whose words or page each of these reports is about, by the reports' keys: one query."""
    reports = list(reports)
    of_posts = [each.about_id for each in reports if _may_be_sealed(each)]
    sealed = authors_of(of_posts) if of_posts else {}
    found: dict[int, set[int]] = {}
    for each in reports:
        author = sealed.get(each.about_id) if _may_be_sealed(each) else each.subject_id
        found[each.pk] = {author} if author else set()
    return found


def _may_be_sealed(report: Report) -> bool:
    return report.what == What.POST and report.subject_id is None


def carers_of(reports: Iterable[Report]) -> dict[int, Collection[int]]:
    """To whom each of these reports falls, keys of people by the reports' keys.

    Four queries for any number of them. A second step is nobody's to know from here.
    """
    reports = list(reports)
    facilitating: dict[int, set[int]] = {}
    rows = Membership.objects.facilitators().filter(member__is_active=True).order_by()
    for community, member in rows.values_list("community", "member"):
        facilitating.setdefault(community, set()).add(member)
    coordinators = set(coordinating().order_by().values_list("pk", flat=True))
    places: dict[int, set[int]] = {}
    through = Report.communities.through._default_manager.filter(report__in=reports)
    for report, community in through.values_list("report", "communitypage"):
        places.setdefault(report, set()).add(community)
    found: dict[int, Collection[int]] = {}
    subjects = whom_it_concerns(reports)
    for each in reports:
        concerned = {*subjects[each.pk], each.reporter_id}
        of_its_own = (facilitating.get(place, set()) for place in places.get(each.pk, ()))
        anywhere = set().union(*facilitating.values())
        ladder = (set().union(*of_its_own), coordinators, anywhere)
        found[each.pk] = next((left for step in ladder if (left := step - concerned)), set())
    return found


def people_who_decide(report: Report) -> QuerySet[User]:
    """To whom the report falls now; nobody, where nobody is left who is not concerned."""
    return User.objects.active().filter(pk__in=carers_of([report])[report.pk])


def who_decides(pairs: Sequence[tuple[Any, Report]]) -> list[bool]:
    """``can_decide_report`` of each pair, in as many queries for a thousand as for one."""
    carers = carers_of({report.pk: report for _person, report in pairs}.values())
    return [
        person.is_active and not person.rights_withheld and person.pk in carers[report.pk]
        for person, report in pairs
    ]
