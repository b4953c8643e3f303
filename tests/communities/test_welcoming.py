"""Saying welcome to a newcomer, in words that reach them."""

from datetime import timedelta

from django.utils import timezone

from communities import services
from communities.enums import Deed
from communities.models import MembershipEvent
from members.models import User
from members.signals import account_closed
from notifications.models import Notification
from tests.factories.members import UserFactory


def test_welcoming_in_words_that_reach_the_newcomer(
    facilitator_client, community, here, member, member_client, of
):
    other = UserFactory()
    for person in (member, other):
        services.join(community=community, member=person)
    address = of(member, "welcome")
    assert f'href="{address}"' in facilitator_client.get(f"{here}?show=new").text
    suggested = f"Kia ora {member.display_name}, good to have you here."
    assert suggested in facilitator_client.get(address).text
    assert "No words needed" in facilitator_client.post(address, {"words": " "}).text
    assert not community.membership_of(member).welcomed_at

    answer = facilitator_client.post(address, {"words": "Haere mai <3"})

    assert answer.url == f"{here}?show=new#members"
    assert community.membership_of(member).welcomed_at
    assert not community.membership_of(other).welcomed_at
    told = Notification.objects.get()
    assert (told.kind, told.recipient) == ("community_welcome", member)
    assert "<bdi>Hinemoa</bdi> welcomes you to" in member_client.get("/notifications/").text
    page = member_client.get(community.url).text
    assert "<bdi>Hinemoa</bdi> welcomes you" in page
    assert "Haere mai &lt;3" in page
    assert "Haere mai" not in facilitator_client.get(community.url).text
    assert address not in facilitator_client.get(f"{here}?show=new").text


def test_the_words_of_a_welcome_stand_for_two_weeks_and_end_with_the_membership(
    facilitator, community, member, member_client
):
    services.join(community=community, member=member)
    services.welcome(community=community, member=member, by=facilitator, words="Haere mai")
    services.leave(community=community, member=member)
    assert "welcomes you" not in member_client.get("/notifications/").text
    services.join(community=community, member=member)
    assert "Haere mai" not in member_client.get(community.url).text

    services.welcome(community=community, member=member, by=facilitator, words="Again")
    assert "Again" in member_client.get(community.url).text
    community.memberships.filter(member=member).update(
        welcomed_at=timezone.now() - timedelta(days=15)
    )
    assert "Again" not in member_client.get(community.url).text


def test_whoever_welcomes_second_says_nothing_and_is_told(
    facilitator_client, coordinator, community, member, of
):
    services.join(community=community, member=member)
    assert services.welcome(community=community, member=member, by=coordinator, words="First")

    for sent in ({"words": "Second"}, {"quiet": "1"}):
        page = facilitator_client.post(of(member, "welcome"), sent, follow=True).text
        assert "has been welcomed already" in page
    assert facilitator_client.get(of(member, "welcome")).status_code == 302

    membership = community.membership_of(member)
    said = membership.events.filter(deed=Deed.WELCOMED).values_list("by", "reason")
    assert list(said) == [(coordinator.pk, "First")]
    assert Notification.objects.count() == 1


def test_no_words_are_needed_for_somebody_who_was_greeted(
    facilitator_client, community, member, member_client, of
):
    services.join(community=community, member=member)

    facilitator_client.post(of(member, "welcome"), {"quiet": "1", "words": "Not sent"})

    assert community.membership_of(member).welcomed_at
    assert not Notification.objects.exists()
    assert "Not sent" not in member_client.get(community.url).text


def test_the_words_of_a_welcome_go_when_their_author_withdraws_words(
    community, facilitator, coordinator, member
):
    other = UserFactory()
    for person, by in ((member, facilitator), (other, coordinator)):
        services.join(community=community, member=person)
        services.welcome(community=community, member=person, by=by, words="Haere mai")

    account_closed.send(sender=User, user=facilitator, withdraws_words=True)

    said = MembershipEvent.objects.filter(deed=Deed.WELCOMED).order_by("pk")
    assert list(said.values_list("reason", flat=True)) == ["", "Haere mai"]
