"""Ten thousand bad inputs over every address and form, by four people: nothing breaks or hangs.

    python -m pytest -n 0 tests/whole_site/test_hostile.py --hostile 10000

asks them all; the suite asks an eighth of them, and on another database others. Wagtail's own
screens are a test of their own.
"""

import pytest
from django.db import connection
from django.test import Client

from members.models import User
from tests.browser.people import ADDRESS
from tests.whole_site import matrix
from tests.whole_site.hostile import Generator, Trial, find_forms
from tests.whole_site.places import Places

PERSONAS = ("visitor", "member", "facilitator", "coordinator")


@pytest.fixture
def places(demo) -> Places:
    return Places.find()


def browser(person: str) -> Client:
    client = Client(raise_request_exception=False)
    if person != "visitor":
        client.force_login(User.objects.get(email=ADDRESS[person]))
    return client


@pytest.mark.parametrize("person", PERSONAS)
def test_nothing_that_is_sent_breaks_the_site_or_holds_it_up(person, demo, places, request):
    number = request.config.getoption("--hostile") // len(PERSONAS)
    addresses = {name: places.address_of(name) for name, _route in matrix.names()}
    trial = Trial(browser(person))
    forms = find_forms(trial.client, [*addresses.values(), *demo.values()])
    for case in Generator(addresses, forms, seed=f"{person} {connection.vendor}").cases(number):
        trial.ask(case)

    assert trial.faults == []
    assert set(addresses) <= set(trial.asked), "Ask more: some address was not asked for."


def test_nor_does_it_in_the_editors_screens(demo, request):
    """What breaks in Wagtail's own screens is told apart, and is no fault of ours."""
    trial = Trial(browser("coordinator"))
    addresses = {address: address for address in matrix.editors_addresses()}
    forms = find_forms(trial.client, list(addresses))
    number = max(request.config.getoption("--hostile") // 5, 2 * len(addresses))
    for case in Generator(addresses, forms, seed=f"editors {connection.vendor}").cases(number):
        trial.ask(case)

    of_wagtail = [fault for fault in trial.faults if " in wagtail." in fault]
    request.node.add_report_section("call", "Wagtail's own", "\n".join(of_wagtail))
    assert [fault for fault in trial.faults if fault not in of_wagtail] == []
    assert set(addresses) <= set(trial.asked)
