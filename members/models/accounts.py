"""Accounts: who somebody is to the site."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.db.models.query_utils import DeferredAttribute
from django.utils import timezone
from django.utils.crypto import get_random_string

from core.folding import FoldedField, FoldedModel, FoldedQuerySet
from core.text import title
from members.departures import Departure  # noqa: F401
from members.passwords import Normalises


def random_public_id() -> str:
    """Twelve letters and digits (62 bits): a person's address that says nothing of them."""
    return get_random_string(12, "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789")


class UserManager(BaseUserManager.from_queryset(FoldedQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if "display_name" in fields:
            fields["display_name"] = title(fields["display_name"])
        user = self.model(email=title(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def active(self) -> models.QuerySet["User"]:
        return self.filter(is_active=True)


class Withholdable(DeferredAttribute):
    """A right kept in a column: as if not held while its holder's rights are withheld.

    Django takes the column for one that was not loaded, and saves the row without it.
    """

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        if instance.rights_withheld:
            return False
        name = self.field.attname
        return vars(instance)[name] if name in vars(instance) else super().__get__(instance, cls)

    def __set__(self, instance: Any, value: Any) -> None:
        if not instance.rights_withheld:
            vars(instance)[self.field.attname] = value


class User(Normalises, FoldedModel, AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The e-mail address signs in and is shown to nobody.

    Accounts are never deleted: they are anonymised (docs/adr/0005).
    """

    email = models.EmailField("e-mail address", unique=True)
    display_name = models.CharField(
        "name",
        max_length=80,
        help_text="How you are shown to others. Your first name is enough.",
    )
    folded_name = FoldedField(of="display_name", max_length=160)
    public_id = models.CharField(
        max_length=12, unique=True, default=random_public_id, editable=False
    )
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Untick to close the account's door."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    owes_agreement = models.BooleanField(default=False, editable=False)
    """Whether to ask for the community agreement before they write (``members.joining``)."""
    closed_at = models.DateTimeField("closed", null=True, blank=True, editable=False)

    rights_withheld = False
    """Whether rights beyond a member's wait for a second step (``members.rights``)."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "member"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("folded_name", "id"), name="members_user_by_name"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                name="members_user_email_ci",
                violation_error_message="There is an account with this address already.",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Whether somebody is an administrator, as libraries ask; there is no Django admin here."""
        return self.is_superuser

    @property
    def is_closed(self) -> bool:
        """Whether the account is nobody's any more (``members.services.close_account``)."""
        return self.closed_at is not None

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name.split(" ", 1)[0]

    def clean(self) -> None:
        super().clean()
        self.email = title(self.email).lower()


User.is_superuser = Withholdable(User._meta.get_field("is_superuser"))  # type: ignore[assignment]


def display_name(user: User) -> str:
    """What allauth shows in place of a username."""
    return user.display_name
