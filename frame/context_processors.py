"""What every template may ask for."""

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from frame.kept import frame
from frame.models import SiteSettings


def site(request: HttpRequest) -> dict:
    """``site_settings``, read when first asked for; nothing when they cannot be read."""

    def read() -> SiteSettings | None:
        try:
            return frame(request).settings
        except DatabaseError:
            return None

    return {"site_settings": SimpleLazyObject(read)}
