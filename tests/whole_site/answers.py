"""What four people find at every address of the demo, asked for once."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from members.models import User
from tests.browser.people import ADDRESS
from tests.whole_site import matrix
from tests.whole_site.places import Places

PERSONAS = ("visitor", "member", "facilitator", "coordinator")


def browser(person: str) -> Client:
    client = Client(raise_request_exception=False)
    if person != "visitor":
        client.force_login(User.objects.get(email=ADDRESS[person]))
    return client


@dataclass(frozen=True)
class Answers:
    """``addresses`` are the site's by name; ``pages`` are each person's, by where they are."""

    addresses: dict[str, str]
    pages: dict[str, dict[str, str]]
    of_editors: dict[str, str]

    def __deepcopy__(self, copies: dict) -> "Answers":
        """The same for every test: nobody changes it."""
        return self

    @classmethod
    def of_everybody(cls, demo: dict[str, str]) -> "Answers":
        places = Places.find()
        addresses = {name: places.address_of(name) for name, _route in matrix.names()}
        asked = sorted({*addresses.values(), *demo.values()})
        pages = {person: dict(pages_at(browser(person), asked)) for person in PERSONAS}
        editors = dict(pages_at(browser("coordinator"), matrix.editors_addresses()))
        return cls(addresses, pages, editors)


def pages_at(client: Client, addresses: list[str]) -> Iterator[tuple[str, str]]:
    """Where each page is that the client is led to, and its HTML. What asking did is undone."""
    for address in addresses:
        with transaction.atomic():
            response = client.get(address, follow=True)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        if response.status_code == 200 and "html" in response.get("Content-Type", ""):
            at = response.redirect_chain[-1][0] if response.redirect_chain else address
            yield at, body.decode()
