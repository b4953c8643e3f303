"""Ten thousand bad inputs over every address and form, by four people: nothing breaks or hangs.

    python -m pytest -n 0 tests/whole_site/test_hostile.py --hostile 10000

asks them all; the suite asks a part of them, and on another database others. Wagtail's own
screens are a test of their own.
"""

import pytest
from django.db import connection

from tests.whole_site import matrix
from tests.whole_site.answers import PERSONAS, browser
from tests.whole_site.hostile import Generator, Trial, kinds_of_forms


@pytest.mark.parametrize("person", PERSONAS)
def test_nothing_that_is_sent_breaks_the_site_or_holds_it_up(person, answers, request):
    number = request.config.getoption("--hostile") // len(PERSONAS)
    trial, forms = Trial(browser(person)), kinds_of_forms(answers.pages[person])
    seed = f"{person} {connection.vendor}"
    for case in Generator(answers.addresses, forms, seed=seed).cases(number):
        trial.ask(case)

    assert trial.faults == []
    assert set(answers.addresses) <= set(trial.asked), "Ask more: some address was not asked for."


def test_nor_does_it_in_the_editors_screens(answers, request):
    """What breaks in Wagtail's own screens is told apart, and is no fault of ours."""
    trial = Trial(browser("coordinator"))
    addresses = {address: address for address in matrix.editors_addresses()}
    forms = kinds_of_forms(answers.of_editors)
    number = max(request.config.getoption("--hostile") // 5, 2 * len(addresses))
    for case in Generator(addresses, forms, seed=f"editors {connection.vendor}").cases(number):
        trial.ask(case)

    of_wagtail = [fault for fault in trial.faults if " in wagtail." in fault]
    request.node.add_report_section("call", "Wagtail's own", "\n".join(of_wagtail))
    assert [fault for fault in trial.faults if fault not in of_wagtail] == []
    assert set(addresses) <= set(trial.asked)
