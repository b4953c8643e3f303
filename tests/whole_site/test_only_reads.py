"""A database that only reads, after a failover: what must hold holds (test_crawl reads pages)."""

import pytest
from django.db import InternalError

from core import limits
from core.marks import if_it_can_be_kept
from tests.whole_site.read_only import only_reading


def test_a_search_is_found_and_still_counted(client_of, monkeypatch):
    monkeypatch.setattr("core.limits.time.time", lambda: 1_800_000_001.0)
    visitor = client_of("visitor")
    with only_reading():
        statuses = [visitor.get("/search/?q=peer").status_code for _time in range(17)]

    assert statuses == [200] * 15 + [429] * 2


@pytest.mark.django_db
def test_a_limit_is_one_for_each_by_itself_while_it_cannot_be_stored():
    with only_reading():
        first = [limits.allow("a", "one", limit=2, seconds=60) for _time in range(3)]
        other = limits.allow("a", "two", limit=2, seconds=60)

    assert (first, other) == ([True, True, False], True)


@pytest.mark.django_db
def test_what_this_process_counts_is_bounded_and_then_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_HERE", 3)
    limits._here.clear()
    with only_reading():
        allowed = [limits.allow("b", str(nr), limit=1, seconds=60) for nr in range(5)]

    assert allowed == [True, True, True, False, False]
    limits._here.clear()


def test_a_member_stays_signed_in_and_a_message_is_shown(client_of):
    member = client_of("member")
    session = member.session
    session["_messages"] = '[["__json_message",0,25,"Saved, and thank you.",""]]'
    session.save()
    with only_reading():
        first, again = (member.get("/search/") for _time in range(2))

    assert (first.status_code, again.status_code) == (200, 200)
    assert "Saved, and thank you." in first.text
    assert again.wsgi_request.user.is_authenticated


def test_what_somebody_sends_is_answered_kindly_with_their_words(client_of, demo):
    member = client_of("member")
    written = {"content": "I have walked this road for ten years.", "poll": "1"}
    with only_reading():
        response = member.post(f"{demo['topic']}post/create/", written)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "nothing can be saved" in response.text
    assert "walked this road for ten years.</textarea>" in response.text
    assert '<input type="hidden" name="poll" value="1">' in response.text


def test_only_a_refusal_to_write_is_passed_over():
    with pytest.raises(InternalError, match="something else"), if_it_can_be_kept():
        raise InternalError("something else")
    with if_it_can_be_kept():
        raise InternalError("cannot execute UPDATE in a read-only transaction")
