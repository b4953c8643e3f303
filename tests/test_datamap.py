"""Every field of every table is known for what it is: docs/data-map.toml says so."""

import dataclasses
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cop_site import datamap

PRIVACY = Path(__file__).parents[1] / "docs/privacy.md"


@pytest.fixture
def told() -> datamap.DataMap:
    return datamap.read()


def test_no_table_and_no_field_is_left_out(told):
    assert told.missing() == [], "\n".join(told.missing())


def test_nothing_is_told_of_what_is_gone(told):
    assert told.surplus() == []


def test_each_kind_is_used_and_says_all_that_there_is_to_say(told):
    used = {kind for fields in told.tables.values() for kind in fields.values()}

    assert used - {datamap.NONE} == set(told.kinds)
    for name, kind in told.kinds.items():
        assert all(kind.get(column) for column in datamap.COLUMNS), name


def test_the_privacy_document_has_the_table_as_it_is_now():
    text = PRIVACY.read_text()

    assert datamap.written_into(text) == text, "Run manage.py data_map --write"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("people.Profile", "pronouns"),
        ("communities.Membership", "state"),
        ("home.HomePage", "headline"),
        ("mfa.Authenticator", "user"),
        ("wagtailcore.Page", "owner"),
    ],
)
def test_a_field_that_is_not_told_of_is_named(told, label, field):
    models = {name: dict(fields) for name, fields in told.tables.items()}
    del models[label][field]

    (problem,) = dataclasses.replace(told, tables=models).missing()

    assert problem.startswith(f"docs/data-map.toml says nothing of {label}.{field}")


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("members.Look", "says nothing of members.Look"),
        ("usersessions.UserSession", "says nothing of usersessions.UserSession"),
    ],
)
def test_a_table_that_is_not_told_of_is_named(told, label, words):
    models = {name: fields for name, fields in told.tables.items() if name != label}

    (problem,) = dataclasses.replace(told, tables=models).missing()

    assert words in problem


def test_a_librarys_table_about_people_is_not_waved_through(told):
    label = "usersessions.UserSession"
    models = {name: fields for name, fields in told.tables.items() if name != label}
    waved = dataclasses.replace(told, tables=models, without_people=told.without_people | {label})

    assert waved.missing() == [f"{label} points to people (user): add its table."]


def test_the_command_names_what_is_wrong(monkeypatch, told, capsys):
    call_command("data_map")
    assert "kinds of data in" in capsys.readouterr().out

    models = told.tables | {"members.User": told.tables["members.User"] | {"gone": "riddle"}}
    monkeypatch.setattr(datamap, "read", lambda: dataclasses.replace(told, tables=models))
    with pytest.raises(CommandError, match="of a kind that the map does not explain: riddle"):
        call_command("data_map")
