"""How long what belongs to accounts is kept."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, ProtectedError, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from core.models import RateCount
from core.retention import keep
from members import leaving
from members.departures import Departure
from members.models import Invitation, Look, SentForm, User
from members.sending import KEPT_FOR, SENT_FOR, kept
from work.each import each

UNCONFIRMED = timedelta(days=14)
INVITATIONS = timedelta(days=30)
HISTORY_OF_THE_CLOSED = timedelta(days=365)
LOOKS = timedelta(days=365)


def unconfirmed_accounts(now: datetime) -> QuerySet[User]:
    """Accounts from the sign-up page whose address was never confirmed, nor signed in with."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(
        Exists(addresses),
        ~Exists(addresses.filter(verified=True)),
        last_login=None,
        closed_at=None,
        is_superuser=False,
        groups=None,
        date_joined__lt=now - UNCONFIRMED,
    )


def remove_unconfirmed(now: datetime) -> int:
    """Delete unconfirmed accounts: nobody ever was in one (docs/adr/0016)."""

    def remove(pk: int) -> bool:
        try:
            with transaction.atomic():
                return bool(unconfirmed_accounts(now).filter(pk=pk).delete()[0])
        except ProtectedError:
            return False  # Somebody made it a member meanwhile: it stays.

    keys = unconfirmed_accounts(now).values_list("pk", flat=True)
    return each(keys, remove, what="Removing unconfirmed account")


def ended_devices(now: datetime) -> QuerySet[UserSession]:
    """Devices that are listed as signed in, and are not any more."""
    lasting = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=now)
    return UserSession.objects.filter(~Exists(lasting), created_at__lt=now - timedelta(hours=1))


def history_of_the_closed(now: datetime) -> QuerySet[ModelLogEntry]:
    """Log entries about accounts that are closed now, and those of what their people did."""
    closed = User.objects.exclude(closed_at=None)
    about = Q(
        content_type=ContentType.objects.get_for_model(User),
        object_id__in=closed.annotate(key=Cast("pk", CharField())).values("key"),
    )
    return ModelLogEntry.objects.filter(
        about | Q(user__in=closed.values("pk")), timestamp__lt=now - HISTORY_OF_THE_CLOSED
    )


keep(
    "rates",
    "counts of how often somebody did something",
    kept=timedelta(0),
    past=lambda now: RateCount._default_manager.filter(expires_at__lt=now),
)
keep(
    "sessions",
    "sessions that have ended",
    kept=timedelta(0),
    past=lambda now: Session.objects.filter(expire_date__lt=now),
)
keep(
    "looks",
    "who looked at or changed what is somebody else’s",
    kept=LOOKS,
    past=lambda now: Look._default_manager.filter(at__lt=now - LOOKS),
)
keep(
    "sent",
    "marks of forms that were sent, so that a second press does nothing twice",
    kept=SENT_FOR,
    past=lambda now: SentForm.objects.filter(at__lt=now - SENT_FOR),
)
keep(
    "kept",
    "words and files that were sent when a session had ended, for their sender to come back to",
    kept=KEPT_FOR,
    past=kept.past,
    remove=lambda now: kept.remove(kept.past(now)),
)
keep("devices", "devices of sessions that have ended", kept=timedelta(0), past=ended_devices)
keep(
    "unconfirmed",
    "accounts whose address was never confirmed",
    kept=UNCONFIRMED,
    past=unconfirmed_accounts,
    remove=remove_unconfirmed,
)
keep(
    "leaving",
    "accounts whose people asked to close them",
    kept=leaving.GRACE,
    past=lambda now: Departure.objects.due(now),
    remove=leaving.close_due_accounts,
)
keep(
    "history",
    "the editors' history of closed accounts",
    kept=HISTORY_OF_THE_CLOSED,
    past=history_of_the_closed,
)
keep(
    "invitations",
    "invitations that have run out, accepted or not",
    kept=INVITATIONS,
    past=lambda now: Invitation.objects.filter(expires_at__lt=now - INVITATIONS),
)
