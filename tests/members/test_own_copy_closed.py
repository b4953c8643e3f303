"""The copy of one's own data stays closed to whoever has not shown who they are."""

import pytest

from tests.members.test_own_data import ADDRESS, COPY, READY

pytestmark = pytest.mark.django_db


def test_the_copy_itself_asks_for_a_fresh_proof_too(client, peer):
    """Led to the page before, and not to a password page that would stay standing there."""
    client.force_login(peer)

    assert client.get(COPY).url == ADDRESS
    assert client.get(READY).status_code == 200
    assert client.post(COPY).status_code == 405


def test_a_visitor_gets_nothing(client):
    for answer in (client.get(ADDRESS), client.post(ADDRESS)):
        assert answer.url == "/accounts/login/?next=/accounts/data/"
    for address in (READY, COPY):
        assert client.get(address).url == f"/accounts/login/?next={address}"
    assert client.put(ADDRESS).status_code == 405
