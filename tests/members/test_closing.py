"""Closing an account: it bears no name any more, and its person has no way in."""

import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from communities import services as communities
from communities.models import Membership
from core.roles import COORDINATORS
from events.models import Interest
from members.models import User
from members.services import FORMER_MEMBER, close_account
from members.signals import account_closed
from tests.factories.communities import CommunityFactory
from tests.factories.events import InterestFactory
from tests.factories.members import PASSWORD, UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def ngaire(db):
    """Somebody with everything that an account can have."""
    user = UserFactory(display_name="Ngaire", email="ngaire@example.org")
    user.groups.add(Group.objects.create(name="Library"))
    user.user_permissions.add(Permission.objects.first())
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    SocialAccount.objects.create(user=user, provider="x", uid="ngaire")
    return user


def coordinator_named(name):
    user = UserFactory(display_name=name)
    user.groups.add(Group.objects.get_or_create(name=COORDINATORS)[0])
    return user


def test_nothing_is_left_that_says_who_it_was(ngaire, coordinator):
    before = ngaire.public_id

    close_account(user=ngaire, by=coordinator)

    ngaire.refresh_from_db()
    assert (ngaire.display_name, str(ngaire)) == (FORMER_MEMBER, FORMER_MEMBER)
    assert ngaire.email.endswith("@closed.invalid")
    assert ngaire.public_id != before
    assert (ngaire.is_active, ngaire.is_superuser, ngaire.has_usable_password()) == (False,) * 3
    assert ngaire.last_login is None
    assert ngaire.closed_at
    assert not ngaire.groups.exists()
    assert not ngaire.user_permissions.exists()
    for model in (EmailAddress, Authenticator, SocialAccount):
        assert not model.objects.filter(user=ngaire).exists(), model
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            assert "ngaire" not in str(cursor.fetchall()).lower(), table


def test_who_is_signed_in_is_signed_out_at_once(ngaire, coordinator, client):
    listed, unlisted = Client(), Client()
    for each in (listed, unlisted):
        each.force_login(ngaire)
        assert each.get("/accounts/").status_code == 200
    UserSession.objects.get_or_create(
        session_key=listed.session.session_key, defaults={"user": ngaire, "ip": "127.0.0.1"}
    )

    close_account(user=ngaire, by=coordinator)

    for each in (listed, unlisted):
        assert each.get("/accounts/").status_code == 302
    assert not UserSession.objects.filter(user=ngaire).exists()


def test_nobody_signs_in_to_it_again_and_the_address_is_free(ngaire, coordinator, sign_in):
    close_account(user=ngaire, by=coordinator)

    client = Client()
    sign_in(client, "ngaire@example.org")
    assert "_auth_user_id" not in client.session
    assert not client.login(email=ngaire.email, password=PASSWORD)
    assert User.objects.create_user("ngaire@example.org", PASSWORD, display_name="Anew")


def test_communities_roles_and_events_are_left(ngaire, coordinator):
    community = CommunityFactory(title="Peers", members=[ngaire], facilitators=[ngaire])
    membership = Membership.objects.get(member=ngaire)
    log(instance=membership, action="wagtail.create", user=coordinator)
    InterestFactory.create_batch(2, member=ngaire)
    other = InterestFactory()

    close_account(user=ngaire, by=coordinator)

    membership.refresh_from_db()
    assert (membership.is_active, membership.is_facilitator) == (False, False)
    assert not community.group.user_set.exists()
    assert list(Interest.objects.all()) == [other]
    labels = ModelLogEntry.objects.values_list("label", flat=True)
    assert f"{FORMER_MEMBER} in Peers" in labels
    assert not [label for label in labels if "Ngaire" in label]
    assert communities.mend_groups(community=community, dry_run=True) == []


def test_the_picture_is_deleted_once_that_is_certain(
    ngaire, coordinator, django_capture_on_commit_callbacks
):
    profile = UserProfile.get_for_user(ngaire)
    profile.avatar.save("me.png", ContentFile(b"x"))
    storage, name = profile.avatar.storage, profile.avatar.name

    with django_capture_on_commit_callbacks() as callbacks:
        close_account(user=ngaire, by=coordinator)
    assert storage.exists(name)
    for callback in callbacks:
        callback()

    assert not storage.exists(name)
    assert not UserProfile.objects.filter(user=ngaire).exists()


def test_the_history_says_who_closed_it_and_nothing_of_whose_it_was(ngaire, coordinator):
    log(instance=ngaire, action="wagtail.edit", user=coordinator)

    close_account(user=ngaire, by=coordinator)

    entries = ModelLogEntry.objects.filter(object_id=str(ngaire.pk)).order_by("timestamp")
    assert [(entry.action, entry.label, entry.user) for entry in entries] == [
        ("wagtail.edit", FORMER_MEMBER, coordinator),
        ("members.close_account", FORMER_MEMBER, coordinator),
    ]


def test_closing_again_changes_and_announces_nothing(ngaire, coordinator):
    heard = []

    def hear(user, by, **kwargs):
        heard.append((user, by, user.display_name))

    account_closed.connect(hear)
    close_account(user=ngaire, by=coordinator)
    ngaire.refresh_from_db()
    before = dict(vars(ngaire), _state=None)

    close_account(user=ngaire, by=UserFactory())

    ngaire.refresh_from_db()
    assert dict(vars(ngaire), _state=None) == before
    assert heard == [(ngaire, coordinator, FORMER_MEMBER)]


def test_when_an_app_fails_nothing_is_closed(ngaire, coordinator):
    def fail(**kwargs):
        raise RuntimeError

    account_closed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            close_account(user=ngaire, by=coordinator)
    finally:
        account_closed.disconnect(fail)

    ngaire.refresh_from_db()
    assert (ngaire.display_name, ngaire.is_active) == ("Ngaire", True)
    assert EmailAddress.objects.filter(user=ngaire).exists()


def test_a_person_closes_their_own(ngaire):
    close_account(user=ngaire, by=ngaire)

    ngaire.refresh_from_db()
    assert ngaire.is_closed


def test_somebody_is_left_to_look_after_the_site(coordinator):
    second, root = coordinator_named("Second"), UserFactory(is_superuser=True)
    gone = coordinator_named("May not sign in")
    gone.is_active = False
    gone.save()

    close_account(user=second, by=coordinator)
    for by in (coordinator, UserFactory()):
        with pytest.raises(ValidationError, match="only coordinator"):
            close_account(user=coordinator, by=by)
    close_account(user=gone, by=coordinator)

    with pytest.raises(ValidationError, match="Only an administrator"):
        close_account(user=root, by=coordinator)
    close_account(user=coordinator, by=root)
    with pytest.raises(ValidationError, match="only administrator"):
        close_account(user=root, by=root)
    close_account(user=root, by=UserFactory(is_superuser=True))


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cannot_close_each_other():
    first, second = coordinator_named("First"), coordinator_named("Second")
    refused = []

    def close(user, by):
        try:
            close_account(user=user, by=by)
        except ValidationError:
            refused.append(user)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=close, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert User.objects.active().filter(groups__name=COORDINATORS).count() == 1
