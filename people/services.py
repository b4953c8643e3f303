"""Writing a member's profile, and deleting it."""

from typing import Any

from django.db import transaction
from django.db.models.fields.files import FieldFile

from core.files import delete_after_commit
from members.models import User
from people.models import Profile


def update_profile(*, member: User, values: dict[str, Any]) -> Profile:
    """Write these fields of the member's profile, made when there is none; others stay.

    ``areas`` is any number of areas; ``photo`` is what ``photos.accepted`` gave, or "".
    A photo that is replaced or taken away is deleted from the storage once the
    transaction commits; one that came with what could not be saved is not kept.
    Raises ValidationError, and writes nothing, when a value does not fit.
    """
    written: list[FieldFile] = []
    try:
        with transaction.atomic():
            return _write_profile(member, values, written)
    except BaseException:
        for photo in written:
            if getattr(photo, "_committed", False):
                photo.storage.delete(str(photo.name))
        raise


def _write_profile(member: User, values: dict[str, Any], written: list[FieldFile]) -> Profile:
    Profile.objects.get_or_create(user=member)
    profile = Profile.objects.select_for_update().get(user=member)
    profile.user = member  # who would else remember the row as it was when it was made
    areas = values.get("areas")
    before = profile.photo.name
    for field, value in values.items():
        if field != "areas":
            setattr(profile, field, value)
    profile.full_clean()
    if profile.photo and profile.photo.name != before:
        written.append(profile.photo)
    profile.save()
    if areas is not None:
        profile.areas.set(areas)
    if before and before != profile.photo.name:
        delete_after_commit(profile.photo, before)
    return profile


def forget(*, member: User) -> None:
    """Delete the member's profile, with its photo."""
    for profile in Profile.objects.filter(user=member):
        if profile.photo:
            delete_after_commit(profile.photo)
        profile.delete()
