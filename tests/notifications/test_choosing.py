"""The table of choices, the hours, the question of the welcome."""

import pytest

from notifications.choices import hours_of, reach_of
from notifications.enums import Reach
from notifications.kinds import kind_named
from notifications.models import Choice, Preferences
from notifications.services import choose
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/notifications/choices/"


def filled(page, **changed) -> dict[str, str]:
    """What the forms of the page would send, with some answers changed."""
    context = page.context
    fields = [*context["form"], *context["hours"]]
    sent = {field.html_name: field.value() for field in fields}
    for name, field in context["hours"].fields.items():
        if field.widget.input_type == "checkbox" and not context["hours"][name].value():
            del sent[f"hours-{name}"]
    return {**sent, **changed}


def said(member) -> dict[tuple[str, str], str]:
    return {(row.scope, row.kind): row.reach for row in Choice.objects.filter(member=member)}


def test_what_is_left_as_it_is_is_not_written_down(member, member_client):
    page = member_client.get(PAGE)

    assert member_client.post(PAGE, filled(page)).url == PAGE
    assert said(member) == {}


def test_a_choice_is_kept_and_taken_back(member, member_client):
    page = member_client.get(PAGE)
    member_client.post(PAGE, filled(page, new_topic="off"))
    assert said(member) == {("", "new_topic"): "off"}
    assert reach_of([member.pk], kind_named("new_topic")) == {member.pk: Reach.OFF}

    page = member_client.get(PAGE)
    assert page.context["form"]["new_topic"].value() == "off"
    member_client.post(PAGE, filled(page, new_topic=""))
    assert said(member) == {}


def test_the_pace_comes_first_and_what_was_chosen_apart_goes_before_it(member, member_client):
    page = member_client.get(PAGE)
    assert "As above: By mail at once" in page.text

    member_client.post(PAGE, filled(page, pace="weekly", reply_to_me="at_once"))

    assert said(member) == {("", ""): "weekly", ("", "reply_to_me"): "at_once"}
    assert reach_of([member.pk], kind_named("reply_to_me")) == {member.pk: Reach.AT_ONCE}
    assert reach_of([member.pk], kind_named("reply_in_topic")) == {member.pk: Reach.WEEKLY}
    page = member_client.get(PAGE)
    assert page.context["form"]["pace"].value() == "weekly"
    assert "(1 chosen)" in page.text
    assert "As above: In a weekly mail" in page.text

    member_client.post(PAGE, filled(page, pace="suggested"))
    assert said(member) == {("", "reply_to_me"): "at_once"}


def test_a_pace_that_there_is_not_is_said_beside_it(member, member_client):
    page = member_client.post(PAGE, filled(member_client.get(PAGE), pace="hourly"))

    assert page.context["form"].errors.keys() == {"pace"}
    assert '<details class="fold">' in page.text
    assert said(member) == {}


def test_a_kept_choice_is_changed_and_what_others_chose_stays(member):
    other = UserFactory()
    for person in (member, other):
        choose(member=person, choices={("", "new_topic"): "off", ("", "reply_to_me"): "daily"})

    choose(member=member, choices={("", "new_topic"): "weekly", ("", "reply_to_me"): "daily"})
    assert said(member) == {("", "new_topic"): "weekly", ("", "reply_to_me"): "daily"}
    choose(member=member, choices={("", "new_topic"): ""})

    assert said(member) == {("", "reply_to_me"): "daily"}
    assert said(other) == {("", "new_topic"): "off", ("", "reply_to_me"): "daily"}


def test_a_community_and_a_topic_are_chosen_for_apart(member, member_client):
    mine, theirs = CommunityFactory(members=[member]), None
    room = RoomFactory(audience="communities", communities=[mine])
    topic = TopicFactory(room=room, subject="Night shifts")
    hidden = TopicFactory(
        room=RoomFactory(
            audience="communities", communities=[CommunityFactory(parent=mine.get_parent())]
        ),
        subject="Elsewhere",
    )
    for each in (topic, hidden):
        each.subscribers.add(member)
    names = {"community": f"community-{mine.pk}", "topic": f"topic-{topic.pk}"}

    page = member_client.get(PAGE)
    member_client.post(
        PAGE, filled(page, **{names["community"]: "weekly", names["topic"]: "at_once"})
    )

    assert theirs is None
    assert "Night shifts" in page.text
    assert "Elsewhere" not in page.text
    assert said(member) == {
        (f"community:{mine.pk}", ""): "weekly",
        (f"topic:{topic.pk}", ""): "at_once",
    }
    page = member_client.get(PAGE)
    member_client.post(PAGE, filled(page, **{names["community"]: ""}))
    assert said(member) == {(f"topic:{topic.pk}", ""): "at_once"}


def test_what_keeps_the_account_safe_is_no_choice(member, member_client):
    page = member_client.get(PAGE)
    member_client.post(PAGE, filled(page, password_changed="off"))

    assert "Always: it keeps your account safe" in page.text
    assert said(member) == {}


def test_a_wrong_answer_is_said_beside_the_field_and_the_rest_is_kept(member, member_client):
    page = member_client.get(PAGE)
    sent = filled(page, reply_to_me="shouting", new_topic="weekly", **{"hours-quiet_from": "late"})

    page = member_client.post(PAGE, sent)

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"reply_to_me"}
    assert page.context["hours"].errors.keys() == {"quiet_from"}
    assert 'value="late"' in page.text
    assert page.context["form"]["new_topic"].value() == "weekly"
    assert said(member) == {}
    assert not Preferences.objects.exists()


def test_hours_are_kept(member, member_client):
    page = member_client.get(PAGE)
    sent = filled(
        page,
        **{
            "hours-quiet_from": "17:30",
            "hours-time_zone": "Australia/Perth",
            "hours-mail_details": "on",
        },
    )
    member_client.post(PAGE, sent)

    hours = hours_of([member.pk])[member.pk]
    assert (hours.quiet_from.isoformat("minutes"), hours.zone.key) == ("17:30", "Australia/Perth")
    assert Preferences.objects.get().mail_details


@pytest.mark.parametrize("number", [1, 12])
def test_twelve_communities_cost_what_one_costs(member, member_client, queries_of, number):
    first = CommunityFactory(members=[member])
    for _community in range(number - 1):
        CommunityFactory(parent=first.get_parent(), members=[member])

    # Session, reader, choices, communities; rooms, of which there are none, so that neither rules
    # nor topics are asked for; hours, and whether mail reaches them.
    assert queries_of(member_client, PAGE) == 7


@pytest.mark.parametrize(("pace", "kept"), [("suggested", {}), ("weekly", {("", ""): "weekly"})])
def test_the_welcome_asks_one_question(member, member_client, pace, kept):
    page = member_client.get("/welcome/hearing/")
    assert "One mail a week" in page.text

    answer = member_client.post("/welcome/hearing/", {"pace": pace})

    assert answer.url == "/welcome/communities/"
    assert said(member) == kept
    assert reach_of([member.pk], kind_named("reply_to_me")) == {
        member.pk: Reach.WEEKLY if kept else Reach.AT_ONCE
    }
