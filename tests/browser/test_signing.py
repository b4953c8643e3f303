"""A message without a name, from the form to everybody else: on a small phone, by keyboard."""

import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import press, sign_in
from tests.browser.phone import is_within_the_screen, on_phone
from tests.browser.site import PROJECT, RunningSite
from tests.browser.test_keyboard import tab_to

TOPIC = "I stayed after my shift, and I am not sorry"
SEND_ALL = """
from django.utils import timezone
from forum.posting.tasks import send_unsent
from forum.signing.models import Unsent
Unsent.objects.filter(goes_at__isnull=False).update(goes_at=timezone.now())
send_unsent.func()
"""


def send_now(site: RunningSite) -> None:
    """As if the minutes of all that waits were over."""
    subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "shell", "-c", SEND_ALL],
        cwd=PROJECT,
        env=site.environment,
        check=True,
        capture_output=True,
        timeout=120,
    )


def to_the_topic(page: Page) -> None:
    page.goto("/forum/")
    main = page.get_by_role("main")
    main.get_by_role("link", name="Grey areas and boundaries").first.click()
    main.get_by_role("link", name=TOPIC, exact=True).click()


@pytest.mark.parametrize("words", ["Nobody stayed with me either, and I never said so."])
def test_written_taken_back_written_on_sent_read_and_found(site, new_context, words):
    author = on_phone(new_context, "member")
    to_the_topic(author)
    main = author.get_by_role("main")
    main.get_by_role("link", name="Reply without your name, or with a content note").click()
    assert is_within_the_screen(author)
    author.get_by_label("Your words").fill(words)
    main.get_by_role("radio", name="Peer 2", exact=True).check()
    press(author, "Post")

    expect(main.get_by_role("heading", name="Your message waits")).to_be_visible()
    expect(main.get_by_role("article")).to_contain_text("Peer 2")
    assert is_within_the_screen(author)
    press(author, "Take it back")
    expect(main.get_by_role("heading", name="Your message is not sent")).to_be_visible()
    main.get_by_role("link", name="Write on").click()
    expect(author.get_by_label("Your words")).to_have_value(words)
    expect(main.get_by_role("radio", name="Peer 2", exact=True)).to_be_checked()
    author.get_by_label("Your words").fill(f"{words} Until now.")
    press(author, "Post")
    send_now(site)

    for person in ("member", "facilitator"):
        page = author if person == "member" else on_phone(new_context, person)
        to_the_topic(page)
        said = page.get_by_role("article").filter(has_text=f"{words} Until now.")
        expect(said).to_have_count(1)
        expect(said).to_contain_text("Peer 2")
        expect(said).not_to_contain_text("Hēmi")
        assert is_within_the_screen(page)
        page.goto("/search/?q=never+said+either&in=discussions")
        hit = page.get_by_role("main").get_by_role("listitem").filter(has_text="never said so")
        expect(hit.first).to_be_visible()
        expect(hit.first).not_to_contain_text("Hēmi")


def test_by_keyboard_one_chooses_a_label_and_takes_it_back(new_context):
    page = new_context().new_page()
    sign_in(page, "member", "/forum/")
    to_the_topic(page)
    page.goto(f"{page.url.partition('?')[0]}post/create/")
    tab_to(page, "Your words")
    page.keyboard.type("Written by hand, and not sent.")
    tab_to(page, "Hēmi|Peer")  # The one that is chosen: their name, or what they chose before.
    is_name = page.get_by_role("radio", name="Hēmi Te Awa").is_checked()
    page.keyboard.press("ArrowDown" if is_name else "ArrowUp")
    expect(page.get_by_role("radio", name="Peer support worker, Capital")).to_be_checked()
    tab_to(page, "^Post$")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Your message waits")).to_be_visible()
    tab_to(page, "^Take it back$")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "^Delete these words$")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "^Yes, delete them$")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_text("Your words are deleted.")).to_be_visible()


def test_two_open_a_seal_and_nobody_alone(new_context):
    facilitator = on_phone(new_context, "facilitator")
    main = facilitator.get_by_role("main")

    facilitator.goto("/")
    main.get_by_role("link", name="Somebody asks to learn who wrote a message").first.click()
    expect(main).to_contain_text("If you agree, the two of you learn who it is")
    expect(main).not_to_contain_text("Bex")
    assert is_within_the_screen(facilitator)
    press(facilitator, "Do not agree")

    expect(main.get_by_role("heading", name="It stays shut")).to_be_visible()
    expect(main).not_to_contain_text("Bex")
