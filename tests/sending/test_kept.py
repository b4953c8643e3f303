"""Nothing that was typed is lost when a session ends."""

import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from announcements.models import Announcement
from core.retention import rule
from forum import services
from forum.overrides.forum_conversation.models import Post, Topic
from members.models import KeptFile, KeptForm, Profile, User
from members.sending import KEPT_FOR
from members.sending.kept import COOKIE, MOST
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, TopicFactory, pdf
from tests.factories.joining import publish_agreement
from tests.factories.members import PASSWORD, UserFactory
from tests.forum.addresses import edit_url, reply_url, start_url, topic_url
from tests.sending.forms import form_in, open_form

pytestmark = pytest.mark.django_db

WORDS = 'I keep it, "always"; <b>it</b> & me\n\nkia ora'


def account(**fields):
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def ana(db):
    return account(display_name="Ana", email="ana@example.org")


@pytest.fixture
def browser(ana):
    """Ana's, which checks tokens as a real one has to."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    return client


def end_session(client):
    """As a coordinator, another device or time ends it: the browser keeps its cookies."""
    client.session.flush()


def sign_in(client, address, email="ana@example.org"):
    """Sign in at the page one was led to, and go where it leads."""
    form = open_form(client, address, "/accounts/login/")
    return form.send(client, login=email, password=PASSWORD)


def come_back(client, response, **who):
    """From the answer that led to the sign-in page to the page one ends at."""
    assert response.status_code == 302, response.content.decode()[:500]
    assert response.url.startswith("/accounts/login/?next="), response.url
    answer = sign_in(client, response.url, **who)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer.url, client.get(answer.url)


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
            "poll_user_changes": "on",
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
    assert form.data["poll_user_changes"] == ["on"]
    assert form.data["attachment-0-comment"] == "The roster"
    assert "roster.pdf" in form.text
    assert "map.pdf" in form.text
    first, second = form.send(browser), form.send(browser)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    topic = Topic.objects.get(subject="Tea")
    assert [option.text for option in topic.poll.options.order_by("pk")] == ["Green", "Black"]
    assert topic.poll.user_changes
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


def test_a_vote_waits_on_a_page_of_its_own(topic, browser, ana):
    poll = services.set_poll(topic=topic, question="Tea?", options=["Green", "Black"])
    vote = reverse("forum_conversation:topic_poll_vote", args=[poll.pk])
    form = open_form(browser, topic_url(topic), vote)
    green = poll.options.first()
    end_session(browser)

    where, back = come_back(browser, form.send(browser, options=[green.pk]))

    assert (where, back.status_code, green.votes.count()) == (vote, 200, 0)
    form_in(back, where).send(browser)
    assert green.votes.get().voter == ana


def test_somebody_else_on_the_same_browser_never_sees_them(topic, browser):
    other = account(email="other@example.org")
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    led = form.send(browser, content="Between Ana and me", **{"attachment-0-file": pdf("a.pdf")})
    where, page = come_back(browser, led, email="other@example.org")

    assert where == reply_url(topic)
    assert "Between Ana" not in page.content.decode()
    assert "a.pdf" not in page.content.decode()
    form_in(page, where).send(browser, content="Mine", kept_form="1")
    post = topic.posts.get(content="Mine")
    assert (post.poster, post.attachments.count()) == (other, 0)
    assert KeptForm.objects.get().path == reply_url(topic)


def test_another_browser_of_the_same_person_holds_nothing(topic, browser, ana):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    form.send(browser, content="Kept here")
    elsewhere = Client()
    elsewhere.force_login(ana)

    assert open_form(elsewhere, reply_url(topic)).data["content"] == ""


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


def test_a_page_of_somebody_who_was_here_before_is_kept_for_them_alone(topic, browser):
    account(email="other@example.org")
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    sign_in(browser, "/accounts/login/", email="other@example.org")

    answer = form.send(browser, content="Ana's own")

    assert answer.status_code == 403
    assert "for that person alone" in answer.content.decode()
    assert "own" not in open_form(browser, reply_url(topic)).data["content"]
    end_session(browser)
    sign_in(browser, "/accounts/login/")
    assert open_form(browser, reply_url(topic)).data["content"] == "Ana's own"


def test_a_forged_form_is_not_kept(topic, browser):
    answer = browser.post(reply_url(topic), {"content": "Forged", "form_key": "0" * 64})

    assert answer.status_code == 403
    assert "Please send that again" in answer.content.decode()
    assert not KeptForm.objects.exists()


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


def test_passwords_and_the_accounts_own_forms_are_never_kept(browser):
    form = open_form(browser, reverse("account_name"))
    end_session(browser)
    led = form.send(browser, display_name="Anahera")
    browser.post(reply_url(TopicFactory()), form.data | {"password1": "x", "content": "y"})

    assert led.url.startswith("/accounts/login/")
    assert not KeptForm.objects.exists()


def test_what_a_script_sends_is_not_kept(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    browser.post(form.address, form.data | {"content": "x"}, headers={"accept": "application/json"})

    assert not KeptForm.objects.exists()


def test_a_button_without_words_goes_the_way_it_went(browser):
    community = CommunityFactory()
    joining = reverse("communities:join", args=[community.pk])
    form = open_form(browser, community.url, joining)
    end_session(browser)

    assert form.send(browser).url == f"/accounts/login/?next={community.url}"
    assert not KeptForm.objects.exists()


def test_the_account_of_a_closed_person_keeps_nothing(topic, browser, ana):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    ana.is_active = False
    ana.save()

    form.send(browser, content="Who?")

    assert not KeptForm.objects.exists()


def test_nobody_fills_the_disk(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    for n in range(40):
        path = f"{reply_url(topic)}?n={n}" if n < 3 else reply_url(TopicFactory())
        browser.post(path, form.data | {"content": f"Words {n}"})

    assert KeptForm.objects.count() == MOST
    assert "Words 29" in KeptForm.objects.latest("pk").fields


def test_an_hour_later_they_are_gone_with_their_files(topic, browser):
    for n in range(2):
        form = open_form(browser, reply_url(topic) if n else start_url(topic.forum.room))
        end_session(browser)
        led = form.send(browser, content=f"Words {n}", **{"attachment-0-file": pdf("a.pdf")})
        if not n:
            come_back(browser, led)
    old, young = KeptForm.objects.order_by("pk")
    KeptForm.objects.filter(pk=old.pk).update(at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    sign_in(browser, "/accounts/login/")

    assert open_form(browser, old.path).data["content"] == ""
    assert open_form(browser, young.path).data["content"] == "Words 1"


@pytest.mark.django_db(transaction=True)
def test_the_purge_takes_files_from_the_store(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    form.send(browser, content="Words", **{"attachment-0-file": pdf("a.pdf")})
    name = KeptFile.objects.get().file.name
    assert default_storage.exists(name)
    assert Client().get(f"/media/{name}").status_code == 404

    assert rule("kept").remove(timezone.now()) == 0
    assert default_storage.exists(name)
    KeptForm.objects.update(at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    assert rule("kept").remove(timezone.now()) == 1
    assert not default_storage.exists(name)
    assert not KeptFile.objects.exists()


def test_the_cookie_is_for_the_server_alone_and_for_an_hour(topic, browser):
    form = open_form(browser, reply_url(topic))
    assert COOKIE not in browser.cookies
    end_session(browser)
    form.send(browser, content="Words")

    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)
    assert KeptForm.objects.get().token != cookie.value


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


def test_large_files_of_somebody_whose_session_ended_are_kept(topic, browser):
    form = open_form(browser, reply_url(topic))
    end_session(browser)
    large = SimpleUploadedFile("big.txt", b"a" * 3_000_000, "text/plain")

    where, back = come_back(
        browser, form.send(browser, content="x", **{"attachment-0-file": large})
    )

    assert "big.txt" in form_in(back, where).text


def test_large_files_of_strangers_are_not_read_again_and_again(topic):
    stranger = Client(enforce_csrf_checks=True)
    stranger.get("/accounts/login/")
    body, kind = b" " * 3_000_000, "multipart/form-data; boundary=b"

    answers = [stranger.generic("POST", reply_url(topic), body, kind) for _time in range(12)]

    assert [each.status_code for each in answers[10:]] == [413, 413]
    assert 413 not in [each.status_code for each in answers[:10]]


def test_a_page_without_the_cookie_asks_the_database_nothing_more(topic, browser):
    with_none = browser.get(reply_url(topic))

    assert COOKIE not in with_none.cookies
    assert "kept_form" not in with_none.content.decode()


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
