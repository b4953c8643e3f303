"""What may this viewer see of this person: every viewer, every audience, every fact."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import ReferenceIndex

from communities import services
from core.folding import folded_fields
from members.models import User
from people.enums import Audience
from people.facts import BY_NAME, FACTS, tags
from people.models import Profile
from people.visibility import may_know_of, seen_by
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.places import OrganisationFactory
from tests.members.people import FOR_COMMUNITIES, SEES_UP_TO, VIEWERS, show_all_to

pytestmark = pytest.mark.django_db
NAMES = [fact.name for fact in FACTS]


def facts_of(person, viewer, **options):
    (seen,) = seen_by(viewer or AnonymousUser(), [person], **options)
    return list(seen.facts)


@pytest.mark.parametrize("who", VIEWERS)
def test_a_viewer_sees_what_is_for_their_audience_and_wider_ones(neighbourhood, who):
    person, viewer = neighbourhood.person, neighbourhood.viewers[who]
    for audience in Audience:
        show_all_to(person, audience)

        expected = NAMES if audience <= SEES_UP_TO[who] else []
        assert facts_of(person, viewer) == expected, audience


@pytest.mark.parametrize("fact", FACTS, ids=NAMES)
@pytest.mark.parametrize("who", VIEWERS)
def test_each_fact_obeys_its_own_audience_and_no_other(neighbourhood, who, fact):
    person, viewer = neighbourhood.person, neighbourhood.viewers[who]
    for audience in Audience:
        show_all_to(person, Audience.ONLY_ME)
        Profile.objects.filter(user=person).update(**{fact.audience: audience})
        assert (fact.name in facts_of(person, viewer)) == (audience <= SEES_UP_TO[who])

        show_all_to(person, Audience.EVERYONE)
        Profile.objects.filter(user=person).update(**{fact.audience: audience})
        hidden = [] if audience <= SEES_UP_TO[who] else [fact.name]
        shown = facts_of(person, viewer)
        assert [name for name in NAMES if name not in shown] == hidden


def test_until_somebody_chooses_little_is_shown(neighbourhood):
    person = neighbourhood.person
    for_members = [name for name in NAMES if name not in FOR_COMMUNITIES]

    assert facts_of(person, None) == []
    assert facts_of(person, neighbourhood.viewers["stranger"]) == for_members
    assert facts_of(person, neighbourhood.viewers["fellow"]) == NAMES


def test_a_community_that_one_of_them_left_is_not_shared(neighbourhood):
    person, fellow = neighbourhood.person, neighbourhood.viewers["fellow"]
    show_all_to(person, Audience.COMMUNITIES)

    services.leave(community=neighbourhood.peers, member=fellow)
    assert facts_of(person, fellow) == []

    services.join(community=neighbourhood.peers, member=fellow)
    services.leave(community=neighbourhood.peers, member=person)
    assert facts_of(person, fellow) == []


def test_an_administrator_does_not_see_what_is_for_its_person_alone(neighbourhood):
    administrator = UserFactory(is_superuser=True)
    show_all_to(neighbourhood.person, Audience.ONLY_ME)
    assert facts_of(neighbourhood.person, administrator) == []


def test_an_account_that_is_closed_sees_what_a_visitor_sees(neighbourhood):
    fellow = neighbourhood.viewers["fellow"]
    fellow.is_active = False
    assert facts_of(neighbourhood.person, fellow) == []
    assert not may_know_of(fellow, neighbourhood.person)


def test_what_was_not_told_is_as_absent_as_what_is_hidden():
    silent, empty = UserFactory(), PersonFactory(profile={})
    hiding = PersonFactory(profile={"about": "secret", "about_audience": Audience.ONLY_ME})
    seen = seen_by(UserFactory(), [silent, empty, hiding])

    assert [each.facts for each in seen] == [{}, {}, {}]
    assert [each.photo_url for each in seen] == ["", "", ""]
    assert [each.told for each in seen] == [[], [], []]


@pytest.mark.parametrize("audience", Audience)
def test_seeing_oneself_as_others_do_shows_no_more_than_they_see(neighbourhood, audience):
    person = neighbourhood.person
    for number, fact in enumerate(FACTS):
        chosen = Audience(number % len(Audience))
        Profile.objects.filter(user=person).update(**{fact.audience: chosen})

    as_others = facts_of(person, person, as_if=audience)

    who = next(each for each, level in SEES_UP_TO.items() if level == audience)
    assert as_others == facts_of(person, neighbourhood.viewers[who])


def test_looking_as_somebody_else_never_shows_more(neighbourhood):
    show_all_to(neighbourhood.person, Audience.COORDINATORS)
    stranger = neighbourhood.viewers["stranger"]
    assert facts_of(neighbourhood.person, stranger, as_if=Audience.COORDINATORS) == []


def test_many_people_ask_no_more_than_one(neighbourhood, django_assert_num_queries):
    others = [PersonFactory(profile={"about": "Kia ora"}) for _ in range(24)]
    for other in others[:12]:
        services.join(community=neighbourhood.peers, member=other)
    fellow = User.objects.get(pk=neighbourhood.viewers["fellow"].pk)
    fellow.has_perm("any.thing")
    for people in ([neighbourhood.person], [neighbourhood.person, *others]):
        with django_assert_num_queries(2):
            seen = seen_by(fellow, people)
            assert [each.person for each in seen] == people
            assert all(each.facts for each in seen)


@pytest.mark.parametrize(
    ("names", "cost"),
    [(("role",), 1), (("employer", "host"), 1), (("areas",), 2), (("role", "photo", "about"), 1)],
    ids=["role", "employer and host", "areas", "role, photo, about"],
)
def test_what_is_asked_for_alone_is_read_and_shown(
    neighbourhood, names, cost, django_assert_num_queries
):
    others = [
        PersonFactory(profile={"role": "peer", "employer": OrganisationFactory()}) for _ in range(3)
    ]
    fellow = User.objects.get(pk=neighbourhood.viewers["fellow"].pk)
    fellow.has_perm("any.thing")
    facts = [BY_NAME[name] for name in names]
    for people in ([neighbourhood.person], [neighbourhood.person, *others]):
        with django_assert_num_queries(cost):
            assert list(seen_by(fellow, people, facts=facts)[0].facts) == [*names]


def test_sharing_two_communities_changes_nothing(neighbourhood):
    second = CommunityFactory(parent=neighbourhood.peers.get_parent())
    fellow = neighbourhood.viewers["fellow"]
    for member in (neighbourhood.person, fellow):
        services.join(community=second, member=member)
    assert len(seen_by(fellow, [neighbourhood.person])) == 1
    assert facts_of(neighbourhood.person, fellow) == NAMES


def test_every_field_of_a_profile_belongs_to_one_fact():
    """A field that no fact names would have no audience; a folded copy has that of its field."""
    told = [field for fact in FACTS for field in (*fact.fields, fact.audience)]
    copies = folded_fields(Profile)
    kept = [field.name for field in Profile._meta.get_fields() if field not in copies]
    assert {field.of for field in copies} <= set(told)

    assert sorted([*told, "user", "in_directory"]) == sorted(kept)


def test_editors_do_not_find_who_works_where(neighbourhood):
    """Wagtail keeps what refers to what, and shows it beside an organisation."""
    assert not ReferenceIndex.model_is_indexable(Profile)
    assert not ReferenceIndex.objects.filter(
        to_object_id=str(neighbourhood.person.profile.employer_id),
        base_content_type__model="profile",
    ).exists()


def test_a_profile_says_nothing_of_itself_in_a_log(neighbourhood):
    profile = neighbourhood.person.profile
    assert str(profile) == f"profile {profile.pk}"


def test_tags_stand_once():
    assert tags("Whānau,  night shifts ,whānau,, Night shifts") == ["Whānau", "night shifts"]
    assert tags(" , ") == []
