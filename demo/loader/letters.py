"""Whom mail reaches in the demo: one it left for, one it came back from, one who stopped it."""

from django.utils import timezone

from demo.loader.section import Demo, Section, demo_users
from notifications.enums import Reach
from notifications.mail import tokens
from notifications.mail.gathering import make_letters
from notifications.mail.stopping import pause, stop
from notifications.models import Notification
from notifications.models.letters import Letter, Letterbox, Trouble


def _exists() -> bool:
    return Letterbox.objects.filter(member__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    hemi, now = demo.people["hemi"], timezone.now()
    told = Notification.objects.filter(recipient=hemi)
    told.update(how=Reach.DAILY, mail_due_at=now, mailed_at=None)
    make_letters([hemi.pk], [Reach.DAILY], now)
    letters = Letter.objects.filter(member=hemi)
    letters.update(sent_at=now, taken=1)
    pause(address=demo.people["catriona"].email, trouble=Trouble.BOUNCED)
    stop(member=demo.people["losa"], scope=tokens.ALL)
    return f"{letters.count()} letter"


def _remove() -> None:
    Letter.objects.filter(member__in=demo_users()).delete()
    Letterbox.objects.filter(member__in=demo_users()).delete()


SECTION = Section("Mail", _exists, _write, _remove)
