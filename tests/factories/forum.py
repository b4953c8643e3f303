import io
import zipfile

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from forum import services
from forum.rooms.enums import Audience
from forum.rooms.models import Room
from forum.topics.models import Post, Topic
from tests.factories.members import UserFactory


class RoomFactory(factory.Factory):
    """Opened as the site opens one: everybody signed in reads and writes, unless told otherwise."""

    class Meta:
        model = Room

    name = factory.Sequence(lambda n: f"Room {n}")
    audience = Audience.MEMBERS

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return services.open_room(**fields)


class TopicFactory(factory.Factory):
    """Started as a member starts one. ``approved=False`` makes it wait."""

    class Meta:
        model = Topic

    room = factory.SubFactory(RoomFactory)
    author = factory.SubFactory(UserFactory)
    subject = factory.Sequence(lambda n: f"Topic {n}")
    text = "What do you do when somebody offers you a gift?"
    approved = True

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return services.start_topic(**fields)


class PostFactory(factory.Factory):
    """A reply. ``approved=False`` makes it wait."""

    class Meta:
        model = Post

    topic = factory.SubFactory(TopicFactory)
    author = factory.SubFactory(UserFactory)
    text = "I say thank you, and write it down."
    approved = True

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return services.reply(**fields)


def pdf(name: str = "agenda.pdf", content: bytes = b"%PDF-1.7\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def photograph(name: str = "kete.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """A JPEG that says where it was taken."""
    picture = Image.new("RGB", size, "green")
    exif = Image.Exif()
    exif[0x010F] = "A telling camera"
    exif.get_ifd(0x8825)[1] = "S"
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", exif=exif)
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


def archive(name: str, parts: dict[str, bytes]) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in parts.items():
            file.writestr(path, content)
    return SimpleUploadedFile(name, packed.getvalue(), "application/zip")
