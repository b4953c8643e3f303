"""Uploaded pictures, sized for the page. Nothing else is served from the media folder."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve as serve_file

PUBLIC_FOLDERS = ("images/",)


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a rendition. Documents and attachments go through views that ask who is reading."""
    path = posixpath.normpath(path)
    if not path.startswith(PUBLIC_FOLDERS):
        raise Http404
    response = serve_file(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
