"""The way in: nobody learns who has an account, and guessing is slow."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from members.models import User
from members.validators import LOOKED_AT, HardToGuessValidator, estimate
from tests.factories.members import PASSWORD, UserFactory
from tests.members.conftest import code_in_mail, link_in_mail
from tests.watch import Effort

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
        ("seven kererū on a wire " * 6, "at most 128 characters"),
        ("passwordpassword", "says the same again and again"),
        ("123456789012345", "close to a password that many people use"),
        ("a" * 15, "says the same again and again"),
        ("\N{SNOWMAN}" * 20, "says the same again and again"),
        ("alongsidealongside", "says the same again and again"),
        ("Alongside Alongside", "the name of this site"),
        ("Password1234567!", "close to a password that many people use"),
        ("p4ssw0rd-p4ssw0rd", "easy to guess"),
        ("qwertyuiopasdfghj", "easy to guess"),
        ("abcdefghijklmnopq", "goes in a row"),
        ("1990199019901990", "says the same again and again"),
        ("hemi@example.org", "your name, your address"),
        ("Hemi Hemi Hemi Hemi", "easy to guess"),
        ("hemihemihemi1990", "easy to guess"),
    ],
)
def test_weak_and_endless_passwords_are_refused(client, post, password, complaint):
    answer = post(client, "/accounts/signup/", NEW | {"password1": password})

    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "password",
    [
        "four tūī and a rātā tree",
        "correct horse battery staple",
        "ko te mea nui he tangata",
        "rainwater kettle Tuesday pier",
        "ｗｉｄｅ letters on a hill",
        "雨が降る静かな朝の海と山と川と空",
        "vX9!kq2Lm#8pTz4wQe",
    ],
)
def test_a_few_words_are_a_good_password(password):
    HardToGuessValidator().validate(password, User(email="hemi@example.org", display_name="Hemi"))


@pytest.mark.parametrize(
    "password",
    ["4@8({[<369!1|70$5+7%2" * 4, "a" * 128, "12" * 64, "1|7!" * 32, "p4ssw0rd" * 16, "(<[{" * 32],
)
def test_no_password_takes_long_to_look_at(password):
    """Letters written as signs multiply the time: 72 of them took half a minute."""
    with Effort() as effort:
        estimate(password[:LOOKED_AT], ["alongside"])

    assert effort.yardsticks < 150


def test_the_words_of_one_person_are_nothing_to_the_next():
    mine, other = User(display_name="Wharenui Kahurangi"), User(display_name="Somebody")
    password = "wharenui kahurangi"
    with pytest.raises(ValidationError, match="your name"):
        HardToGuessValidator().validate(password, mine)
    HardToGuessValidator().validate(password, other)


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


def test_a_whole_gathering_signs_in_from_one_place(sign_in):
    """Also when one in three mistypes first."""
    for number in range(40):
        user = UserFactory()
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        if number % 3 == 0:
            assert sign_in(Client(), user.email, "wrong wrong wrong").status_code == 200
        assert sign_in(Client(), user.email).status_code == 302


def test_a_whole_gathering_makes_its_accounts_from_one_place(post):
    for number in range(40):
        answer = post(Client(), "/accounts/signup/", NEW | {"email": f"hui{number}@example.org"})
        assert answer.status_code == 302


def test_wrong_passwords_for_many_accounts_from_one_place_are_too_many(peer, sign_in):
    """Then right ones are turned away too, or guessing would go on; elsewhere they are not."""
    answers = [sign_in(Client(), f"nobody{n}@example.org", "wrong wrong") for n in range(61)]

    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert answers[-1].headers["Retry-After"] == "300"
    assert sign_in(Client(), peer.email).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), peer.email).status_code == 302


def test_one_place_is_the_whole_network_that_a_provider_gives_to_a_home(sign_in):
    for number in range(60):
        place = f"2001:db8::{number:x}"
        sign_in(Client(REMOTE_ADDR=place), f"nobody{number}@example.org", "wrong wrong")

    for place, status in (("2001:db8::ffff", 429), ("2001:db8:1::1", 200)):
        answer = sign_in(Client(REMOTE_ADDR=place), "nobody@example.org", "wrong wrong")
        assert answer.status_code == status


def test_right_passwords_are_no_attempts_whatever_the_cache_forgot(peer, sign_in):
    for number in range(12):
        cache.clear()
        assert sign_in(Client(), peer.email, "wrong wrong" if number in (3, 6) else PASSWORD)
    assert sign_in(Client(), peer.email).status_code == 302


def test_emptying_the_cache_gives_no_more_attempts(peer, sign_in):
    for _number in range(5):
        sign_in(Client(), peer.email, "wrong wrong wrong")
    cache.clear()

    assert sign_in(Client(), peer.email).status_code == 429


def test_a_new_password_by_mail_ends_the_wait(peer, sign_in, post):
    client = Client()
    post(client, "/accounts/password/reset/", {"email": peer.email})
    for _number in range(6):
        sign_in(Client(), peer.email, "wrong wrong wrong")
    link = client.get(link_in_mail()).url
    post(client, link, {"password1": "a new and longer password"})

    assert sign_in(Client(), peer.email, "a new and longer password").status_code == 302


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
