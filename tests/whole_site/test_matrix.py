"""Nobody gets what is not for them, and nobody is told that it is there."""

import pytest
from django.test import Client

from tests.whole_site import matrix
from tests.whole_site.places import Places

MAY_KNOW = ("forum_moderation:", "forum_conversation:topic_poll_vote")
"""Who may read a topic knows of it, and is told that they may not do this with it."""
ON_THE_WAY_IN = ("account_login", "account_signup", "account_email_verification_sent")
"""Where somebody who has not confirmed their address is led on to confirm it."""


@pytest.fixture
def places(demo) -> Places:
    return Places.find()


@pytest.fixture
def client_of(places) -> dict[str, Client]:
    return matrix.clients(places.community)


@pytest.fixture
def answers(places, client_of) -> dict[str, dict[str, int]]:
    return {name: matrix.row(client_of, places.address_of(name)) for name, _route in matrix.names()}


def test_everybody_gets_what_the_matrix_says(answers, request):
    lines = matrix.lines(answers)
    if request.config.getoption("--write-matrix"):
        matrix.KEPT.write_text(lines)
    assert lines.splitlines() == matrix.KEPT.read_text().splitlines()
    for name, row in answers.items():
        assert max(row.values()) < 500, name
        assert 403 not in row.values() or name.startswith(MAY_KNOW), name
        if name not in ON_THE_WAY_IN:
            assert len({row[person] for person in matrix.NOBODY}) == 1, name


def test_the_editors_screens_lead_everybody_else_to_the_sign_in_page(client_of):
    addresses = matrix.editors_addresses()
    assert len(addresses) > 40
    for address in addresses:
        row = matrix.row(
            {name: client for name, client in client_of.items() if name != "coordinator"}, address
        )
        assert set(row.values()) <= {302, 404}, (address, row)
