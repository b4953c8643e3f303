"""Telephone numbers, addresses, streets, births: found as people in Aotearoa write them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.care.births import named_births
from forum.care.hints import hints_in
from forum.care.numbers import addresses, telephones
from forum.care.places import streets
from forum.care.plain import plain
from members.models import User
from tests.watch import Effort

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "typed",
    [
        *("021 234 567", "0211234567", "027-123-4567", "022 1234 5678", "(021) 234 567"),
        *("+64 21 234 567", "+64 (0)21 234 567", "0064 21 234567", "+6421234567"),
        *("09 555 1234", "(09) 555 1234", "03-555-1234", "+64 9 555 1234", "04.555.1234"),
    ],
)
def test_a_telephone_number_is_found(typed: str):
    assert list(telephones(f"Call {typed}, she said.")) == [typed]


@pytest.mark.parametrize(
    "text",
    [
        *("Call or text 1737", "111", "0800 543 354", "0508 828 865", "0900 12345", "555 1234"),
        *("03/04/1984", "03-04-1984", "on 09.11.2026", "2026-11-30", "order A0211234567"),
        *("0211234567890123", "1021 234 567 890", "$021,234", "021 234", "021234567kg"),
    ],
)
def test_other_numbers_are_no_telephone(text: str):
    assert list(telephones(text)) == []


def test_two_numbers_in_a_row_are_two():
    said = list(telephones("021 234 567 027 765 4321"))

    assert said == ["021 234 567", "027 765 4321"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to mere.k@example.org.", ["mere.k@example.org"]),
        ("<mailto:mere@example.co.nz>", ["mere@example.co.nz"]),
        ("'o’neill+x@example.org'", ["neill+x@example.org"]),
        ("Me: ME@example.org", []),
        ("info@example.org, support@example.org", []),
        ("@mere, a@b, a@@b.nz, 5@8.30", []),
        ("a@b@mere.nz", ["b@mere.nz"]),
    ],
)
def test_addresses_of_others_are_found(text: str, found: list[str]):
    assert list(addresses(text, own="me@example.org")) == found


@pytest.mark.parametrize(
    "typed",
    [
        *("12 Queen Street", "3/12 Queen St", "14A Mt Eden Road", "7 Te Ara Kōrari Place"),
        *("12 queen street", "5 O’Neill Ave", "21-23 Terrace Road", "8 Smith Dr"),
    ],
)
def test_a_street_address_is_found(typed: str):
    assert list(streets(f"She lives at {typed}, Hamilton")) == [typed]


@pytest.mark.parametrize(
    "text",
    [
        *("3 people on the street", "12 Queen\nStreet", "a 2 way street", "24 Hours Later"),
        *("5 Ways to close", "Queen Street", "10 minutes drive", "12, Queen Street"),
    ],
)
def test_what_is_no_address_is_passed_over(text: str):
    assert list(streets(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mary Smith, DOB 3/4/84", "Mary Smith, 3/4/84"),
        ("Mary Smith (3.4.1984) came", "Mary Smith, 3.4.1984"),
        ("Born 1984-04-03: Hēmi Te Rangi", "Hēmi Te Rangi, 1984-04-03"),
        ("SMITH, Mary b. 3 April 1984", "SMITH, Mary, 3 April 1984"),
        ("On April 3rd, 1984 Aroha Ngāta-Hall", "Aroha Ngāta-Hall, April 3rd, 1984"),
        ("Mary J. Smith 3rd of April 1984", "Mary J. Smith, 3rd of April 1984"),
        ("Mary Smith, 3 Āperira 1984", "Mary Smith, 3 Āperira 1984"),
        ("Mary Smith born 2 May 2020", "Mary Smith, 2 May 2020"),
    ],
)
def test_a_full_name_beside_a_birth_date_is_found(text: str, found: str):
    for typed in (text, unicodedata.normalize("NFD", text)):
        assert list(named_births(plain(typed), TODAY)) == [found]


@pytest.mark.parametrize(
    "text",
    [
        *("Mary was born on 3 April 1984", "Mary Smith, 2 May 2026", "the 3/4/84"),
        *("Mary Smith, 3 April 2084", "Mary Smith 40/40/1984", "In March 1984 Mary Smith"),
        f"Mary Smith{' and so on' * 12} born 3 April 1984",
    ],
)
def test_a_date_or_a_name_alone_is_no_birth(text: str):
    assert list(named_births(text, TODAY)) == []


PASTED = (
    "Kia\u00a0ora\u2028Re: Mary\u00a0Smith, D.O.B.\u00a03/4/1984\r\n"
    "\u200eNHI:\u00a0ZZZ\u20110016\u00ad\tmob\u00a0021\u2011234\u2011567\u200b\v"
    "mail <mailto:mary\u00ad@example.org> at 3/12\u00a0Queen\u00a0Street"
)


def test_what_was_pasted_from_word_or_outlook_is_looked_through():
    found = hints_in([PASTED], {}, User(pk=1, email="me@example.org"), "")

    assert {hint.kind.value: hint.found for hint in found.hints} == {
        "nhi": ("ZZZ-0016",),
        "birth": ("Mary Smith, 3/4/1984",),
        "telephone": ("021-234-567",),
        "address": ("mary@example.org",),
        "street": ("3/12 Queen Street",),
    }


PIECES = [
    *("0 ", "021 ", "@", "a@", "1/1/1984 ", "A ", "1 A ", "1 April 1984 ", "A. ", "ZZZ-", "9"),
    *("Mary Smith 3/4/84 born ", "a\u0301", "12 Queen Street ", "\u00a0", "ZZZ0016 ", "021-", "a"),
]
SLOW = [*((piece * 10_000)[:10_000] for piece in PIECES), "a" * 9_999 + "@"]


@pytest.mark.parametrize("text", SLOW, ids=range(len(SLOW)))
def test_ten_thousand_signs_are_looked_through_quickly(text: str):
    with Effort() as effort:
        hints_in([text], {}, User(pk=1, email="me@example.org"), "")

    assert effort.yardsticks < 40


@given(st.text(max_size=400))
def test_whatever_is_typed_is_looked_through(text: str):
    hints_in([text], {}, User(pk=1, email=""), "")
