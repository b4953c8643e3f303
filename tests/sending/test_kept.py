"""Nothing that was typed is lost when a session ends."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from announcements.models import Announcement
from forum import services
from forum.polls.models import Tally
from forum.topics.models import Post, Topic
from members.models import KeptFile, KeptForm, User
from people.models import Profile
from tests.factories.announcements import AnnouncementFactory
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, pdf
from tests.factories.joining import publish_agreement
from tests.factories.members import PASSWORD
from tests.forum.addresses import edit_url, reply_url, start_url, topic_url
from tests.sending.forms import form_in, open_form
from tests.sending.people import come_back, end_session, sign_in

pytestmark = pytest.mark.django_db

WORDS = 'I keep it, "always"; <b>it</b> & me\n\nkia ora'


def test_a_reply_comes_back_and_one_press_sends_it(topic, browser, ana):
    form = open_form(browser, topic_url(topic), reply_url(topic))
    end_session(browser)

    led = form.send(browser, content=WORDS)
    assert "Your words are kept" in browser.get(led.url).content.decode()
    where, page = come_back(browser, led)

    assert (where, topic.posts.count()) == (reply_url(topic), 1)
    form = form_in(page, where)
    assert form.data["content"] == WORDS
    assert "Your words are back" in form.text
    first, second = form.send(browser), form.send(browser)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    post = topic.posts.get(poster=ana)
    assert post.content.raw.replace("\r\n", "\n") == WORDS
    assert not KeptForm.objects.exists()
    assert open_form(browser, reply_url(topic)).data["content"] == ""


def test_a_topic_comes_back_with_its_poll_its_settings_and_its_files(room, browser):
    page = start_url(room)
    form = open_form(browser, page)
    end_session(browser)
    led = form.send(
        browser,
        **{
            "subject": "Tea",
            "content": WORDS,
            "poll_question": "Which tea?",
            "poll_duration": "3",
            "poll_result_only": "on",
            "poll-0-text": "Green",
            "poll-1-text": "Black",
            "attachment-0-file": pdf("roster.pdf"),
            "attachment-0-comment": "The roster",
            "attachment-1-file": pdf("map.pdf"),
        },
    )

    where, back = come_back(browser, led)
    form = form_in(back, where)

    kept = {"subject": "Tea", "poll_question": "Which tea?", "poll-1-text": "Black"}
    assert {name: form.data[name] for name in kept} == kept
    assert form.data["poll_result_only"] == ["on"]
    assert form.data["attachment-0-comment"] == "The roster"
    assert "roster.pdf" in form.text
    assert "map.pdf" in form.text
    first, second = form.send(browser), form.send(browser)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    topic = Topic.objects.get(subject="Tea")
    assert [option.text for option in topic.poll.options.order_by("pk")] == ["Green", "Black"]
    assert topic.poll.rules.result_only
    attached = topic.first_post.attachments.order_by("pk")
    assert [(each.filename, each.comment or "") for each in attached] == [
        ("roster.pdf", "The roster"),
        ("map.pdf", ""),
    ]
    with attached[0].file.open() as stored:
        assert stored.read() == pdf("roster.pdf").read()


def test_a_file_may_be_left_out_or_replaced(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    led = form.send(
        browser,
        content="Two files",
        **{"attachment-0-file": pdf("one.pdf"), "attachment-1-file": pdf("two.pdf")},
    )
    where, page = come_back(browser, led)
    one = KeptFile.objects.get(name="one.pdf")

    form_in(page, where).send(
        browser, kept_leave_out=[one.pk], **{"attachment-1-file": pdf("three.pdf")}
    )

    post = topic.posts.get(content="Two files")
    assert [each.filename for each in post.attachments.all()] == ["three.pdf"]


def test_a_mistake_after_coming_back_keeps_words_and_files(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    led = form.send(browser, content="A file", **{"attachment-0-file": pdf("one.pdf")})
    where, page = come_back(browser, led)

    wrong = form_in(page, where).send(browser, content="")
    form = form_in(wrong, where)
    assert "one.pdf" in form.text
    assert form.send(browser, content="A file again").status_code == 302

    post = topic.posts.get(content="A file again")
    assert [each.filename for each in post.attachments.all()] == ["one.pdf"]


def test_words_about_oneself_come_back(browser, ana):
    page = reverse("people:me")
    form = open_form(browser, page)
    end_session(browser)

    where, back = come_back(browser, form.send(browser, about=WORDS, pronouns="she/her"))

    form = form_in(back, where)
    assert (form.data["about"], form.data["pronouns"]) == (WORDS, "she/her")
    assert form.send(browser).status_code == 302
    assert Profile.objects.get(user=ana).about.replace("\r\n", "\n") == WORDS


def test_a_changed_post_comes_back_and_nothing_is_changed_before(topic, browser, ana):
    post = PostFactory(topic=topic, author=ana, text="As it was")
    form = open_form(browser, edit_url(post))
    end_session(browser)

    where, back = come_back(browser, form.send(browser, content="As it is"))

    post.refresh_from_db()
    assert post.content.raw == "As it was"
    assert form_in(back, where).data["content"] == "As it is"


def test_a_request_to_a_community_comes_back(browser):
    community = CommunityFactory(join_policy="request")
    form = open_form(browser, reverse("communities:ask", args=[community.pk]))
    end_session(browser)

    where, back = come_back(browser, form.send(browser, words="Please let me in."))

    assert form_in(back, where).data["words"] == "Please let me in."


def test_an_announcement_comes_back_among_the_editors_screens(coordinator, settings):
    coordinator.email = "marama@example.org"
    coordinator.save()
    EmailAddress.objects.create(
        user=coordinator, email=coordinator.email, primary=True, verified=True
    )
    settings.STAFF_SECOND_STEP = False
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    form = open_form(client, reverse("announcing:add"))
    end_session(client)

    led = form.send(client, subject="Hui on Friday", text="Bring a plate.")
    where, back = come_back(client, led, email=coordinator.email)

    form = form_in(back, where)
    assert (form.data["subject"], form.data["text"]) == ("Hui on Friday", "Bring a plate.")
    assert not Announcement.objects.exists()


def test_words_come_back_after_a_second_step(topic, browser, ana):
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    led = form.send(browser, content=WORDS)
    step = sign_in(browser, led.url)
    assert step.url.startswith("/accounts/2fa/authenticate/")
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    second = open_form(browser, step.url).send(browser, code=code)

    assert second.url == reply_url(topic)
    assert form_in(browser.get(second.url), second.url).data["content"] == WORDS


def test_a_vote_is_kept_nowhere_and_asked_for_again(topic, browser, ana):
    poll = services.set_poll(topic=topic, question="Tea?", options=["Green", "Black"])
    vote = reverse("forum_conversation:topic_poll_vote", args=[poll.pk])
    form = open_form(browser, topic_url(topic), vote)
    green = poll.options.first()
    end_session(browser)

    led = form.send(browser, options=[green.pk])

    assert KeptForm.objects.values("fields", "words").get() == {"fields": "[]", "words": ""}
    where, back = come_back(browser, led)
    assert (where, back.url) == (vote, f"{topic_url(topic)}#poll")
    open_form(browser, back.url, vote).send(browser, options=[green.pk])
    assert Tally.objects.get(option=green).points == 1


def test_a_page_from_before_the_sign_in_keeps_its_words(topic, browser):
    """Signing in in another tab makes the token of this one stale."""
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    sign_in(browser, "/accounts/login/")

    answer = form.send(browser, content=WORDS, **{"attachment-0-file": pdf("a.pdf")})

    assert (answer.status_code, answer.url) == (302, reply_url(topic))
    again = form_in(browser.get(answer.url), answer.url)
    assert again.data["content"] == WORDS
    assert "a.pdf" in again.text
    assert again.send(browser).status_code == 302
    assert topic.posts.count() == 2


def test_what_was_sent_before_the_session_ended_is_answered_as_it_was(topic, browser):
    form = open_form(browser, topic_url(topic), reply_url(topic))
    first = form.send(browser, content="Once.")
    end_session(browser)

    led = form.send(browser, content="Once.")
    answer = sign_in(browser, led.url)
    there = browser.get(answer.url)

    assert (there.status_code, there.url) == (302, first.url)
    assert topic.posts.count() == 2
    assert not KeptForm.objects.exists()


def test_other_words_after_the_session_ended_are_shown_with_what_was_made(topic, browser):
    form = open_form(browser, topic_url(topic), reply_url(topic))
    first = form.send(browser, content="Once.")
    end_session(browser)

    where, back = come_back(browser, form.send(browser, content="Once more."))

    assert "You have sent this already" in form_in(back, where).text
    assert first.url in back.content.decode()
    assert form_in(back, where).data["content"] == "Once more."


def test_words_for_a_topic_that_was_closed_meanwhile_are_shown(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    led = form.send(browser, content="Too late, I fear.")
    services.lock_topic(topic=topic)

    _where, page = come_back(browser, led)

    assert page.status_code == 403
    assert "Too late, I fear." in page.content.decode()


def test_a_button_without_words_goes_the_way_it_went(browser):
    community = CommunityFactory()
    joining = reverse("communities:join", args=[community.pk])
    form = open_form(browser, community.url, joining)
    end_session(browser)

    assert form.send(browser).url == f"/accounts/login/?next={community.url}"
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize(
    "words",
    ["\0 NUL", "\x0b", "&amp; &#10;", "\n\nlines first", "'\"><script>x</script>", "🙂" * 50],
)
def test_odd_words_come_back_as_they_were(topic, browser, words):
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    where, back = come_back(browser, form.send(browser, content=words))

    assert b"<script>x" not in back.content
    expected = words.replace("\0", "\ufffd") if "\0" in words else words
    assert form_in(back, where).data["content"] in (words, expected)


def test_files_wait_for_the_agreement_too_and_are_sent_once(topic, browser):
    publish_agreement(1)
    form = open_form(browser, reply_url(topic))

    asked = form.send(browser, content="Agreed", **{"attachment-0-file": pdf("roster.pdf")})
    assert asked.status_code == 409
    assert "Files cannot wait" not in asked.content.decode()
    yes = form_in(asked, reply_url(topic))
    first, second = yes.send(browser), yes.send(browser)

    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert [each.filename for each in topic.posts.last().attachments.all()] == ["roster.pdf"]
    assert topic.posts.count() == 2


def test_who_came_back_and_owes_the_agreement_is_asked_and_loses_nothing(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    led = form.send(browser, content="Agreed", **{"attachment-0-file": pdf("roster.pdf")})
    publish_agreement(1)
    where, back = come_back(browser, led)

    asked = form_in(back, where).send(browser)
    assert asked.status_code == 409
    assert form_in(asked, where).send(browser).status_code == 302

    post = topic.posts.get(content="Agreed")
    assert [each.filename for each in post.attachments.all()] == ["roster.pdf"]


def test_nothing_is_posted_while_words_wait(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    form.send(browser, content="Words")

    assert Post.objects.filter(content="Words").count() == 0


def test_words_come_back_after_a_fresh_proof(coordinator, settings):
    """Accounts ask for one that is fresh; allauth alone would lose what was chosen."""
    settings.STAFF_SECOND_STEP = False
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    page = reverse("wagtailusers_users:add")
    form = open_form(client, page)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()

    led = form.send(client, display_name="Tai", email="tai@example.net")
    assert led.url.startswith("/accounts/reauthenticate/")
    proof = open_form(client, led.url).send(client, password=PASSWORD)
    back = open_form(client, proof.url)

    assert proof.url == page
    assert (back.data["display_name"], back.data["email"]) == ("Tai", "tai@example.net")
    assert not User.objects.filter(email="tai@example.net").exists()
    assert back.send(client).status_code == 302
    assert User.objects.filter(email="tai@example.net").exists()


def test_words_for_a_page_that_has_no_form_any_more_do_not_stand_in_its_way(coordinator, settings):
    settings.STAFF_SECOND_STEP = False
    EmailAddress.objects.create(
        user=coordinator, email=coordinator.email, primary=True, verified=True
    )
    told = AnnouncementFactory(author=coordinator)
    page = reverse("announcing:check", args=[told.pk])
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    form = open_form(client, page)
    end_session(client)
    led = form.send(client, at="Friday 10 am")
    Announcement.objects.filter(pk=told.pk).update(state="sent", sent_at=timezone.now())

    where, back = come_back(client, led, email=coordinator.email)
    itself = client.get(f"{where}?kept_form=no")

    assert "Friday 10 am" in back.content.decode()
    assert 'href="?kept_form=no"' in back.content.decode()
    assert itself.status_code == 200
    assert "Friday 10 am" not in itself.content.decode()
