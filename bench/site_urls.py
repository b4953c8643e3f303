"""The site's addresses, and beside them a bare view behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cop_site.urls import *  # noqa: F403
from cop_site.urls import urlpatterns as of_the_site


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Bare</title>")


urlpatterns = [path("bare/", bare), *of_the_site]
