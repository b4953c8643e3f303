"""Closing an account for good.

A closed account bears no name any more, and what its person said to others stays.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import APIToken, ModelLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from core.files import delete_after_commit
from core.roles import COORDINATORS
from members import audit
from members.departures import Departure
from members.models import Acceptance, Application, Invitation, User, random_public_id
from members.sending import kept
from members.signals import account_closed

FORMER_MEMBER = "Former member"


@transaction.atomic
def close_account(*, user: User, by: User) -> User:
    """Make the account nobody's, for good: no name, no address, no way in, no rights.

    Every app takes out of its own what says who it was, on ``account_closed``; posts,
    topics and other people's replies stay, but for the words that the person wished
    withdrawn when they asked for it (``members.leaving``). ``by`` is who asked for it, the person
    themselves included; whether they may is asked before (``access.can_close_account``).
    Closing again changes nothing and announces nothing. Raises ValidationError when
    nobody would be left to look after the site.
    """
    user = locked(user)
    if user.is_closed:
        return user
    departure = Departure.objects.filter(user=user).first()
    require_somebody_left(user, by)
    addresses = _addresses(user)
    _forget_mail(addresses)
    _end_every_way_in(user)
    _forget_in_the_editor(user)
    Acceptance.objects.filter(member=user).delete()
    Application.objects.filter(user=user).delete()
    kept.remove(user.kept_forms.all())
    audit.forget(user)
    user.groups.clear()
    user.user_permissions.clear()
    user.public_id = random_public_id()
    user.email = f"closed-{user.public_id.lower()}-{user.pk}@closed.invalid"
    user.display_name = FORMER_MEMBER
    user.set_unusable_password()
    user.is_active = user.is_superuser = user.owes_agreement = False
    user.last_login = None
    user.closed_at = timezone.now()
    user.save()
    forget_names_in_history(User.objects.filter(pk=user.pk))
    log(instance=user, action="members.close_account", user=by, title=FORMER_MEMBER)
    withdraws_words = departure is not None and departure.withdraws_words
    Departure.objects.filter(user=user).delete()
    account_closed.send(
        sender=User, user=user, by=by, withdraws_words=withdraws_words, addresses=addresses
    )
    return user


def forget_names_in_history(things: models.QuerySet) -> None:
    """Let the editors' history call these things what they are called now."""
    kind = ContentType.objects.get_for_model(things.model)
    for thing in things:
        ModelLogEntry.objects.filter(content_type=kind, object_id=str(thing.pk)).update(
            label=str(thing)
        )


def locked(user: User) -> User:
    """The account as it is now. All who look after the site are locked: no two close each other."""
    carers = User.objects.filter(models.Q(is_superuser=True) | _is_coordinator())
    locked = User.objects.select_for_update().filter(
        models.Q(pk=user.pk) | models.Q(pk__in=carers.values("pk"))
    )
    return {found.pk: found for found in locked.order_by("pk")}[user.pk]


def _is_coordinator() -> models.Q:
    rows = User.groups.through.objects.filter(user=models.OuterRef("pk"), group__name=COORDINATORS)
    return models.Q(models.Exists(rows))


def require_somebody_left(user: User, by: User) -> None:
    others = User.objects.active().exclude(pk=user.pk)
    if user.is_superuser:
        if not by.is_superuser:
            raise ValidationError(_("Only an administrator closes an administrator's account."))
        if not others.filter(is_superuser=True).exists():
            raise ValidationError(
                _("This is the only administrator. Make somebody else one first.")
            )
    coordinates = User.objects.filter(_is_coordinator(), pk=user.pk, is_active=True).exists()
    if coordinates and not by.is_superuser and not others.filter(_is_coordinator()).exists():
        raise ValidationError(
            _("This is the only coordinator. Please ask an administrator to name another first.")
        )


def end_sessions(user: User) -> None:
    """Sign the person out on every device."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def _end_every_way_in(user: User) -> None:
    """Delete sessions, addresses, second steps, passkeys and other sites' sign-in.

    Sessions that allauth does not list end with the password: their hash is of it.
    """
    end_sessions(user)
    for model in (EmailAddress, Authenticator, SocialAccount, APIToken):
        model._default_manager.filter(user=user).delete()


def _forget_in_the_editor(user: User) -> None:
    """Delete the portrait and what was left unfinished in Wagtail's screens."""
    for profile in UserProfile.objects.filter(user=user):
        if profile.avatar:
            delete_after_commit(profile.avatar)
    for model in (UserProfile, EditingSession, FormState, PageSubscription):
        model._default_manager.filter(user=user).delete()


def _addresses(user: User) -> frozenset[str]:
    known = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return frozenset((user.email, *known))


def _forget_mail(addresses: frozenset[str]) -> None:
    """Delete mail to the person that was sent, failed or waits; what is on its way goes later.

    With it go the invitations to their addresses.
    """
    Invitation.objects.filter(email__in={each.lower() for each in addresses}).delete()
    mail = DBTaskResult.objects.filter(args_kwargs__kwargs__to__0__in=addresses)
    mail.exclude(status=TaskResultStatus.RUNNING).delete()
