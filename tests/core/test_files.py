"""A file is handed to those who may have it, and to nobody who guesses where it is."""

import pytest
from django.apps import apps
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.db.models import FileField
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from communities import services
from core import files
from forum import services as forum
from forum.rooms.enums import Audience
from people.enums import Audience as For
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory, photo
from tests.factories.resources import SiteDocumentFactory, SiteImageFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db

PEOPLE = ("visitor", "stranger", "member", "facilitator", "coordinator", "administrator")

SENT_BY = {
    "resources.SiteDocument.file": "the document's page, by its collection",
    "resources.SiteRendition.file": "the picture's address, by its collection",
    "forum_attachments.Attachment.file": "the attachment's page, by its room",
    "people.Profile.photo": "the photo's page, by whom its person chose",
}
"""Every field that holds a file, and what sends it after asking who is reading."""

SENT_BY_NOTHING = {
    "resources.SiteImage.file": "pages show sizes of it; the original stays",
    "forum.Forum.image": "rooms have no picture: the form does not ask for one",
    "forum_member.ForumProfile.avatar": "the profile's photo stands in for it",
    "wagtailusers.UserProfile.avatar": "of the editors' screens, which do not show it",
    "members.KeptFile.file": "kept until its sender is back, and sent with their form",
    "wagtailcore.UploadedFile.file": "kept while an editor fills in a form",
    "wagtaildocs.Document.file": "not used: SiteDocument stands in for it",
    "wagtailimages.Image.file": "not used: SiteImage stands in for it",
    "wagtailimages.Rendition.file": "not used: SiteRendition stands in for it",
}


def client_of(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def closed_to(group, parent=None) -> Collection:
    collection = (parent or Collection.get_first_root_node()).add_child(name="Our files")
    kind = CollectionViewRestriction.GROUPS if group else CollectionViewRestriction.LOGIN
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind
    )
    if group:
        restriction.groups.add(group)
    return collection


def status(client: Client, address: str) -> int:
    response = client.get(address)
    response.getvalue()
    return response.status_code


@shared
def community(db):
    return CommunityFactory(title="Peers")


@shared
def people(community, coordinator) -> dict[str, Client]:
    member, facilitator = UserFactory.create_batch(2)
    for each in (member, facilitator):
        services.join(community=community, member=each)
    services.appoint_facilitator(community=community, member=facilitator)
    found = {
        "visitor": None,
        "stranger": UserFactory(),
        "member": member,
        "facilitator": facilitator,
        "coordinator": coordinator,
        "administrator": UserFactory(is_superuser=True),
    }
    return {name: client_of(found[name]) for name in PEOPLE}


@pytest.fixture
def size_of():
    return lambda image: image.get_rendition("width-40").url


@pytest.fixture
def address_of(community, size_of):
    """The address of a private file of each kind."""

    def attachment() -> str:
        room = RoomFactory(audience=Audience.COMMUNITIES, communities=[community])
        topic = TopicFactory(room=room)
        post = forum.reply(
            topic=topic, author=UserFactory(), text="x", attachments=[pdf()], approved=True
        )
        return reverse("forum_conversation:attachment", args=[post.attachments.get().pk])

    def portrait() -> str:
        person = PersonFactory(profile={"photo": photo(), "photo_audience": For.COMMUNITIES})
        services.join(community=community, member=person)
        return reverse("people:photo", args=[person.public_id])

    kinds = {
        "document": lambda: SiteDocumentFactory(collection=closed_to(community.group)).url,
        "picture": lambda: size_of(SiteImageFactory(collection=closed_to(community.group))),
        "attachment": attachment,
        "photo": portrait,
    }
    return lambda kind: kinds[kind]()


@pytest.mark.parametrize(
    ("kind", "opens_to"),
    [
        ("document", {"member", "facilitator", "administrator"}),
        # Who keeps the pictures sees them in the editors' screens.
        ("picture", {"member", "facilitator", "coordinator", "administrator"}),
        ("attachment", {"member", "facilitator", "coordinator", "administrator"}),
        ("photo", {"member", "facilitator", "coordinator", "administrator"}),
    ],
)
def test_who_gets_a_file_that_is_not_for_all(kind, opens_to, people, address_of):
    address = address_of(kind)

    answers = {name: status(client, address) for name, client in people.items()}

    assert answers == {name: 200 if name in opens_to else 404 for name in PEOPLE}
    open_one = people["member"].get(address)
    assert open_one["Cache-Control"] == "private, no-store"
    assert open_one["X-Content-Type-Options"] == "nosniff"
    assert open_one["Content-Security-Policy"].startswith("default-src 'none'")
    open_one.getvalue()


def test_every_field_that_holds_a_file_is_thought_of():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, FileField) and not model._meta.proxy
    }

    assert found == {*SENT_BY, *SENT_BY_NOTHING}, "Say here what sends this file, and to whom."


@pytest.mark.parametrize("label", sorted({*SENT_BY, *SENT_BY_NOTHING}))
def test_no_stored_file_is_served_from_where_it_is_stored(label, client):
    name, _dot, attribute = label.rpartition(".")
    field = apps.get_model(name)._meta.get_field(attribute)
    stored = field.storage.save(f"{label}/secret.png", ContentFile(b"secret"))

    for address in (f"/media/{stored}", f"/media/images/../{stored}", f"/media//{stored}"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["images/%00.png", "..%2f..%2fmanage.py", "../manage.py", "images", "images/x.png", "%20"],
)
def test_odd_addresses_of_pictures_are_not_found(path, client):
    assert client.get(f"/media/{path}").status_code == 404


def test_what_is_uploaded_stands_under_a_name_that_nobody_guesses():
    image, document = SiteImageFactory(), SiteDocumentFactory()

    for stored in (image.file, image.get_rendition("width-40").file, document.file):
        folder = stored.name.split("/")[1]
        assert len(folder) >= 20
        assert len(stored.name) < 100
    assert files.unguessable("documents", "a" * 300 + ".pdf").endswith("a.pdf")
    assert len(files.unguessable("machina/attachments", "ā" * 300 + ".docx")) < 100


def test_a_picture_for_all_is_kept_by_browsers_and_asks_little(
    client, size_of, django_assert_num_queries
):
    address = size_of(SiteImageFactory())

    with django_assert_num_queries(2):
        response = client.get(address)

    response.getvalue()
    assert response["Cache-Control"] == "public, max-age=86400"
    assert not response.cookies
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_picture_closes_and_opens_with_its_collection_and_by_moving(client, size_of, community):
    image = SiteImageFactory()
    address = size_of(image)
    assert status(client, address) == 200

    closed = closed_to(community.group)
    image.collection = closed
    image.save()
    assert status(client, address) == 404

    CollectionViewRestriction.objects.all().delete()
    assert status(client, address) == 200

    inside = closed.add_child(name="Inside")
    image.collection = inside
    image.save()
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert status(client, address) == 404
    assert status(client_of(UserFactory()), address) == 200


def test_who_is_refused_learns_nothing_from_what_the_browser_kept(client, size_of, community):
    address = size_of(SiteImageFactory(collection=closed_to(community.group)))

    assert client.get(address, headers={"if-none-match": "*"}).status_code == 404


def test_a_picture_whose_file_is_gone_is_not_found(client):
    rendition = SiteImageFactory().get_rendition("width-40")
    rendition.file.storage.delete(rendition.file.name)

    assert client.get(rendition.url).status_code == 404


def test_head_and_range_are_answered_sensibly(client, size_of):
    address = size_of(SiteImageFactory())
    whole = client.get(address, headers={"range": "bytes=0-3"})

    head = client.head(address)
    head.close()

    assert (whole.status_code, whole["Accept-Ranges"]) == (200, "none")
    assert (head.status_code, head["Content-Length"]) == (200, str(len(whole.getvalue())))
    assert client.post(address).status_code == 405


def test_the_server_in_front_is_told_what_to_send(settings, people, address_of):
    settings.PRIVATE_FILES_BY = "x-accel"
    for kind in ("document", "picture", "attachment", "photo"):
        address = address_of(kind)

        told = people["member"].get(address)

        assert (told.status_code, told.content) == (200, b"")
        assert told["X-Accel-Redirect"].startswith("/_files/")
        assert told["Content-Type"]
        assert "X-Accel-Redirect" not in people["visitor"].get(address)


class Store:
    """What django-storages offers of a bucket, as far as we ask it."""

    def url(self, name: str, parameters: dict, expire: int) -> str:
        return f"https://store.example/{name}?for={expire}&as={parameters['ResponseContentType']}"


class Kept:
    storage = Store()

    def __init__(self, name: str) -> None:
        self.name = name


@pytest.mark.parametrize(
    ("asked", "kept"), [(files.PRIVATE, "private, no-store"), ("public, max-age=9", "max-age=30")]
)
def test_the_store_sends_at_an_address_that_works_for_a_minute(settings, asked, kept):
    settings.PRIVATE_FILES_BY = "signed"

    answer = files.file_response(
        RequestFactory().get("/"),
        Kept("images/x/a.png"),
        filename="a.png",
        content_type="image/png",
        cache=asked,
    )

    assert answer.url == "https://store.example/images/x/a.png?for=60&as=image/png"
    assert answer["Cache-Control"] == kept


def test_a_stored_name_that_leads_out_of_the_folder_is_refused():
    with pytest.raises(SuspiciousFileOperation):
        files.file_response(
            RequestFactory().get("/"), Kept("../settings.py"), filename="x", content_type="x/x"
        )
