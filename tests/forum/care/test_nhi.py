"""NHI numbers, old and coming, are found by their check sign wherever they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.care.nhi import LETTERS, is_nhi, numbers
from forum.care.plain import plain

letters = st.text(LETTERS, min_size=3, max_size=3)
digits = st.text("0123456789", min_size=3, max_size=3)
WEIGHTS = (7, 6, 5, 4, 3, 2)


def weighed(signs: str) -> int:
    values = [int(sign) if sign.isdigit() else LETTERS.index(sign) + 1 for sign in signs]
    return sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))


@st.composite
def old(draw) -> tuple[str, str]:
    """A number and its right check digit; such as have none are not given out."""
    body = draw(letters) + draw(digits)
    rest = weighed(body) % 11
    if rest == 0:
        body = draw(st.sampled_from(["ZZZ001", "ABC123", "JKL456"]))
        rest = weighed(body) % 11
    return body, str(11 - rest if rest > 1 else 0)


@st.composite
def coming(draw) -> tuple[str, str]:
    body = draw(letters) + draw(digits)[:2] + draw(st.sampled_from(LETTERS))
    return body, LETTERS[24 - weighed(body) % 24 - 1]


either = st.one_of(old(), coming())
around = st.sampled_from(["", " ", "NHI: ", "(", "\n", "NHI", "Ārai: ", "“", "pt_", "#", "/"])
after = st.sampled_from(["", " ", ".", ")", "\n", ", then", "”", "’s", "_", "/"])


@given(number=either, before=around, behind=after, small=st.booleans())
def test_every_number_is_found(number, before: str, behind: str, small: bool):
    body, check = number
    typed = (body + check).lower() if small else body + check

    assert list(numbers(f"{before}{typed}{behind}")) == [typed]


@given(number=either, between=st.sampled_from(["-", "\u2011", "\u2013"]))
def test_a_number_in_two_parts_is_found(number, between: str):
    body, check = number
    typed = f"{body[:3]}{between}{body[3:]}{check}"

    assert list(numbers(plain(f"See {typed} today"))) == [plain(typed)]


@given(number=either, wrong=st.sampled_from("0123456789" + LETTERS))
def test_a_wrong_check_sign_is_no_number(number, wrong: str):
    body, check = number
    if wrong == check:
        assert is_nhi(body + wrong)
    else:
        assert not is_nhi(body + wrong)
        assert list(numbers(f"NHI {body}{wrong} here")) == []


@given(body=st.tuples(letters, digits), check=st.sampled_from("0123456789"))
def test_what_has_no_check_digit_is_no_number(body, check: str):
    signs = "".join(body)
    if weighed(signs) % 11 == 0:
        assert not is_nhi(signs + check)


@pytest.mark.parametrize("typed", ["ZZZ0016", "ZZZ00AX", "zzz0016", "ZZZ 0016", "ZZZ-00AX"])
def test_the_numbers_for_trying_are_found(typed: str):
    assert list(numbers(f"Her number is {typed}.")) == [typed]


@pytest.mark.parametrize(
    "text",
    [
        "ZZZ0017",
        "ZZZ00AY",
        "ZIZ0016 and ZOZ0016",
        "XZZZ0016 and ZZZ00161",
        "ZZZ  0016",
        "was 1996, the 2010 plan, and in MAY 2019",
        "ＺＺＺ",
        "zzz 0016",
        "ĀZZ0016",
    ],
)
def test_what_only_looks_like_one_is_passed_over(text: str):
    assert list(numbers(text)) == []
