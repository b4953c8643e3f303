"""Pictures that editors add carry nothing but what is seen, in whichever way they are added."""

import gc
import io
import warnings

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from resources.models import SiteImage
from tests.factories.forum import pdf, photograph
from tests.factories.resources import SiteImageFactory

pytestmark = pytest.mark.django_db


def sent(image, **more) -> dict:
    collection = Collection.get_first_root_node().pk
    return {
        "title": "A kete",
        "description": "A kete",
        "file": image,
        "collection": collection,
    } | more


def add(client, image):
    return client.post(reverse("wagtailimages:add"), sent(image))


def add_with_others(client, image):
    values = {"title": "A kete", "files[]": image}
    answer = client.post(reverse("wagtailimages:add_multiple"), values).json()
    number = answer["uploaded_file_id"]
    described = {
        f"uploaded-image-{number}-{name}": value
        for name, value in sent(image).items()
        if name != "file"
    }
    kept = UploadedFile.objects.get(pk=number)
    with kept.file.open() as file:
        assert b"telling camera" not in file.read()
    done = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
    assert client.post(done, described).json()["success"]


def add_while_choosing(client, image):
    values = {f"image-chooser-upload-{name}": value for name, value in sent(image).items()}
    client.post(reverse("wagtailimages_chooser:create"), values)


def put_in_place_of_another(client, image):
    there = SiteImageFactory()
    client.post(reverse("wagtailimages:edit", args=[there.pk]), sent(image))


@pytest.mark.parametrize("in_memory", [2_500_000, 10], ids=["in memory", "on disk"])
@pytest.mark.parametrize("way", [add, add_with_others, add_while_choosing, put_in_place_of_another])
def test_a_picture_says_nothing_of_where_it_was_taken(way, in_memory, coordinator_client, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = in_memory
    other = SiteImageFactory(title="Another")

    with warnings.catch_warnings():
        # Wagtail leaves what it measured to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        way(coordinator_client, photograph(size=(400, 300)))
        gc.collect()

    kept = SiteImage.objects.exclude(pk=other.pk).get()
    with kept.file.open() as file:
        original = file.read()
    with kept.get_rendition("original").file.open() as file:
        rendition = file.read()
    for content in (original, rendition):
        assert b"telling camera" not in content
        assert dict(Image.open(io.BytesIO(content)).getexif()) == {}
    assert (kept.width, kept.height, kept.file_size) == (400, 300, len(original))
    assert SiteImage.objects.get(pk=other.pk).file.name == other.file.name


def test_a_picture_under_the_name_of_another_kind_is_taken_for_what_it_is(coordinator_client):
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(drawn, "PNG")

    add(coordinator_client, SimpleUploadedFile("Ma\u0304ori.jpg", drawn.getvalue()))

    assert SiteImage.objects.get().file.name.endswith("/Māori.png")


@pytest.mark.parametrize(
    "upload",
    [
        pdf("kete.png"),
        SimpleUploadedFile("kete.png", b"\x89PNG\r\n\x1a\n broken"),
        SimpleUploadedFile("kete.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("kete.png", b""),
        SimpleUploadedFile("large.jpg", b"\xff\xd8\xff" + b"0" * 5_300_000),
    ],
    ids=["document", "broken", "drawing", "empty", "large"],
)
def test_what_is_no_picture_is_refused_beside_its_field(upload, coordinator_client):
    response = add(coordinator_client, upload)

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not SiteImage.objects.exists()
