"""The demo's people and their accounts."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from core import roles
from demo import accounts, data
from demo.loader.section import Demo, Section, demo_users
from members.models import User


def _exists() -> bool:
    return demo_users().count() == len(data.people())


def _write(demo: Demo) -> str:
    roles.sync()
    coordinators = Group.objects.get(name=roles.COORDINATORS)
    # One hash for all: hashing is slow on purpose, and these passwords are no secret.
    password = make_password(accounts.PASSWORD)
    for person in data.people():
        user, _created = User.objects.update_or_create(
            email=person["email"],
            defaults={
                "display_name": person["name"],
                "password": password,
                "is_active": True,
                "date_joined": demo.clock.days_ago(person["member_for_days"], "08:00"),
            },
        )
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        if person.get("coordinator"):
            user.groups.add(coordinators)
    return f"{len(data.people())} people"


def _remove() -> None:
    """Remove nobody: accounts are not deleted, and other sections took away what they wrote."""


SECTION = Section("People", _exists, _write, _remove)
