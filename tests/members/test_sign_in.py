"""The way in: nobody learns who has an account, and guessing is slow."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from members.models import User
from tests.factories.members import PASSWORD, UserFactory
from tests.members.conftest import code_in_mail, link_in_mail

pytestmark = pytest.mark.django_db

NEW = {
    "display_name": "Hemi",
    "email": "hemi@example.org",
    "password1": "seven kererū on a wire",
}


def outline(response) -> tuple[int, str, str]:
    """What an onlooker could compare: status, address, and the page without its tokens."""
    text = response.content.decode()
    return response.status_code, response.headers.get("Location", ""), text


def without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def walk(client: Client, post, address: str, data: dict) -> list[tuple[int, str, str]]:
    """A form and the page it leads to."""
    answer = post(client, address, data)
    steps = [outline(answer)]
    if answer.status_code == 302:
        steps.append(outline(client.get(answer.url)))
    return [(status, where, without_tokens(text)) for status, where, text in steps]


def test_a_newcomer_signs_up_confirms_by_code_and_is_signed_in(client, post):
    answer = post(client, "/accounts/signup/", NEW)
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session

    message = mail.outbox[0]
    assert (message.subject, message.to) == ("Your code for Alongside", ["hemi@example.org"])
    assert "Hemi" not in message.body

    answer = post(client, answer.url, {"code": code_in_mail()})
    assert (answer.status_code, answer.url) == (302, "/welcome/")
    user = User.objects.get()
    assert (user.display_name, user.email) == ("Hemi", "hemi@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get().verified


def test_signing_up_leads_back_to_where_it_began(client, post):
    answer = post(client, "/accounts/signup/", NEW | {"next": "/communities/peers/"})
    answer = post(client, answer.url, {"code": code_in_mail()})

    assert answer.url == "/communities/peers/"


def test_a_wrong_code_signs_nobody_in(client, post):
    answer = post(client, "/accounts/signup/", NEW)
    answer = post(client, answer.url, {"code": "WRONG1"})

    assert answer.status_code == 200
    assert "That is not the code." in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("fourteen chars", "at least 15 characters"),
        ("yfdbufnjh10305070", "Many people use this password."),
        ("x" * 129, "at most 128 characters"),
    ],
)
def test_weak_and_endless_passwords_are_refused(client, post, password, complaint):
    answer = post(client, "/accounts/signup/", NEW | {"password1": password})

    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert not User.objects.exists()


def test_a_machine_that_fills_the_hidden_field_makes_no_account(client, post):
    answer = post(client, "/accounts/signup/", NEW | {"website": "https://example.com"})

    assert answer.status_code == 302
    assert not User.objects.exists()
    assert mail.outbox == []


def guess_codes(post, email: str) -> list[tuple[int, str, str]]:
    """Make an account, ask for another code, and guess until it is over."""
    client = Client()
    steps = walk(client, post, "/accounts/signup/", NEW | {"email": email})
    address = steps[0][1]
    for data in ({"action": "resend"}, *[{"code": "WRONG1"}] * 3):
        steps += walk(client, post, address, data)
    return steps


def test_signing_up_tells_nobody_whether_the_address_is_known(peer, post):
    unknown = guess_codes(post, "other@example.org")
    known = guess_codes(post, peer.email)

    assert [step[:2] for step in known] == [step[:2] for step in unknown]
    swapped = [text.replace("other@example.org", peer.email) for *_, text in unknown]
    assert [text for *_, text in known] == swapped
    assert [message.subject for message in mail.outbox] == [
        "Your code for Alongside",
        "Your account with Alongside",
    ]


def test_a_wrong_password_tells_nobody_whether_the_address_is_known(peer, post):
    data = {"password": "not the password at all"}
    unknown = walk(Client(), post, "/accounts/login/", data | {"login": "arona@example.org"})
    known = walk(Client(), post, "/accounts/login/", data | {"login": peer.email})

    swapped = [text.replace("arona@example.org", peer.email) for *_, text in unknown]
    assert [text for *_, text in known] == swapped
    assert [step[:2] for step in known] == [step[:2] for step in unknown] == [(200, "")]


def test_asking_for_a_password_tells_nobody_whether_the_address_is_known(peer, post):
    unknown = walk(Client(), post, "/accounts/password/reset/", {"email": "a@example.org"})
    known = walk(Client(), post, "/accounts/password/reset/", {"email": peer.email})

    assert known == unknown
    assert [message.subject for message in mail.outbox] == [
        "Your message from Alongside",
        "A new password for Alongside",
    ]


def test_changing_to_somebody_elses_address_tells_nothing(peer, post, client):
    taken = UserFactory(email="taken@example.org")
    EmailAddress.objects.create(user=taken, email=taken.email, primary=True, verified=True)
    answers = []
    for address in ("taken@example.org", "free@example.org"):
        client = Client()
        client.force_login(peer)
        post(client, "/accounts/reauthenticate/", {"password": PASSWORD})
        answer = post(client, "/accounts/email/", {"email": address, "action_add": "1"})
        answers.append((answer.status_code, answer.headers.get("Location")))

    assert answers[0] == answers[1]
    assert answers[0][0] == 302


def test_a_new_password_by_the_link_in_the_mail(client, peer, post, sign_in):
    post(client, "/accounts/password/reset/", {"email": peer.email})
    link = link_in_mail()
    answer = client.get(link)
    answer = post(client, answer.url, {"password1": "a new and longer password"})
    assert answer.url == "/accounts/password/reset/key/done/"

    assert sign_in(Client(), peer.email).status_code == 200
    assert sign_in(Client(), peer.email, "a new and longer password").status_code == 302
    assert "This link no longer works" in client.get(link).content.decode()


def test_signing_in_gives_a_new_session_key(client, peer, sign_in):
    session = client.session
    session["something"] = True
    session.save()
    before = session.session_key
    client.cookies["session"] = before

    sign_in(client, peer.email)

    assert client.session["_auth_user_id"] == str(peer.pk)
    assert client.session.session_key != before


def test_signing_in_leads_back_to_where_it_began_and_never_elsewhere(peer, post):
    data = {"login": peer.email, "password": PASSWORD}
    inside = post(Client(), "/accounts/login/", data | {"next": "/communities/peers/"})
    outside = post(Client(), "/accounts/login/", data | {"next": "https://evil.example/"})

    assert (inside.url, outside.url) == ("/communities/peers/", "/")


def test_the_seventh_sign_in_of_a_minute_from_one_place_is_too_many(client, sign_in):
    answers = [sign_in(client, f"nobody{n}@example.org") for n in range(7)]

    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_the_sixth_wrong_password_for_one_account_is_too_many_from_anywhere(peer, sign_in):
    """Also for an account that does not exist: the answers are the same."""
    for email in (peer.email, "nobody@example.org"):
        answers = [
            sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), email, "wrong wrong wrong")
            for n in range(6)
        ]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert answers[-1].headers["Retry-After"] == "300"


def test_a_closed_account_cannot_sign_in(client, peer, sign_in):
    peer.is_active = False
    peer.save()

    answer = sign_in(client, peer.email)

    assert "_auth_user_id" not in client.session
    assert answer.url == "/accounts/inactive/"
    assert "This account is closed" in client.get(answer.url).content.decode()


def test_signing_out_ends_the_session(client, peer):
    client.force_login(peer)

    assert client.get("/accounts/logout/").status_code == 200
    assert client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_no_button_for_an_organisation_without_one(client):
    assert "organisation" not in client.get("/accounts/login/").content.decode()


def test_a_button_for_the_organisation_that_is_set_up(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Te Whare",
                    "client_id": "alongside",
                    "secret": "s",
                    "settings": {"server_url": "https://login.example.org"},
                }
            ]
        }
    }

    page = client.get("/accounts/login/").content.decode()
    assert "Sign in with Te Whare" in page
    assert "/accounts/oidc/oidc/login/" in page
    assert client.get("/accounts/oidc/oidc/login/").status_code == 200


class CountingHasher(MD5PasswordHasher):
    """Hashing is what takes time when somebody signs in or up."""

    algorithm = "counting"
    made = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.made += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/login/"])
def test_a_known_address_takes_as_much_hashing_as_an_unknown_one(peer, settings, address):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    peer.set_password(PASSWORD)
    peer.save()
    made = []
    for email in (peer.email, "unknown@example.org"):
        CountingHasher.made = 0
        Client().post(address, NEW | {"email": email, "login": email, "password": "wrong, wrong"})
        made.append(CountingHasher.made)

    assert made == [1, 1]
