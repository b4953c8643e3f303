"""Fifty joins and leaves at once: the rows and the group say the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from communities import services
from communities.enums import State
from communities.models import Membership, MembershipEvent
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(do, things):
    """Do it to each thing in a thread of its own, with a connection of its own."""

    def once(thing):
        try:
            return do(*thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(things)) as threads:
        return list(threads.map(once, things))


@shared
def community(db):
    if not Site.objects.exists():
        # A test that commits empties the tables.
        Locale.objects.create(language_code=get_supported_content_language_variant("en-nz"))
        home = Page.add_root(title="Root").add_child(title="Home")
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return CommunityFactory(parent=CommunityIndexPageFactory())


def members_by_rows(community) -> set[int]:
    return set(community.memberships.active().values_list("member", flat=True))


def members_by_group(community) -> set[int]:
    return set(community.group.user_set.values_list("pk", flat=True))


def test_fifty_joins_and_leaves_while_the_groups_are_mended(community):
    people = UserFactory.create_batch(30)
    for person in people[:20]:
        services.join(community=community, member=person)
    # Ten leave, ten join a second time, ten join; and each does so twice.
    work = [(services.leave, person) for person in people[:10]]
    work += [(services.join, person) for person in people[10:]]
    work = (work * 2)[:50]

    def do(service, person):
        if service is None:
            services.mend_groups(community=community)
        else:
            service(community=community, member=person)

    at_once(do, [*work[:25], (None, None), *work[25:], (None, None)])

    expected = {person.pk for person in people[10:]}
    assert members_by_rows(community) == members_by_group(community) == expected
    assert Membership.objects.count() == 30
    assert MembershipEvent.objects.count() == 20 + 10 + 10
    assert services.mend_groups(community=community, dry_run=True) == []


def test_one_person_who_joins_and_leaves_at_once_is_in_both_or_in_neither(community):
    person = UserFactory()
    work = [(service, person) for service in (services.join, services.leave)] * 6

    at_once(lambda service, who: service(community=community, member=who), work)

    assert members_by_rows(community) == members_by_group(community)
    assert Membership.objects.count() == 1


def test_a_request_is_answered_once(community):
    person, facilitator = UserFactory.create_batch(2)
    services.ask_to_join(community=community, member=person)

    answers = at_once(
        lambda answer: answer(community=community, member=person, by=facilitator, words="Later."),
        [(services.approve,), (services.decline,)] * 3,
    )

    assert sorted(answers) == [False] * 5 + [True]
    assert community.standing_of(person).state in (State.ACTIVE, State.DECLINED)
    assert members_by_rows(community) == members_by_group(community)


def test_two_facilitators_who_step_down_at_once_do_not_both_go(community):
    both = UserFactory.create_batch(2)
    for person in both:
        services.appoint_facilitator(community=community, member=person)

    def step_down(person):
        try:
            services.step_down(community=community, member=person)
        except ValidationError:
            return False
        return True

    assert sorted(at_once(step_down, [(person,) for person in both])) == [False, True]
