import io

import factory
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from members.models import User
from people.services import update_profile
from tests.factories.members import UserFactory


class PersonFactory(UserFactory):
    """Somebody with a confirmed address; ``profile`` is what they tell of themself.

    They are listed in the directory, unless it says otherwise.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    @factory.post_generation
    def profile(self, create, extracted, **kwargs):
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)
        update_profile(member=self, values={"in_directory": True, **(extracted or {})})


def photo(name: str = "me.png", size: tuple[int, int] = (1200, 900)) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", size, "green").save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/png")
