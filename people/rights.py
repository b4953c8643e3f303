"""Contacts of organisations hold rights beyond a member's: they confirm roles."""

from django.db.models import Exists, OuterRef

from members.rights import held_otherwise
from people.models import Organisation


@held_otherwise
def contacts() -> Exists:
    return Exists(Organisation.contacts.through._default_manager.filter(user=OuterRef("pk")))
