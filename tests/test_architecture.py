"""What the tree promises, beyond what the linters hold."""

import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django_tasks.base import Task

from core.hooks import is_ours as is_our_app

ROOT = Path(__file__).parents[1]
LETTERS = ROOT / "templates/notifications/mail"
NOT_DRAWN = ("forum_search/", "_base.html", "forum_member/forum_profile_update.html")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(  # noqa: S603
        ["git", "ls-files", *patterns],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


@pytest.fixture(scope="module")
def sources() -> list[Path]:
    found = tracked("*.py", "*.html", "*.css", "*.js")
    if not found:
        pytest.skip("not a git checkout")
    return [path for path in found if "vendor" not in path.parts]


def test_no_file_is_longer_than_four_hundred_lines(sources):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }

    assert long == {}


def test_the_settings_stay_under_three_hundred_lines():
    assert len((ROOT / "cop_site/settings.py").read_text().splitlines()) <= 300


def test_no_module_is_a_drawer_for_odds_and_ends(sources):
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py"}

    assert [path for path in sources if path.name in drawers] == []


def test_no_template_asks_a_post_who_wrote_it(sources):
    """``forum.authors`` does, so that there is one place that knows what may be shown."""
    asking = [
        str(path.relative_to(ROOT))
        for path in sources
        if path.suffix == ".html" and re.search(r"\.poster\b", path.read_text())
    ]

    assert asking == []


def test_only_what_shows_people_reads_their_profiles(sources):
    """``people.visibility`` does, so that no fact is shown to somebody it is not for.

    A picture has a profile too: of its colours.
    """
    allowed = {"people/visibility.py", "people/directory.py", "people/services.py"}
    allowed.add("core/pictures.py")
    reading = [
        name
        for path in sources
        if (name := str(path.relative_to(ROOT))) not in allowed
        and not {"tests", "migrations"}.intersection(path.relative_to(ROOT).parts)
        and re.search(r"\w\.profile\b(?!\s+import)|profile__", path.read_text())
    ]

    assert reading == []


def test_only_one_module_follows_a_seal(sources):
    """``forum.signing.seals`` does: a search for who may learn whose a message is begins there."""
    asked = r"\bSeal\b|cop_forum_seal|get_model\([^)]*[\"']seal[\"']"
    following = [
        name
        for path in sources
        if path.suffix == ".py"
        and not {"tests", "migrations"}.intersection(path.relative_to(ROOT).parts)
        and re.search(asked, path.read_text())
        and (name := str(path.relative_to(ROOT)))
    ]

    seal = apps.get_model("cop_forum", "seal")
    assert following == ["forum/models.py", "forum/signing/models.py", "forum/signing/seals.py"]
    assert [
        field.name
        for field in seal._meta.fields
        if field.remote_field and not field.remote_field.hidden
    ] == []


def test_what_shows_a_picture_asks_whether_pages_shall_cost_less(sources):
    """But for the code that a second step is set up with: without it there is no way on."""
    showing = {
        str(path.relative_to(ROOT)): path.read_text()
        for path in sources
        if not {"tests", "wagtailadmin", "bench", "demo"}.intersection(path.relative_to(ROOT).parts)
        and re.search(r"<img\b|\{% (?:image|picture) ", path.read_text())
    }
    asking = {name for name, text in showing.items() if re.search("less_data|is_wanted", text)}

    assert set(showing) - asking == {"templates/mfa/totp/activate_form.html"}


def test_no_template_holds_a_script_or_style_of_its_own(sources):
    """But for letters: nothing else of theirs reaches a mailbox."""
    inline = re.compile(r"<style|\sstyle=|\son(click|load|submit|change)=|<script(?![^>]*\bsrc=)")
    allowed = re.compile(r'<script[^>]*type="application/json"')
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sources
        if path.suffix == ".html" and path.is_relative_to(ROOT / "templates")
        if not path.is_relative_to(LETTERS)
        for match in inline.finditer(path.read_text())
        if not allowed.match(path.read_text(), match.start())
    ]

    assert found == []


def test_no_template_of_machinas_is_left_in_stock_markup():
    """Each that can be found is ours, but for those that nothing draws."""
    package = Path(apps.get_app_config("forum").module.__file__).parents[2]
    stock = package / "templates" / "machina"
    not_ours = [
        name
        for path in sorted(stock.rglob("*.html"))
        if not (name := str(path.relative_to(stock))).startswith(NOT_DRAWN) and not is_ours(name)
    ]

    assert not_ours == []


def is_ours(name: str) -> bool:
    """Whether it comes from our tree, or cannot be found at all."""
    try:
        return (ROOT / "templates").samefile(
            Path(get_template(name).origin.name).parents[name.count("/")]
        )
    except TemplateDoesNotExist:
        return True


def test_our_apps_declare_big_keys():
    small = [
        model._meta.label
        for app in apps.get_app_configs()
        if is_our_app(app)
        for model in app.get_models()
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.auto_field
        and model._meta.auto_field.get_internal_type() != "BigAutoField"
    ]

    assert small == []


def test_each_task_says_why_it_may_be_done_twice(sources):
    """Its worker may be killed when it has just done it (docs/adr/0021)."""
    modules = [
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for path in sources
        if path.suffix == ".py"
        and "tests" not in path.parts
        and re.search(r"^@task\b", path.read_text(), re.MULTILINE)
    ]
    said = {
        value.module_path: value.func.__doc__ or ""
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Task)
    }

    assert [path for path, text in said.items() if not re.search("(?i)again|twice", text)] == []
    assert "work.tasks.deliver_email" in said


def test_work_is_ordered_in_one_way(sources):
    """``work.queue.enqueue`` is part of the transaction: no kill falls between the two."""
    other = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sources
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] not in ("tests", "bench", "work")
        for match in re.finditer(r"\.enqueue\(|on_commit\(.*enqueue", path.read_text())
    ]

    assert other == []
