"""What docs/adding.md tells to write works as it stands there."""

import re
import textwrap
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.template.loader import get_template
from django.test.utils import isolate_apps
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail import models as wagtail_models

from cop_site import parse
from cop_site.variables import Environment, Variable
from core.blocks import WORDS, Named
from notifications import kinds
from notifications.models import Notification
from notifications.services import notify
from people.enums import Audience
from people.facts import Asked, Fact, tags
from people.models import Profile
from people.models.profile import shown_to
from resources.models import ResourceIndexPage
from tests.factories.members import UserFactory
from tests.factories.resources import ResourcePageFactory
from work import clock, schedule

ADDING = (Path(__file__).parents[1] / "docs/adding.md").read_text()
BLOCKS = {
    name: textwrap.dedent(text)
    for name, text in re.findall(r"^ *```\w+ (\S+)\n(.*?)^ *```$", ADDING, re.MULTILINE | re.DOTALL)
}


def run(name: str, **given: Any) -> dict[str, Any]:
    """Run the code of this name, with what the file it belongs to has at its top."""
    names = {"__name__": f"recipe.{name}", **given}
    exec(BLOCKS[name], names)  # noqa: S102 -- our own document
    return names


@pytest.fixture
def found_in(settings, tmp_path):
    """Put templates of the document where they are to stand."""

    def write(folder: str, *names: str) -> None:
        for name in names:
            place = tmp_path / folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(BLOCKS[name])

    settings.TEMPLATES = [
        {**engine, "DIRS": [*engine["DIRS"], tmp_path]} for engine in settings.TEMPLATES
    ]
    return write


@isolate_apps("people")
def test_a_fact_is_its_fields_and_one_entry():
    given = {"Fact": Fact, "Asked": Asked, "_": gettext_lazy, "tags": tags}
    fact = eval(BLOCKS["fact"], given)  # noqa: S307 -- our own document
    fields = run("fields", models=models, shown_to=shown_to, Audience=Audience)

    assert (*fact.fields, fact.audience) == ("languages", "languages_audience")
    assert {*fact.fields, fact.audience} <= set(fields)
    profile = Profile()
    profile.languages = "English, te reo"  # type: ignore[attr-defined]
    assert fact.say(profile) == ["English", "te reo"]


@pytest.mark.django_db
def test_a_kind_is_told_with_its_three_templates(found_in, client):
    found_in("notifications/new_edition", "site.html", "mail.txt", "digest.txt")
    told, resource = UserFactory(), ResourcePageFactory(title="Walking alongside")
    known = dict(kinds._kinds)
    try:
        run("kind")
        notify([told], kind="new_edition", about=resource)

        assert Notification.objects.get().recipient == told
        client.force_login(told)
        page = client.get("/notifications/").text
        assert (
            f'<a href="{resource.url}" dir="auto">Walking alongside</a> has a new edition' in page
        )
    finally:
        kinds._kinds.clear()
        kinds._kinds.update(known)


@pytest.mark.django_db
@isolate_apps("resources")
def test_a_page_type_is_a_model_and_a_template(found_in):
    found_in("resources", "reading_list_page.html")
    known = list(wagtail_models.PAGE_MODEL_CLASSES)
    try:
        page_class = run("page")["ReadingListPage"]
        page = page_class(title="On rest", search_description="Three things to read.")

        assert page.lead == "Three things to read."
        assert get_template(page.template).origin.name.endswith(page.template)
        assert page_class.clean_parent_page_models() == [ResourceIndexPage]
    finally:
        wagtail_models.PAGE_MODEL_CLASSES[:] = known
        ContentType.objects.clear_cache()


def test_a_block_shows_its_preview(found_in):
    found_in("blocks", "phone.html")

    phone = run("block", Named=Named, blocks=blocks, WORDS=WORDS, ClassVar=ClassVar)["Phone"]()

    drawn = phone.render(phone.get_preview_value())
    assert '<bdi>Need to talk?</bdi> <a href="tel:1737">1737</a>' in drawn


def test_a_setting_is_read_and_refused_in_words():
    variable = eval(BLOCKS["variable"], {"Variable": Variable, "parse": parse})  # noqa: S307

    assert variable.reading(variable.default) == 30
    with pytest.raises(ValueError, match="365"):
        variable.reading("1000")
    assert Environment


@pytest.mark.django_db
def test_repeated_work_is_ordered_by_the_clock():
    try:
        work = run("work")["look_at_the_shelves"]

        assert work.module_path in clock.tick()
        assert work.module_path not in clock.tick()
    finally:
        del schedule._jobs["recipe.work.look_at_the_shelves"]
