"""Somebody with a form open in a browser, without a script."""

from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from forum.rooms.enums import Audience
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of
from tests.shared import shared

BY_SCRIPT = {"HTTP_ACCEPT": "application/json"}
SAVE = "/forum/drafts/save/"


@dataclass
class Open:
    """One form of one page: what is in it, and the buttons below."""

    client: Client
    address: str
    fields: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def at(cls, person: Any, address: str, action: str = "") -> "Open":
        client = person if isinstance(person, Client) else client_of(person)
        page = client.get(address)
        assert page.status_code == 200
        return cls(client, action or address, cls.read(page))

    @staticmethod
    def read(page: Any) -> dict[str, Any]:
        soup = BeautifulSoup(page.content.decode(), "html.parser")
        form: Any = soup.select_one("form:has(textarea[name=content])")
        found: dict[str, Any] = {}
        for control in form.select("input[name], textarea[name], select[name]"):
            kind, name = control.get("type"), control["name"]
            if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in control.attrs):
                continue
            if control.name == "select":
                chosen = control.select_one("option[selected]")
                value = chosen["value"] if chosen else ""
            elif control.name == "textarea":
                value = control.get_text().removeprefix("\n")
            else:
                value = control.get("value", "on" if kind == "checkbox" else "")
            found[name] = [*found[name], value] if name in found else [value]
        return found

    @property
    def words(self) -> str:
        return self.fields["content"][0]

    def save(self, words: str | None = None, **more: Any) -> Any:
        """What a script does while one types."""
        return self.client.post(SAVE, self._said(words, more), **BY_SCRIPT)

    def save_by_hand(self, words: str | None = None, **more: Any) -> Any:
        return self.client.post(SAVE, self._said(words, more), follow=True)

    def send(self, words: str | None = None, **more: Any) -> Any:
        return self.client.post(self.address, self._said(words, more), follow=True)

    def _said(self, words: str | None, more: dict[str, Any]) -> dict[str, Any]:
        if words is not None:
            self.fields["content"] = [words]
        self.fields |= {name: [value] for name, value in more.items()}
        return self.fields


@shared
def tea_room(db):
    return RoomFactory(name="Tea room", audience=Audience.MEMBERS)


@shared
def writer(db):
    return UserFactory(display_name="Ana Writer")


@shared
def talk(tea_room):
    return TopicFactory(room=tea_room, author=UserFactory(), subject="Roster")


def drafts_page(person: Any) -> str:
    return client_of(person).get(reverse("drafts")).content.decode()
