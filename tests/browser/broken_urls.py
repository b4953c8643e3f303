from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cop_site import urls

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler429 = urls.handler429
handler500 = urls.handler500


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def refuse(request: HttpRequest) -> HttpResponse:
    raise BadRequest


urlpatterns = [path("breaks/", break_down), path("bad/", refuse), *urls.urlpatterns]
