"""The pages: asking, the facilitators' duty page, one item, and the rota."""

import html
import re

import pytest
from django.urls import reverse

from communities.models import Membership
from core.waiting import what_waits
from members.models import Look, User
from moderation.duty import services
from moderation.duty.enums import Deed, Level, State, Told
from moderation.duty.models import DutyItem, TalkedOver
from moderation.duty.views import looking_after
from tests.factories.duty import AskedFactory, OpenedFactory, here, high_closed, on_duty
from tests.factories.members import UserFactory
from tests.moderation.conftest import client_of

pytestmark = pytest.mark.django_db
OF_AN_ITEM = (
    *("look", "take", "put_back", "note", "offer", "accept", "decline", "second", "raise"),
    "close",
)
OF_A_COMMUNITY = ("community", "open", "hours", "day")


def page_of(item, name: str = "look") -> str:
    return reverse(f"duty:{name}", args=[item.key])


def words_of(response) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def waits_for(person: User) -> list[tuple[str, str]]:
    request = client_of(person).get("/forum/").wsgi_request
    return [(each.words, each.url) for each in what_waits(request) if "duty" in each.url]


def test_a_member_asks_and_reads_honestly_what_happens_next(
    harbour, author, facilitator, clock, second
):
    on_duty(harbour, facilitator)
    client = client_of(author)
    address = reverse("duty:ask", args=[harbour.pk])
    asking = words_of(client.get(address))
    assert "Somebody is on duty now, until" in asking
    assert "1737" in asking

    answer = client.post(address, {"reach": "021 555 000, after five"}, follow=True)

    item = DutyItem.objects.get()
    assert (item.subject, item.level, item.entry) == (author, Level.MEDIUM, "")
    assert answer.redirect_chain == [(page_of(item, "asked"), 302)]
    said = words_of(answer)
    assert "Who is on duty was told. If nobody has taken it by" in said
    assert "021 555 000, after five" in answer.text
    assert "Hinemoa" not in said
    assert client.get(address).url == page_of(item, "asked")


def test_outside_duty_hours_they_are_told_at_once_that_nobody_is_there_and_where_help_is(
    harbour, author, facilitator, clock
):
    clock(here(2026, 12, 2, 12))
    on_duty(
        harbour, facilitator, begins=here(2026, 1, 1, 14).time(), ends=here(2026, 1, 1, 16).time()
    )
    client = client_of(author)

    said = words_of(client.post(reverse("duty:ask", args=[harbour.pk]), follow=True))

    assert "Nobody is on duty now. The next hours begin 2 pm." in said
    assert "count on it when the next hours begin" in said
    assert "1737" in said


def test_taken_closed_and_taken_back_are_said_to_who_asked_without_a_name(
    harbour, asked, beside, author, reporter, facilitator, second
):
    mine, theirs = client_of(author), client_of(reporter)
    services.take(item=asked, by=facilitator)
    assert "Somebody has it, and will get in touch with you." in words_of(
        mine.get(page_of(asked, "asked"))
    )
    high_closed(asked, facilitator, second)
    services.withdraw(item=beside, by=reporter)

    said = words_of(mine.get(page_of(asked, "asked")))
    assert "Thank you for asking." in said
    assert "Hinemoa" not in said
    assert "Taken back" in words_of(theirs.get(page_of(beside, "asked")))
    assert "Closed" in words_of(mine.get(reverse("duty:mine")))
    assert "Taken back" not in words_of(mine.get(reverse("duty:mine")))


def test_they_say_how_to_reach_them_and_take_it_back(asked, beside, author):
    client = client_of(author)
    client.post(page_of(asked, "asked"), {"reach": "By mail."})
    asked.refresh_from_db()
    assert asked.reach == "By mail."
    too_long = client.post(page_of(asked, "asked"), {"reach": "x" * 201})
    assert "x" * 201 in too_long.text

    client.post(page_of(asked, "take_back"))

    asked.refresh_from_db()
    beside.refresh_from_db()
    assert (asked.state, beside.state) == (State.WITHDRAWN, State.OPEN)


def test_what_somebody_else_asked_for_is_not_there(asked, reporter, facilitator, coordinator):
    for person in (reporter, facilitator, coordinator):
        client = client_of(person)
        assert client.get(page_of(asked, "asked")).status_code == 404
        assert client.post(page_of(asked, "take_back")).status_code == 404
    asked.refresh_from_db()
    assert asked.state == State.OPEN


def test_only_members_ask_in_a_community(harbour, member, coordinator, elsewhere):
    for person in (member, coordinator, elsewhere):
        assert client_of(person).get(reverse("duty:ask", args=[harbour.pk])).status_code == 404
        assert client_of(person).post(reverse("duty:ask", args=[harbour.pk])).status_code == 404
    assert not DutyItem.objects.exists()


def test_an_eleventh_time_on_a_day_is_too_often(harbour, author):
    client = client_of(author)
    address = reverse("duty:ask", args=[harbour.pk])
    for _n in range(10):
        client.post(address)
        services.withdraw(item=DutyItem.objects.live().get(), by=author)

    assert client.post(address).status_code == 429


def test_members_see_the_hours_and_never_who_and_others_nothing(
    harbour, author, facilitator, second, elsewhere, client
):
    on_duty(harbour, facilitator)
    membership = Membership.objects.get(community=harbour, member=facilitator)

    page = client_of(author).get(harbour.url)
    beside = page.text.partition('aria-labelledby="duty"')[2].partition("</section>")[0]
    assert "Somebody is on duty now" in beside
    assert beside.count("all day") == 7
    assert membership.member.display_name not in beside
    assert reverse("duty:community", args=[harbour.pk]) not in page.text
    assert reverse("duty:community", args=[harbour.pk]) in client_of(second).get(harbour.url).text
    for browser in (client_of(elsewhere), client):
        assert 'aria-labelledby="duty"' not in browser.get(harbour.url).text
    assert client_of(author).get(reverse("duty:hours", args=[harbour.pk])).status_code == 404


def test_nothing_of_it_is_there_for_who_does_not_facilitate_here(
    harbour, asked, elsewhere, author, reporter, coordinator, member, client
):
    addresses = [reverse(f"duty:{name}", args=[harbour.pk]) for name in OF_A_COMMUNITY]
    addresses += [page_of(asked, name) for name in (*OF_AN_ITEM, "talk")]
    for person in (elsewhere, author, reporter, coordinator, member):
        browser = client_of(person)
        for address in addresses:
            assert browser.get(address).status_code == 404, address
            assert browser.post(address).status_code == 404, address
    for address in addresses:
        assert client.get(address).url == f"/accounts/login/?next={address}"
    asked.refresh_from_db()
    assert asked.state == State.OPEN


def test_a_facilitator_finds_nothing_of_what_is_about_themself(harbour, facilitator, second):
    own = AskedFactory(community=harbour, member=facilitator)
    browser = client_of(facilitator)

    for name in OF_AN_ITEM:
        assert browser.get(page_of(own, name)).status_code == 404
        assert browser.post(page_of(own, name)).status_code == 404
    assert own.key not in browser.get(reverse("duty:community", args=[harbour.pk])).text
    assert own.key in client_of(second).get(reverse("duty:community", args=[harbour.pk])).text
    assert waits_for(facilitator) == []
    assert len(waits_for(second)) == 1


def test_the_page_has_what_is_open_first_the_gravest_first_and_the_rota_beside(
    harbour, asked, beside, facilitator, second
):
    on_duty(harbour, second)
    low = OpenedFactory(community=harbour, by=second, level=Level.LOW)
    taken = services.take(item=AskedFactory(community=harbour), by=second)
    over = high_closed(AskedFactory(community=harbour), second, facilitator)
    browser = client_of(facilitator)
    address = reverse("duty:community", args=[harbour.pk])

    page = browser.get(address)

    found = re.findall(r"/duty/one/(\w+)/", page.text.partition("<main")[2])
    assert found == [each.key for each in (asked, beside, low, taken)]
    assert words_of(page).count("all day: Tama") == 7
    ended = re.findall(r"/duty/one/(\w+)/", browser.get(f"{address}?show=over").text)
    assert ended == [over.key]


def test_what_waits_names_the_community_and_counts_what_is_theirs_to_do(
    harbour, asked, beside, facilitator, second, coordinator
):
    address = reverse("duty:community", args=[harbour.pk])
    services.take(item=asked, by=second)
    assert waits_for(facilitator) == [("Harbour: 1 waits on duty", address)]
    assert waits_for(second) == [("Harbour: 2 wait on duty", address)]
    services.offer(item=asked, by=second, to=facilitator)
    assert waits_for(facilitator) == [("Harbour: 2 wait on duty", address)]
    assert waits_for(coordinator) == []
    DutyItem.objects.filter(pk=beside.pk).update(told=Told.COORDINATORS, due_at=None)
    assert waits_for(coordinator) == [("1 waits on duty", reverse("duty:site"))]
    assert waits_for(UserFactory()) == []


def test_coordinators_have_what_came_to_them_on_one_page(
    harbour, asked, beside, coordinator, member
):
    address = reverse("duty:site")
    assert client_of(member).get(address).status_code == 404
    browser = client_of(coordinator)
    assert "Nothing waits" in words_of(browser.get(address))
    DutyItem.objects.filter(pk=beside.pk).update(told=Told.COORDINATORS, due_at=None)

    page = browser.get(address)

    assert beside.key in page.text
    assert asked.key not in page.text
    assert browser.get(page_of(beside)).status_code == 200


def test_a_crisis_from_taking_it_to_handing_it_over_and_closing_it_by_two(
    harbour, asked, author, facilitator, second
):
    services.change_reach(item=asked, by=author, reach="021 555 000")
    first, other = client_of(facilitator), client_of(second)
    before = words_of(first.get(page_of(asked)))
    assert "“ can't go on ” stood in what they were writing" in before
    assert "021 555 000" not in before

    assert "021 555 000" in words_of(first.post(page_of(asked, "take"), follow=True))
    assert "021 555 000" not in words_of(other.get(page_of(asked)))
    first.post(page_of(asked, "note"), {"words": "Rang twice."})
    asking = first.post(page_of(asked, "offer"), {"offer-person": second.pk}, follow=True)
    assert "You have asked Tama to take it over." in words_of(asking)
    seen = words_of(other.get(page_of(asked)))
    assert "You are asked to take it over" in seen
    assert "Rang twice." in seen
    other.post(page_of(asked, "accept"))

    closing = other.post(page_of(asked, "close"), {"to_subject": "Take care."})
    assert "Nobody is alone with a high one" in words_of(closing)
    assert "Take care." in closing.text
    other.post(page_of(asked, "second"), {"second-person": facilitator.pk})
    other.post(page_of(asked, "close"), {"to_subject": "Take care.", "words": "All well."})

    asked.refresh_from_db()
    assert (asked.state, asked.taken_by, asked.second) == (State.CLOSED, second, facilitator)
    assert "Take care." in words_of(client_of(author).get(page_of(asked, "asked")))
    for browser in (first, other):
        talk = browser.get(page_of(asked, "talk"))
        assert "Have you talked it over with somebody?" in words_of(talk)
    assert "Hinemoa" in words_of(other.get(page_of(asked, "talk")))
    other.post(page_of(asked, "talk"))
    assert TalkedOver.objects.exclude(answered_at=None).get().person == second
    assert "not asked again" in words_of(other.get(page_of(asked, "talk")))
    page = reverse("duty:community", args=[harbour.pk])
    assert "Have you talked it over?" in words_of(first.get(page))
    assert "Have you talked it over?" not in words_of(other.get(page))


def test_mistakes_come_back_beside_their_fields_and_change_nothing(
    harbour, asked, facilitator, author
):
    services.take(item=asked, by=facilitator)
    browser = client_of(facilitator)
    steps = asked.steps.count()

    for name, said in (
        ("note", {"words": " "}),
        ("note", {"words": "x" * 2001}),
        ("offer", {}),
        ("offer", {"offer-person": author.pk}),
        ("second", {"second-person": facilitator.pk}),
        ("second", {"second-person": "x"}),
        ("raise", {"level": 3}),
        ("close", {"to_subject": "x" * 2001}),
    ):
        answer = browser.post(page_of(asked, name), said)
        assert answer.status_code == 200, name
        if name != "raise":
            assert "Please look at one thing again" in answer.text, name
    assert asked.steps.count() == steps


def test_a_double_press_and_a_press_too_late_say_so_and_change_nothing(asked, facilitator, second):
    first, other = client_of(facilitator), client_of(second)
    for _n in range(2):
        first.post(page_of(asked, "take"))
    late = other.post(page_of(asked, "take"), follow=True)

    assert "Somebody else has it already." in late.text
    assert asked.steps.filter(deed=Deed.TAKEN).count() == 1
    for name in ("put_back", "accept"):
        other.post(page_of(asked, name))
    assert other.get(page_of(asked, "close")).url == page_of(asked)
    asked.refresh_from_db()
    assert asked.taken_by == facilitator
    first.post(page_of(asked, "put_back"))
    asked.refresh_from_db()
    assert asked.state == State.OPEN


def test_a_look_is_noted_for_whom_it_is_about(harbour, asked, facilitator, author, reporter):
    client_of(facilitator).get(page_of(asked))

    assert Look.objects.get(about=author).what == "duty"
    assert not Look.objects.filter(about=reporter).exists()


@pytest.mark.parametrize("number", [1, 20])
def test_the_pages_ask_the_same_of_one_and_of_many(
    harbour, facilitator, second, author, number, queries_of
):
    on_duty(harbour, facilitator, second)
    for _n in range(number):
        AskedFactory(community=harbour, member=UserFactory())
    item = AskedFactory(community=harbour, member=author)
    for _n in range(number):
        services.note(item=item, by=facilitator, words="Seen.")
    browser = client_of(facilitator)

    assert {
        "list": queries_of(browser, reverse("duty:community", args=[harbour.pk])),
        "item": queries_of(browser, page_of(item)),
        "hours": queries_of(browser, reverse("duty:hours", args=[harbour.pk])),
        "mine": queries_of(client_of(author), reverse("duty:mine")),
        "asked": queries_of(client_of(author), page_of(item, "asked")),
    } == {"list": 12, "item": 7, "hours": 8, "mine": 5, "asked": 5}
    assert looking_after.PER_PAGE == 25
