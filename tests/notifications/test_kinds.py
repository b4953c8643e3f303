"""Every kind that is registered, in every form; and what somebody reads who may not see it now."""

import pytest
from wagtail.models import Page, Site

from communities import services as communities
from members.models import User
from notifications.kinds import kinds
from notifications.models import Notification
from notifications.reading import visible
from notifications.services import notify
from tests.factories.members import UserFactory
from tests.factories.notices import ABOUT, post, tell

pytestmark = pytest.mark.django_db

FORMS = ("site.html", "mail.txt", "digest.txt")


def test_there_is_something_to_tell_of_each_kind():
    assert {kind.name for kind in kinds()} == set(ABOUT)


@pytest.mark.parametrize("kind", sorted(ABOUT))
def test_every_kind_is_told_in_every_form(kind, django_assert_num_queries):
    row = tell(kind, marker="<i>Ōtaki</i>")
    Site.get_site_root_paths()

    (shown,) = visible([row])
    with django_assert_num_queries(0):
        said = {form: shown.say(form).strip() for form in FORMS}

    assert all(said.values())
    assert not [form for form in said if "{{" in said[form] or "None" in said[form]]
    assert "<i>" not in said["site.html"]
    assert shown.link.startswith("/") or shown.link.startswith("http://localhost/")
    subject, empty, words = said["mail.txt"].partition("\n\n")
    assert "\n" not in subject
    assert empty
    assert words
    assert "\n" not in said["digest.txt"]


@pytest.mark.parametrize(
    "kind",
    sorted(
        set(ABOUT)
        - {"join_answer", "membership_ended", "role_answer", "report_answer", "limit_set"}
        - {"seal_answered", "seal_opened"}
        - {"duty_answer", "duty_talk"}
    ),
)
def test_who_is_shut_out_reads_nothing(kind):
    """Left out are kinds about what is the recipient's own, whatever happens."""
    row = tell(kind)
    member = row.recipient
    if kind in ("welcome", "password_changed", "email_changed", "second_step_changed"):
        User.objects.filter(pk=member.pk).update(is_active=False)
    elif kind in ("role_ends_soon", "announcement", "quotation_asked"):
        visible([row])[0].about.delete()
    elif kind.startswith("event"):
        member.event_interests.all().delete()
    elif isinstance(visible([row])[0].about, Page):
        visible([row])[0].about.unpublish()
    elif kind == "community_invitation":
        about = visible([row])[0].about
        communities.decline_invitation(community=about.community, member=member)
    elif kind == "join_request":
        about = visible([row])[0].about
        communities.take_request_back(community=about.community, member=about.member)
    else:
        for membership in member.memberships.active().select_related("community"):
            communities.leave(community=membership.community, member=member)
        member.groups.clear()

    assert visible([row]) == []


@pytest.mark.parametrize("number", [1, 10])
def test_ten_replies_are_read_in_few_queries(number, django_assert_num_queries):
    about = [post(f"{place}")[1] for place in range(number)]
    reader = UserFactory()
    for each in about:
        communities.join(community=each.topic.forum.room.communities.get(), member=reader)
        notify([reader], kind="reply_in_topic", about=each)
    rows = list(Notification.objects.of(reader).select_related("recipient"))

    with django_assert_num_queries(5):
        assert len(visible(rows)) == number
