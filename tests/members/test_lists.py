"""Lists of people as they are pasted: everybody is found, or their line says what is wrong."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from members.joining.lists import MOST, decoded, read_list
from members.models import Invitation
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.watch import Effort

TAI, MELE = "tai@example.org", "mele@example.org"


def people(text: str) -> list[tuple[int, str, str]]:
    lines = read_list(text)
    assert [line.error for line in lines if line.error] == []
    return [(line.number, line.email, line.name) for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Tai\t{TAI}\nMele\t{MELE}", [(1, TAI, "Tai"), (2, MELE, "Mele")]),
        (f"Tai\tRoe\t{TAI}\t021 123 456", [(1, TAI, "Tai Roe")]),
        (f"{TAI}\tTai Roe", [(1, TAI, "Tai Roe")]),
        (f"Roe, Tai <{TAI}>", [(1, TAI, "Tai Roe")]),
        (f"Roe, Tai <{TAI}>; Fonua, Mele <{MELE}>", [(1, TAI, "Tai Roe"), (1, MELE, "Mele Fonua")]),
        (f'"Roe, Tai" <{TAI}>, Mele <{MELE}>', [(1, TAI, "Tai Roe"), (1, MELE, "Mele")]),
        (f"'Roe, Tai' <{TAI}>", [(1, TAI, "Tai Roe")]),
        (f"{TAI}, {MELE}", [(1, TAI, ""), (1, MELE, "")]),
        (f"{TAI};{MELE};", [(1, TAI, ""), (1, MELE, "")]),
        (f"{TAI} {MELE}", [(1, TAI, ""), (1, MELE, "")]),
        (f"Tai {TAI}\nMele: {MELE}", [(1, TAI, "Tai"), (2, MELE, "Mele")]),
        (f"Tai, {TAI}, Mele, {MELE}", [(1, TAI, "Tai"), (1, MELE, "Mele")]),
        (f"{TAI}, Tai, {MELE}, Mele", [(1, TAI, "Tai"), (1, MELE, "Mele")]),
        (f"<{TAI}>,\nmailto:{MELE}.", [(1, TAI, ""), (2, MELE, "")]),
        (f"Tai <mailto:{TAI}?subject=Hui>", [(1, TAI, "Tai")]),
        (f"({TAI})\n[{MELE}]", [(1, TAI, ""), (2, MELE, "")]),
        (f"“Tai Roe” <{TAI}>", [(1, TAI, "Tai Roe")]),
        (f"Tai\xa0Roe\xa0<{TAI}>\u200b", [(1, TAI, "Tai Roe")]),
        (f'"{TAI}"\n"Mele","{MELE}"', [(1, TAI, ""), (2, MELE, "Mele")]),
        (f"\ufeffname;email\r\nTai;{TAI}\r\n", [(2, TAI, "Tai")]),
        (f"sep=;\r\nName;E-Mail\r\nTai;{TAI}\r\n", [(3, TAI, "Tai")]),
        (
            f"First name\tLast name\tEmail address\tPhone\tTeam\nTai\tRoe\t{TAI}\t021\tNorth",
            [(2, TAI, "Tai Roe")],
        ),
        (f'name,email\n"Tai\nRoe",{TAI}\nMele,{MELE}', [(2, TAI, "Tai Roe"), (4, MELE, "Mele")]),
        (f'"Tai ""T"" Roe",{TAI}', [(1, TAI, 'Tai "T" Roe')]),
        (f"Tai O’Brien <{TAI}>", [(1, TAI, "Tai O’Brien")]),
        (f'6" Tai,{TAI}\n7" Mele,{MELE}', [(1, TAI, '6" Tai'), (2, MELE, '7" Mele')]),
        (f"• {TAI}\n1. {MELE}", [(1, TAI, ""), (2, MELE, "")]),
        ("TAI@Example.ORG", [(1, TAI, "")]),
        (f"\n\n{TAI}\n\n", [(3, TAI, "")]),
        ("Tai <tai@example.org", [(1, TAI, "Tai")]),
        (f"Tai <{TAI}>\u2028Mele <{MELE}>", [(1, TAI, "Tai"), (2, MELE, "Mele")]),
        ("tai+hui@sub.example.org", [(1, "tai+hui@sub.example.org", "")]),
    ],
)
def test_everybody_is_found(text, expected):
    assert people(text) == expected


NONE, NO_MAIL = "There is no e-mail address in this line.", "This is no e-mail address."


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"Tai Roe\n{MELE}", [(1, NONE)]),
        (f"Tai\t\nMele\t{MELE}", [(1, NONE)]),
        ("Tai", [(1, NONE)]),
        ("tai@", [(1, NO_MAIL)]),
        ("tai@@example.org", [(1, NO_MAIL)]),
        ("tai@localhost", [(1, NO_MAIL)]),
        ("tai@[127.0.0.1]", [(1, NO_MAIL)]),
        ("tai@example", [(1, NO_MAIL)]),
        ("tai.@example.org", [(1, NO_MAIL)]),
        ("tai@example..org", [(1, NO_MAIL)]),
        ("tāi@example.org", [(1, NO_MAIL)]),
        ("tai(at)example.org", [(1, NONE)]),
        (f"Tai <{TAI}>; Mele <mele@>", [(1, NO_MAIL)]),
        (f"{TAI}\n{TAI}\n{TAI}", [(2, "in line 1"), (3, "in line 1")]),
        (f"{TAI}, {TAI}", [(1, "in line 1")]),
        ("a" * 64 + "@" + "b" * 60 + ".example" * 20 + ".org", [(1, "too long")]),
        ("email\n", []),
        ("a,b,c\n", [(1, NONE)]),
    ],
)
def test_what_will_not_arrive_is_never_good(text, wrong):
    found = [(line.number, line.error) for line in read_list(text) if line.error]

    assert [number for number, _error in found] == [number for number, _error in wrong]
    for (_number, said), (_same, expected) in zip(found, wrong, strict=True):
        assert expected in said


def test_one_bad_row_among_good_ones_loses_nobody():
    text = f'Tai,{TAI}\nPat\n"Unclosed,pat@example.org\nMele,{MELE}\n,,,\nana@example.org'
    lines = read_list(text)

    assert {line.email for line in lines if not line.error} == {
        TAI, "pat@example.org", MELE, "ana@example.org",
    }  # fmt: skip
    assert [(line.number, line.email) for line in lines if line.error] == [(2, "Pat")]


SAID = f"Name\tE-mail\r\nĀwhina Tāmaki\t{TAI}\r\nZoë\t{MELE}\r\n"


@pytest.mark.parametrize(
    ("encoding", "lost"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-16-be", ""),
        ("cp1252", "Āā"),
    ],
)
def test_files_as_programs_save_them_are_read(encoding, lost):
    said = "".join(each for each in SAID if each not in lost)
    names = [name for _number, _email, name in people(decoded(said.encode(encoding)))]

    assert names == ["".join(c for c in "Āwhina Tāmaki" if c not in lost), "Zoë"]


@pytest.mark.parametrize(
    "upload", [b"PK\x03\x04\x14\x00\x06\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe\x00"]
)
def test_what_is_no_text_is_refused(upload):
    with pytest.raises(ValidationError, match="no text"):
        decoded(upload)


def test_the_most_are_counted_as_people_and_not_as_lines():
    many = ", ".join(f"p{number}@example.org" for number in range(MOST))
    assert len(people(many)) == MOST

    with pytest.raises(ValidationError):
        read_list(f"{many}, one@example.org")


NAMES = st.text(st.sampled_from("abcÄāʻ’ -."), min_size=1, max_size=20).filter(
    lambda name: any(map(str.isalpha, name)) and name == name.strip(" -.")
)
ADDRESSES = st.from_regex(
    r"[a-z0-9]{1,9}(\.[a-z0-9]{1,5})?@[a-z0-9]{1,9}\.(org|nz)", fullmatch=True
)
MANNERS = [
    "{name} <{email}>", '"{name}" <{email}>', "{name},{email}", "{name}\t{email}",
    "{email};{name}", "{email}", "<{email}>", "mailto:{email}", '"{name}","{email}"',
]  # fmt: skip


@given(
    st.lists(
        st.tuples(NAMES, ADDRESSES, st.sampled_from(MANNERS)),
        min_size=1,
        max_size=20,
        unique_by=lambda each: each[1],
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_the_manner_each_line_is_its_person(rows, line_end):
    text = line_end.join(manner.format(name=name, email=email) for name, email, manner in rows)

    assert [(number, email) for number, email, _name in people(text)] == [
        (number, email) for number, (_name, email, _manner) in enumerate(rows, 1)
    ]


@given(st.text(st.sampled_from('ab@.,;<>"\t\n \xa0“:'), max_size=120))
def test_no_address_that_stands_alone_in_its_line_is_lost_whatever_stands_around(junk):
    lines = read_list(f"{junk}\n\nlast@example.org\n") if junk.count('"') % 2 == 0 else []

    assert not lines or any("last@example.org" in line.email for line in lines)


@given(st.text(max_size=300))
def test_nothing_that_is_typed_is_an_error(typed):
    for line in read_list(typed):
        assert line.error or "@" in line.email


@pytest.mark.parametrize(
    "text", ['"' * 50_000, "<" * 50_000, "@" * 50_000, '"a\n' * 30_000, "a " * 90_000]
)
def test_no_list_takes_long(text):
    with Effort() as effort, contextlib.suppress(ValidationError):
        read_list(text)

    assert effort.yardsticks < 300


@pytest.mark.django_db
def test_a_file_from_a_spreadsheet_is_sent_as_it_was_looked_at(coordinator_client, post):
    file = SimpleUploadedFile("hui.txt", SAID.encode("utf-16"), "text/plain")

    page = post(coordinator_client, "/admin/invitations/new/", {"file": file})
    post(coordinator_client, "/admin/invitations/new/", {"people": page.context["text"], "send": 1})

    assert set(Invitation.objects.values_list("email", "name")) == {
        (TAI, "Āwhina Tāmaki"), (MELE, "Zoë"),
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "email", "error"),
    [
        (f"Roe, Tai <{TAI}>", TAI, ""),
        (f" mailto:{TAI}. ", TAI, ""),
        (f"{TAI}; {MELE}", "", "one at a time"),
        ("tai@localhost", "", NO_MAIL),
        ("tai@", "", NO_MAIL),
    ],
)
def test_a_facilitator_pastes_one_address(to, email, error, coordinator_client, post):
    community = CommunityFactory()

    page = post(coordinator_client, f"/membership/{community.pk}/looking-after/invite/", {"to": to})

    assert [each.email for each in community.invitations.all()] == [email] * bool(email)
    assert not error or error in page.text


@pytest.mark.django_db
def test_contacts_of_an_organisation_are_pasted_alike(coordinator_client, post):
    tai, mele = UserFactory(email=TAI), UserFactory(email=MELE)
    address = "/admin/snippets/people/organisation/add/"
    data = {"name": "Te Whare", "type": "ngo"}

    wrong = post(coordinator_client, address, data | {"contact_addresses": f"{TAI}\nMele"})
    post(coordinator_client, address, data | {"contact_addresses": f"Roe, Tai <{TAI}>; {MELE}"})

    assert f"2: {NONE}" in wrong.text
    assert set(tai.contact_for.get().contacts.all()) == {tai, mele}
