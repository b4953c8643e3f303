"""Who is signing in, and what they may do."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet


class AccountBackend(AuthenticationBackend):
    """allauth's sign-in by e-mail. What somebody may do comes from their groups alone.

    Rights given to single people are what nobody finds again; not asking for them
    also saves each member's page a query.
    """

    def _get_user_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        return Permission.objects.none()
