"""Writing what people tell of themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from PIL import Image

from members.services import close_account
from people import photos
from people.models import Profile
from people.services import update_profile
from tests.factories.forum import pdf, photograph
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory, photo
from tests.factories.places import AreaFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_what_is_not_named_stays_as_it_was():
    member, area = UserFactory(), AreaFactory()
    update_profile(member=member, values={"about": "Kia ora", "areas": [area]})
    update_profile(member=member, values={"pronouns": "she/her"})

    profile = Profile.objects.get(user=member)
    assert (profile.about, profile.pronouns, list(profile.areas.all())) == (
        "Kia ora", "she/her", [area],
    )  # fmt: skip
    update_profile(member=member, values={"areas": []})
    assert not profile.areas.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"role": "astronaut"},
        {"perspectives": ["lived", "martian"]},
        {"perspectives": "lived"},
        {"working_days": [{}]},
        {"about_audience": 9},
        {"pronouns": "x" * 41},
    ],
)
def test_a_value_that_does_not_fit_writes_nothing(values):
    member = UserFactory()
    with pytest.raises(ValidationError):
        update_profile(member=member, values={"about": "Kia ora", **values})
    assert not Profile.objects.exists()


def test_a_photo_is_drawn_anew_small_and_tells_nothing():
    kept = photos.accepted(photograph(size=(1600, 1200)))

    picture = Image.open(kept)
    assert (picture.format, picture.size) == ("JPEG", (512, 384))
    assert dict(picture.getexif()) == {}
    assert b"telling camera" not in kept.open().read()


@pytest.mark.parametrize("upload", [pdf(), pdf("me.png"), pdf("me.svg"), pdf("me")])
def test_what_is_no_photo_is_refused(upload):
    with pytest.raises(ValidationError):
        photos.accepted(upload)


def test_a_photo_of_more_than_five_megabytes_is_refused():
    with pytest.raises(ValidationError, match="larger than 5 MB"):
        photos.accepted(pdf("me.png", b"x" * (5 * 1024 * 1024 + 1)))


def test_a_photo_that_came_with_what_could_not_be_saved_is_not_kept():
    member = UserFactory()
    gone = AreaFactory()
    gone.delete()
    folder = Profile._meta.get_field("photo").storage
    before = set(folder.listdir("people")[1]) if folder.exists("people") else set()

    with pytest.raises((ValueError, IntegrityError)):
        update_profile(member=member, values={"photo": photos.accepted(photo()), "areas": [gone]})

    assert set(folder.listdir("people")[1]) == before
    assert not Profile.objects.exists()


def test_a_photo_is_kept_where_nobody_can_guess_and_goes_with_its_place(
    client, django_capture_on_commit_callbacks
):
    member = PersonFactory(profile={"photo": photos.accepted(photo("Hemi.png"))})
    first = member.profile.photo
    assert first.name.startswith("people/")
    assert "emi" not in first.name
    assert client.get(f"/media/{first.name}").status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        update_profile(member=member, values={"photo": photos.accepted(photo())})
    second = Profile.objects.get(user=member).photo
    assert first.storage.exists(second.name)
    assert not first.storage.exists(first.name)

    with django_capture_on_commit_callbacks(execute=True):
        update_profile(member=member, values={"photo": ""})
    assert not first.storage.exists(second.name)


def test_an_organisation_that_is_no_longer_listed_leaves_its_people_without_it():
    organisation = OrganisationFactory()
    member = PersonFactory(profile={"employer": organisation, "host": organisation})
    organisation.delete()

    profile = Profile.objects.get(user=member)
    assert (profile.employer, profile.host) == (None, None)


def test_what_somebody_told_goes_with_their_account(django_capture_on_commit_callbacks):
    member = PersonFactory(
        profile={"about": "Kia ora", "areas": [AreaFactory()], "photo": photos.accepted(photo())}
    )
    kept = member.profile.photo
    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=member, by=member)

    assert not Profile.objects.exists()
    assert not Profile.areas.through.objects.exists()
    assert not kept.storage.exists(kept.name)
