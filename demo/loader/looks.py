"""What the coordinator looked at, so that the demo's people find it in their accounts."""

from demo.loader.section import Demo, Section, demo_users
from members import audit
from members.models import Look
from people.visibility import seen_by


def _exists() -> bool:
    return Look.objects.filter(about__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    by, hemi = demo.coordinator, demo.people["hemi"]
    seen_by(by, demo.people.values())
    audit.note(by=by, about=hemi, what=audit.ACCOUNT)
    audit.note(by=by, about=hemi, what=audit.MEMBERSHIPS)
    looks = Look.objects.filter(about__in=demo_users())
    for what, days in ((audit.FACTS, 9), (audit.ACCOUNT, 3), (audit.MEMBERSHIPS, 2)):
        then = demo.clock.days_ago(days)
        looks.filter(what=what).update(at=then, hour=then)
    return f"{looks.count()} looks"


def _remove() -> None:
    Look.objects.filter(about__in=demo_users()).delete()


SECTION = Section("Looks", _exists, _write, _remove)
