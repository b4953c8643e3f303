"""The site's files: pictures in the sizes that pages show, and documents."""

from pathlib import PurePath

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks

from core import files
from resources.access import can_see_picture
from resources.models import SiteDocument, SiteRendition

KINDS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
A_DAY = "public, max-age=86400"
"""How long a picture open to all is kept, by what stands between too: it may be closed one day."""


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """One picture in one size, for those its collection is open to; for others there is none."""
    rendition = get_object_or_404(
        SiteRendition.objects.select_related("image__collection"), file=path
    )
    image = rendition.image
    restrictions = image.collection.get_view_restrictions()
    if restrictions and not can_see_picture(request, image, restrictions):
        raise Http404
    name = PurePath(rendition.file.name)
    return files.file_response(
        request,
        rendition.file,
        filename=name.name,
        content_type=KINDS.get(name.suffix.lower(), "application/octet-stream"),
        cache=files.PRIVATE if restrictions else A_DAY,
    )


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A document, once everybody whom Wagtail asks has let it through.

    A visitor's browser keeps it and asks again; a member's does not keep it.
    """
    found = get_object_or_404(SiteDocument, pk=document_id)
    if found.filename != document_filename:
        raise Http404
    for ask in hooks.get_hooks("before_serve_document"):
        if isinstance(answer := ask(found, request), HttpResponseBase):
            return answer
    return files.file_response(
        request,
        found.file,
        filename=found.filename,
        content_type=found.content_type,
        as_attachment=found.content_disposition != "inline",
        cache="",
    )
