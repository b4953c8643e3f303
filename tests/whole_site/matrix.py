"""Every address of the site, asked for by nine people: what each is answered.

    python -m pytest -n 0 tests/whole_site/test_matrix.py --write-matrix

writes ``matrix.txt`` anew, for a pair of eyes to read before it is kept.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from communities import services
from communities.models import CommunityPage, Membership
from members.models import User
from tests.browser.people import ADDRESS

KEPT = Path(__file__).with_name("matrix.txt")
PERSONAS = (
    *("visitor", "unconfirmed", "newcomer", "peer", "clinician"),
    *("facilitator", "coordinator", "suspended", "former"),
)
PASSPHRASE = "four tūī and a rātā tree"
NOBODY = ("visitor", "unconfirmed", "suspended")
"""Who is not signed in, whatever they tried: the site knows no difference between them."""
EDITORS = "admin/"
FOR_EVERYBODY = (
    *("/admin/jsi18n/", "/admin/sprite/"),
    *("/admin/login/", "/admin/logout/", "/admin/password_reset/"),
)
"""Words and drawings of the editors' screens, and the ways in."""
MACHINERY = ("_util/", "__debug__/", "static/", "styleguide/")
"""Files and tools whose answers do not depend on who asks, or that only developers have."""


def names() -> Iterator[tuple[str, str]]:
    """The name (or address) and the route of all that answers, but for the editors' screens."""

    def walk(resolver: URLResolver, space: str, before: str) -> Iterator[tuple[str, str]]:
        for entry in resolver.url_patterns:
            route = f"{before}{entry.pattern}"
            if isinstance(entry, URLPattern):
                yield f"{space}{entry.name}" if entry.name else f"/{route}", route
            else:
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry, inner, route)

    seen = set()
    for name, route in walk(get_resolver(), "", ""):
        if not route.startswith((EDITORS, *MACHINERY)) and name not in seen:
            seen.add(name)
            yield name, route


def editors_addresses() -> list[str]:
    """The editors' screens that need nothing named."""
    found = set()

    def walk(resolver: URLResolver, space: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
                continue
            try:
                found.add(reverse(f"{space}{entry.name}"))
            except NoReverseMatch:
                continue

    walk(get_resolver(), "")
    return sorted(
        address
        for address in found
        if address.startswith(f"/{EDITORS}") and address not in FOR_EVERYBODY
    )


def clients(community: CommunityPage) -> dict[str, Client]:
    """Each of the nine, in a browser of their own. The former member has left the community."""
    former, suspended = (
        User.objects.create_user(f"{name}@example.net", PASSPHRASE, display_name=name.title())
        for name in ("former", "suspended")
    )
    services.join(community=community, member=former)
    services.leave(community=community, member=former)
    services.join(community=community, member=suspended)
    User.objects.filter(pk=suspended.pk).update(is_active=False)
    accounts = {
        "newcomer": User.objects.get(email=ADDRESS["newcomer"]),
        "peer": User.objects.get(email=ADDRESS["member"]),
        "clinician": User.objects.get(email=ADDRESS["clinician"]),
        "facilitator": User.objects.get(email=ADDRESS["facilitator"]),
        "coordinator": User.objects.get(email=ADDRESS["coordinator"]),
        "suspended": suspended,
        "former": former,
    }
    browsers = {name: Client(raise_request_exception=False) for name in PERSONAS}
    for name, account in accounts.items():
        browsers[name].force_login(account)
    browsers["unconfirmed"].post(
        "/accounts/signup/",
        {
            "display_name": "Una",
            "email": "una@example.net",
            "password1": PASSPHRASE,
        },
    )
    assert not Membership.objects.active().filter(member=former).exists()
    return browsers


def row(
    client_of: dict[str, Client],
    address: str,
    ask: Callable = Client.get,
    hear: Callable[[str, str], None] = lambda person, text: None,
) -> dict[str, int]:
    """Each person's status; ``hear`` is told the text that each of them is answered."""
    answers = {}
    for name, client in client_of.items():
        response = ask(client, address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        hear(name, body.decode(errors="replace"))
        answers[name] = response.status_code
    return answers


def lines(answers: dict[str, dict[str, int]]) -> str:
    """The matrix as text: a line for each address that is asked for, a column for each person."""
    width = max(map(len, answers)) + 2
    head = " " * width + "".join(f"{name:<13}" for name in PERSONAS)
    rows = (
        f"{name:<{width}}" + "".join(f"{row[person]:<13}" for person in PERSONAS)
        for name, row in sorted(answers.items())
    )
    return "\n".join(line.rstrip() for line in (head, *rows)) + "\n"
