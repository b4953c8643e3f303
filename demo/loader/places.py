"""The organisations and areas of the demo."""

from demo import data
from demo.loader.section import Demo, Section
from people.models import Area, Organisation


def _exists() -> bool:
    return Organisation.objects.filter(name__in=_names()).exists()


def _write(demo: Demo) -> str:
    for entry in data.organisations():
        Organisation.objects.get_or_create(name=entry["name"], defaults={"type": entry["type"]})
    for entry in data.areas():
        region, _created = Area.objects.get_or_create(name=entry["name"], parent=None)
        for part in entry["parts"]:
            Area.objects.get_or_create(name=part, parent=region)
    return f"{len(data.organisations())} organisations, {Area.objects.count()} areas"


def _names() -> list[str]:
    return [entry["name"] for entry in data.organisations()]


def _remove() -> None:
    Organisation.objects.filter(name__in=_names()).delete()
    for entry in data.areas():
        regions = Area.objects.filter(name=entry["name"], parent=None)
        Area.objects.filter(parent__in=regions, name__in=entry["parts"], parts=None).delete()
        regions.filter(parts=None).delete()


SECTION = Section("Organisations and areas", _exists, _write, _remove)
