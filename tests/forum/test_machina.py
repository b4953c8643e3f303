"""What we rely on in django-machina is still there; a new release tells here what it broke.

Read docs/adr/0013 when one of these fails.
"""

from importlib.metadata import version
from pathlib import Path

import django
import pytest
from machina.conf import settings as machina_settings

from cop_site import settings as ours
from tests.forum.surface import surface

KEPT = (Path(__file__).parent / "machina.txt").read_text().splitlines()


@pytest.fixture(scope="module")
def found():
    return surface()


def test_these_are_the_releases_that_were_read():
    assert (version("django-machina"), django.VERSION[:2]) == ("1.3.1", (5, 2))


@pytest.mark.parametrize(
    "kind",
    ["class", "uses", "column", "template", "address", "migration", "receiver"],
)
def test_what_we_rely_on_is_as_it_was(found, kind):
    now = {line for line in found if line.startswith(f"{kind} ")}
    then = {line for line in KEPT if line.startswith(f"{kind} ")}

    assert then
    assert {"gone": sorted(then - now), "new": sorted(now - then)} == {"gone": [], "new": []}


def test_the_list_holds_nothing_else(found):
    assert found == KEPT


def test_machina_knows_each_setting_that_we_set():
    known = {f"MACHINA_{name}" for name in dir(machina_settings)}
    set_here = {name for name in dir(ours) if name.startswith("MACHINA_")}

    assert len(set_here) >= 8
    assert set_here - known == set()
