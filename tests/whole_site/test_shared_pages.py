"""What a process keeps for all its readers is never a part of somebody's own page."""

import re
from itertools import permutations

import pytest
from django.db import transaction

from frame import kept
from tests.whole_site.answers import PERSONAS

EVERYBODY = ("home", "discussions", "public room", "public topic", "community", "communities")
CHANGING = re.compile(r'<time[^>]*>.*?</time>|name="\w+" value="[^"]{16,}"', re.DOTALL)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_page_does_not_depend_on_who_was_here_before(name, client_of, demo):
    """Each persona's page, in each order of two, is what it is when they come first."""
    alone = {person: first(person, demo[name], client_of) for person in PERSONAS}
    assert len(set(alone.values())) == len(PERSONAS)

    for before, after in permutations(PERSONAS, 2):
        kept.forget()
        page_of(before, demo[name], client_of)
        assert page_of(after, demo[name], client_of) == alone[after], (before, after)


def first(person, url, client_of):
    kept.forget()
    return page_of(person, url, client_of)


def page_of(person, url, client_of):
    """What this person gets, without what differs each time; what asking did is undone."""
    with transaction.atomic():
        response = client_of(person).get(url)
        transaction.set_rollback(True)
    assert response.status_code == 200
    return CHANGING.sub("", response.text)
