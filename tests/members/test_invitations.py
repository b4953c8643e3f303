"""Inviting people one by one and as a list: looked at first, nothing half done."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core import retention
from members import services
from members.joining import invitations
from members.joining.lists import read_list
from members.models import Invitation
from members.models.joining import hash_of
from tests.factories.joining import InvitationFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db

SCREEN = "/admin/invitations/new/"
LINK = re.compile(r"/accounts/invitation/(\w+)/")

LIST = """name,email
Hemi,hemi@example.org
Mele Fonua <mele@example.org>

ana@example.org
"""


def test_each_manner_of_writing_a_line_is_read():
    lines = read_list(LIST + "pat@example.org; Pat\n")

    assert [(line.number, line.name, line.email, line.error) for line in lines] == [
        (2, "Hemi", "hemi@example.org", ""),
        (3, "Mele Fonua", "mele@example.org", ""),
        (5, "", "ana@example.org", ""),
        (6, "Pat", "pat@example.org", ""),
    ]


@pytest.mark.parametrize(
    ("text", "number", "error"),
    [
        ("ok@example.org\nno address", 2, "There is no e-mail address in this line."),
        ("ok@example.org\nhalf@", 2, "This is no e-mail address."),
        ("ok@example.org\nOK@example.org", 2, "The same address stands in line 1."),
        (f"{'n' * 81},ok@example.org", 1, "This name is too long."),
    ],
)
def test_what_is_wrong_is_said_of_its_line(text, number, error):
    assert [(line.number, line.error) for line in read_list(text) if line.error] == [
        (number, error)
    ]


def test_a_list_is_looked_at_and_then_sent(coordinator_client, post):
    looked_at = post(coordinator_client, SCREEN, {"people": LIST}).content.decode()
    before = Invitation.objects.count()
    sent = post(coordinator_client, SCREEN, {"people": LIST, "send": "1"})

    assert "Send 3 invitations" in looked_at
    assert before == 0
    assert sent.status_code == 302
    assert {each.email for each in Invitation.objects.open()} == {
        "hemi@example.org", "mele@example.org", "ana@example.org",
    }  # fmt: skip
    assert sorted(message.to[0] for message in mail.outbox) == [
        "ana@example.org", "hemi@example.org", "mele@example.org",
    ]  # fmt: skip


def test_one_wrong_line_and_nothing_is_sent(coordinator_client, post):
    typed = LIST + "not an address\n"

    answer = post(coordinator_client, SCREEN, {"people": typed, "send": "1"}).content.decode()

    assert "1 line needs a look. Nothing was sent." in answer
    assert "not an address" in answer
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_a_file_is_read_too(coordinator_client, post):
    file = SimpleUploadedFile("people.csv", LIST.encode("utf-8-sig"), "text/csv")
    other = SimpleUploadedFile("people.xls", b"\xff\xfe\x00", "application/octet-stream")

    looked_at = post(coordinator_client, SCREEN, {"file": file}).content.decode()
    refused = post(coordinator_client, SCREEN, {"file": other}).content.decode()

    assert "Send 3 invitations" in looked_at
    assert "This is no text" in refused


def test_too_long_a_list_is_refused(coordinator_client, post):
    typed = "\n".join(f"p{n}@example.org" for n in range(501))

    assert "At most 500" in post(coordinator_client, SCREEN, {"people": typed}).content.decode()


def test_the_answer_is_the_same_for_somebody_who_has_an_account(coordinator_client, post):
    UserFactory(email="here@example.org")

    answers = [
        re.sub(r"(here|new)@", "x@", re.sub(r'"\w{64}"', "", page.content.decode()))
        for page in (
            post(coordinator_client, SCREEN, {"people": f"{who}@example.org"})
            for who in ("here", "new")
        )
    ]
    for who in ("here", "new"):
        post(coordinator_client, SCREEN, {"people": f"{who}@example.org", "send": "1"})

    assert answers[0] == answers[1]
    here, new = sorted(mail.outbox, key=lambda message: message.to)
    assert "/accounts/login/" in here.body
    assert LINK.search(new.body)
    assert not LINK.search(here.body)
    assert {each.state for each in Invitation.objects.all()} == {"Sent"}


def test_sending_it_again_ends_the_link_before(coordinator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = invitations.invite(email="Hemi@Example.org", by=coordinator)
        invitations.invite(email="hemi@example.org", by=coordinator)

    tokens = [LINK.search(message.body)[1] for message in mail.outbox]
    assert Invitation.objects.get() == first
    assert [Invitation.objects.open().with_token(token).exists() for token in tokens] == [
        False, True,
    ]  # fmt: skip
    assert not Invitation.objects.filter(token_hash__in=tokens).exists()


def test_a_coordinator_resends_and_withdraws(coordinator_client, post):
    over = InvitationFactory(expires_at=timezone.now() - timedelta(days=1))
    screen = f"/admin/invitations/edit/{over.pk}/"

    assert "Run out" in coordinator_client.get(screen).content.decode()
    post(coordinator_client, screen, {"resend": "1"})
    assert Invitation.objects.open().get() == over
    post(coordinator_client, screen, {"withdraw": "1"})
    assert not Invitation.objects.open().exists()
    post(coordinator_client, screen, {"resend": "1"})
    assert not Invitation.objects.open().exists()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("state", ["open", "over", "accepted", "withdrawn"])
def test_the_list_is_narrowed_by_state(state, coordinator_client):
    now = timezone.now()
    InvitationFactory(email="open@x.nz")
    InvitationFactory(email="over@x.nz", expires_at=now)
    InvitationFactory(email="accepted@x.nz", accepted_at=now)
    InvitationFactory(email="withdrawn@x.nz", withdrawn_at=now)

    page = coordinator_client.get(f"/admin/invitations/?state={state}").content.decode()

    assert set(re.findall(r"(\w+)@x\.nz", page)) == {state}


def test_invitations_are_forgotten_a_month_after_they_ran_out():
    now = timezone.now()
    InvitationFactory(expires_at=now - timedelta(days=31))
    kept = InvitationFactory(expires_at=now - timedelta(days=29))

    retention.rule("invitations").remove(now)

    assert list(Invitation.objects.all()) == [kept]


def test_closing_an_account_forgets_the_invitation_to_it(coordinator):
    user = UserFactory(email="hemi@example.org")
    InvitationFactory(email="hemi@example.org")

    services.close_account(user=user, by=coordinator)

    assert not Invitation.objects.exists()


def test_the_token_is_kept_nowhere_but_as_a_hash():
    assert InvitationFactory(token="abc").token_hash == hash_of("abc") != "abc"
