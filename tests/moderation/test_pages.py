"""The pages: reporting what one may read, the queues, and what each side reads."""

import pytest
from django.urls import reverse
from django.utils import timezone

from announcements.models import Announcement
from communities import services as communities
from core.waiting import what_waits
from members.models import Look
from moderation import services
from moderation.models import Report
from moderation.views import reporting
from notifications.services import notify
from tests.factories.announcements import AnnouncementFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory, decided
from tests.forum.addresses import topic_url
from tests.moderation.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
HURTS = {"reason": "hurts", "words": "It hurts."}


def form_of(what: str, key) -> str:
    return reverse("moderation:report", args=[what, key])


def page_of(report, name: str = "look") -> str:
    return reverse(f"moderation:{name}", args=[report.key])


def queue_of(community) -> str:
    return reverse("moderation:community", args=[community.pk])


@shared
def announcement(db) -> Announcement:
    written = AnnouncementFactory(subject="Rooms", by=UserFactory())
    Announcement.objects.filter(pk=written.pk).update(state="sending", sent_at=timezone.now())
    written.refresh_from_db()
    return written


def test_a_post_is_reported_from_its_menu_and_its_sender_reads_what_happens_now(
    post, reporter, author
):
    client = client_of(reporter)
    assert f'href="{form_of("message", post.pk)}"' in client.get(topic_url(post.topic)).text

    answer = client.post(form_of("message", post.pk), HURTS, follow=True)

    report = Report.objects.get()
    assert (report.reporter, report.subject, report.words) == (reporter, author, "It hurts.")
    assert answer.redirect_chain == [(page_of(report, "answer"), 302)]
    assert "One of them will look at it" in answer.text


def test_a_form_with_a_mistake_says_so_and_sends_nothing(post, reporter):
    client = client_of(reporter)
    for said in ({}, {"reason": "other"}, {"reason": "nothing"}):
        page = client.post(form_of("message", post.pk), said)

        assert page.status_code == 200
        assert "Error:" in page.text
    assert not Report.objects.exists()


def test_a_person_a_community_and_an_announcement_are_reported_at_their_foot(
    harbour, author, reporter, announcement, coordinator
):
    notify([reporter], kind="announcement", about=announcement)
    client = client_of(reporter)
    for what, key, page in (
        ("person", author.public_id, f"/forum/member/profile/{author.public_id}/"),
        ("community", harbour.pk, f"{harbour.url}?show=about"),
        ("announcement", announcement.pk, announcement.get_absolute_url()),
    ):
        assert f'href="{form_of(what, key)}"' in client.get(page).text
        assert client.post(form_of(what, key), HURTS).status_code == 302

    found = {each.what: each for each in Report.objects.falling_to(coordinator)}
    assert {each.subject for each in found.values()} == {author, None, announcement.author}
    assert [found[what].title for what in ("person", "community", "announcement")] == [
        "Ana", "Harbour", "Rooms",
    ]  # fmt: skip


def test_what_one_may_not_read_is_not_there(post, harbour, announcement, member, author):
    harbour.show_to("hidden")
    locked = UserFactory(is_active=False)
    client = client_of(member)
    for what, key in (
        ("message", post.pk),
        ("message", 10**17),
        ("community", harbour.pk),
        ("announcement", announcement.pk),
        ("person", locked.public_id),
        ("nothing", 1),
    ):
        for answer in (client.get(form_of(what, key)), client.post(form_of(what, key), HURTS)):
            assert answer.status_code == 404
    assert not Report.objects.exists()


def test_ones_own_is_not_reported(post, author):
    client = client_of(author)

    assert form_of("message", post.pk) not in client.get(topic_url(post.topic)).text
    for address in (form_of("message", post.pk), form_of("person", author.public_id)):
        page = client.post(address, HURTS, follow=True)
        assert "This is yours" in page.text
    assert not Report.objects.exists()


def test_a_visitor_is_asked_to_sign_in_and_sees_no_link(client):
    post = PostFactory(topic=TopicFactory(room=RoomFactory(audience="public")))

    assert "Report this" not in client.get(topic_url(post.topic)).text
    assert "/accounts/login/" in client.get(form_of("message", post.pk)).url


def test_what_was_decided_is_said_and_sends_nothing(sent, post, facilitator, member, harbour):
    decided(sent, facilitator)
    other = UserFactory()
    communities.join(community=harbour, member=other)

    page = client_of(other).post(form_of("message", post.pk), HURTS)

    assert "Somebody has looked at this for that reason already" in page.text
    assert Report.objects.get() == sent


def test_twenty_a_day_and_mistakes_do_not_count(reporter, monkeypatch):
    monkeypatch.setattr(reporting, "REPORTS_A_DAY", 2)
    client = client_of(reporter)
    people = UserFactory.create_batch(3)
    client.post(form_of("person", people[0].public_id), {})

    answers = [client.post(form_of("person", each.public_id), HURTS) for each in people]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[-1]["Retry-After"] == "86400"
    assert Report.objects.count() == 2


def test_the_queue_of_a_community_has_what_falls_to_one_and_nothing_about_oneself(
    sent, post, harbour, facilitator, second, member, elsewhere
):
    about_hinemoa = ReportFactory(about=PostFactory(topic=post.topic, author=facilitator))
    ReportFactory(about=member)

    shown = client_of(facilitator).get(queue_of(harbour))
    assert list(shown.context["page_obj"]) == [sent]
    shown = client_of(second).get(queue_of(harbour))
    assert list(shown.context["page_obj"]) == [sent, about_hinemoa]
    for person in (member, elsewhere):
        assert client_of(person).get(queue_of(harbour)).status_code == 404


def test_the_queue_of_the_site_is_the_coordinators(sent, author, coordinator, facilitator):
    of_a_person = ReportFactory(about=author)
    site = reverse("moderation:site")

    shown = client_of(coordinator).get(site)

    assert list(shown.context["page_obj"]) == [of_a_person]
    assert client_of(facilitator).get(site).status_code == 404


def test_who_helps_out_from_another_community_reads_no_name_of_this_one(
    post, harbour, facilitator, second, elsewhere
):
    """No coordinator is there, and both facilitators are concerned."""
    own = PostFactory(topic=post.topic, author=facilitator)
    report = ReportFactory(about=own, reporter=second)
    client = client_of(elsewhere)

    pages = [client.get(address) for address in (reverse("moderation:site"), page_of(report))]

    assert list(pages[0].context["page_obj"]) == [report]
    assert [page.status_code for page in pages] == [200, 200]
    assert not any("Harbour" in page.text for page in pages)
    assert client.get(queue_of(harbour)).status_code == 404


def test_from_filing_to_closing_both_sides_read_their_own(
    sent, post, facilitator, author, reporter
):
    client = client_of(facilitator)
    page = client.get(page_of(sent)).text
    for shown in ("Rewi", "Ana", "It hurts me to read this.", "Mrs Brown of Hill Street"):
        assert shown in page
    for way_on in ("Take out somebody’s details", "Close the topic to replies", "Hide the message"):
        assert way_on in page
    assert client.get(page_of(sent, "decide")).url == sent.get_absolute_url()

    client.post(page_of(sent, "take"))
    said = {"decision": "agreed:private", "to_reporter": "Thank you.", "to_author": ""}
    assert "Please tell them what you found" in client.post(page_of(sent, "decide"), said).text
    said["to_author"] = "Please leave names out."
    assert client.post(page_of(sent, "decide"), said).url == sent.get_absolute_url()

    answer = page_of(sent, "answer")
    of_reporter, of_author = (client_of(person).get(answer).text for person in (reporter, author))
    assert "Thank you." in of_reporter
    assert "Please leave names out." not in of_reporter
    assert "Please leave names out." in of_author
    for secret in ("Rewi", "It hurts me", "Thank you.", "It hurts or threatens"):
        assert secret not in of_author
    assert client.get(answer).status_code == 404
    for person in (reporter, author):
        assert answer in client_of(person).get(reverse("moderation:mine")).text


@pytest.mark.parametrize("who", ["author", "reporter", "elsewhere", "member", "coordinator"])
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "decided"])
def test_to_everybody_else_a_report_is_not_there(request, sent, facilitator, who, is_closed):
    if is_closed:
        decided(sent, facilitator)
    client = client_of(request.getfixturevalue(who))
    for name in ("look", "decide", "person"):
        assert client.get(page_of(sent, name)).status_code == 404
    for name in ("take", "hand_back", "decide", "undo"):
        assert client.post(page_of(sent, name)).status_code == 404


def test_an_author_reads_nothing_before_it_is_decided_nor_when_nothing_is_said(
    sent, author, facilitator
):
    client = client_of(author)
    assert client.get(page_of(sent, "answer")).status_code == 404

    services.take(report=sent, by=facilitator)
    services.decide(
        report=sent, by=facilitator, outcome="disagreed", why="within", to_reporter="Thank you."
    )

    assert client.get(page_of(sent, "answer")).status_code == 404
    assert list(client.get(reverse("moderation:mine")).context["page_obj"]) == []


def test_of_two_one_has_it_and_the_other_is_told_so(sent, facilitator, second):
    client_of(facilitator).post(page_of(sent, "take"))

    page = client_of(second).post(page_of(sent, "take"), follow=True)

    assert "Somebody else has it already" in page.text
    sent.refresh_from_db()
    assert sent.taken_by == facilitator


def test_handing_back_and_undoing_from_the_page(sent, facilitator):
    client = client_of(facilitator)
    for name, state in (("take", "taken"), ("hand_back", "open"), ("take", "taken")):
        client.post(page_of(sent, name))
        sent.refresh_from_db()
        assert sent.state == state
    said = {"decision": "disagreed:within", "to_reporter": "Thank you."}
    client.post(page_of(sent, "decide"), said)
    assert "Undo this decision" in client.get(page_of(sent)).text

    client.post(page_of(sent, "undo"))

    sent.refresh_from_db()
    assert (sent.state, sent.taken_by) == ("taken", facilitator)


def test_when_it_is_gone_its_author_may_have_withdrawn_it(sent, post, facilitator):
    client = client_of(facilitator)
    client.post(page_of(sent, "take"))
    assert "had withdrawn it" not in client.get(page_of(sent, "decide")).text

    post.delete()

    assert "It is not there any more" in client.get(page_of(sent)).text
    assert "had withdrawn it" in client.get(page_of(sent, "decide")).text


def test_history_of_a_thing_and_of_a_person_stays_in_its_community(
    sent, post, author, harbour, facilitator, elsewhere
):
    same = ReportFactory(about=post, reason="advert")
    another = ReportFactory(about=PostFactory(topic=post.topic, author=author))
    ReportFactory(about=author)
    client = client_of(facilitator)

    assert list(client.get(page_of(sent)).context["others"]) == [same]
    page = client.get(page_of(sent, "person"))

    assert set(page.context["page_obj"]) == {sent, same, another}
    assert client_of(elsewhere).get(page_of(sent, "person")).status_code == 404


def test_the_sender_learns_that_it_was_read_and_the_author_does_not(
    sent, facilitator, author, reporter
):
    client_of(facilitator).get(page_of(sent))

    assert [(look.about, look.what) for look in Look.objects.all()] == [(reporter, "reported")]


def test_a_sender_is_told_when_nobody_is_free(coordinator, member):
    sent = ReportFactory(about=coordinator, reporter=member)

    assert "nobody here just now" in client_of(member).get(page_of(sent, "answer")).text


def told(person) -> list[tuple[str, str]]:
    request = client_of(person).get("/").wsgi_request
    return [(each.words, each.url) for each in what_waits(request)]


def test_what_waits_says_how_many_there_are_of_ones_own(
    sent, post, harbour, facilitator, second, elsewhere, coordinator, author
):
    ReportFactory(about=author)
    ReportFactory(about=PostFactory(topic=post.topic, author=facilitator))
    taken = services.take(report=ReportFactory(about=post, reason="advert"), by=second)
    decided(ReportFactory(about=post, reason="harm"), second)

    assert ("Harbour: 1 report waits", queue_of(harbour)) in told(facilitator)
    assert ("Harbour: 3 reports wait", queue_of(harbour)) in told(second)
    assert ("1 report waits", reverse("moderation:site")) in told(coordinator)
    assert not any("report" in words for words, _url in [*told(elsewhere), *told(author)])
    assert taken.taken_by == second


@pytest.mark.parametrize("number", [1, 20, 60])
def test_the_queue_costs_the_same_however_much_waits(
    post, harbour, facilitator, queries_of, number
):
    for n in range(number):
        report = Report.objects.create(
            what="message", about_id=post.pk, version=n, title="Words", address="/",
            reason="hurts", subject=post.poster, reporter=None,
        )  # fmt: skip
        report.communities.set([harbour])
    client = client_of(facilitator)

    assert queries_of(client, queue_of(harbour)) == 5
    assert queries_of(client, page_of(report)) == 11
    assert queries_of(client, page_of(report, "person")) == 7


def test_the_ways_to_the_queues(harbour, facilitator, coordinator_client):
    """From the page from which a community is looked after, and from the editors' menu."""
    care = client_of(facilitator).get(f"/membership/{harbour.pk}/looking-after/").text

    assert f'href="{queue_of(harbour)}"' in care
    assert reverse("moderation:site") in coordinator_client.get("/admin/").text
