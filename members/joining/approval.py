"""Approval: an account is locked until a coordinator lets it in, and removed if they decline."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.log_actions import log

from members import services
from members.enums import SignUp
from members.models import Application, User
from members.signals import account_let_in, account_waits


def needs_approval(*, invited: bool) -> bool:
    return settings.SIGN_UP == SignUp.APPROVAL and not invited


@transaction.atomic
def ask(*, user: User) -> Application:
    """Note that a new account needs a coordinator's word, from when its address is confirmed."""
    application, _created = Application.objects.get_or_create(user=user)
    return application


@transaction.atomic
def hold(*, user: User) -> bool:
    """Lock an account whose address is confirmed now; False when it needs nobody's word."""
    application = Application.objects.select_for_update().filter(user=user).first()
    if application is None:
        return False
    application.waits = True
    application.save(update_fields=["waits"])
    User.objects.filter(pk=user.pk).update(is_active=False)
    account_waits.send(sender=Application, application=application)
    return True


@transaction.atomic
def approve(*, application: Application, by: User) -> bool:
    """Open the account and tell its person; False when somebody decided already."""
    locked = _locked(application)
    if locked is None:
        return False
    user, waited = locked.user, locked.pk
    locked.delete()
    user.is_active = True
    user.save(update_fields=["is_active"])
    log(instance=user, action="members.let_in", user=by)
    account_let_in.send(sender=User, user=user, application_id=waited)
    link = f"{settings.SITE_URL}{reverse('account_login')}?next={reverse('welcome')}"
    get_adapter().send_mail("account/email/let_in", user.email, {"sign_in_url": link})
    return True


@transaction.atomic
def decline(*, application: Application, by: User, words: str = "") -> bool:
    """Tell the person, and remove the account, which nobody was ever in.

    False when somebody decided already. They may ask anew.
    """
    locked = _locked(application)
    if locked is None:
        return False
    user = locked.user
    email = user.email
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        # Somebody made it a member of something meanwhile: then it is closed like any other.
        services.close_account(user=user, by=by)
    get_adapter().send_mail("account/email/not_let_in", email, {"words": words.strip()})
    return True


def _locked(application: Application) -> Application | None:
    found = Application.objects.select_for_update(of=("self",)).select_related("user")
    return found.filter(pk=application.pk, waits=True).first()
