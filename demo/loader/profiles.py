"""What the demo's people say of themselves, and to whom."""

from typing import Any

from django.core.files.base import ContentFile

from demo import data
from demo.loader.section import Demo, Section, demo_users
from people import photos
from people.enums import Audience
from people.models import Area, Organisation, Profile
from people.services import update_profile


def _exists() -> bool:
    return Profile.objects.filter(user__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    names = {entry["key"]: entry["name"] for entry in data.organisations()}
    organisations = {each.name: each for each in Organisation.objects.all()}
    areas = {area.name: area for area in Area.objects.all()}
    for key, said in data.read("profiles").items():
        values: dict[str, Any] = {"in_directory": True, **said}
        for fact, audience in values.pop("shows", {}).items():
            values[f"{fact}_audience"] = Audience[audience.upper()]
        for workplace in {"employer", "host"} & set(values):
            values[workplace] = organisations[names[values[workplace]]]
        if "areas" in values:
            values["areas"] = [areas[name] for name in values["areas"]]
        if "photo" in values:
            picture = data.path_of("pictures", values["photo"])
            values["photo"] = photos.accepted(ContentFile(picture.read_bytes(), picture.name))
        update_profile(member=demo.people[key], values=values)
    return f"{len(data.read('profiles'))} profiles"


def _remove() -> None:
    for profile in Profile.objects.filter(user__in=demo_users()):
        profile.photo.delete(save=False)
        profile.delete()


SECTION = Section("Profiles", _exists, _write, _remove)
