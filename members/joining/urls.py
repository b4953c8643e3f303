"""The way in, for somebody new."""

from django.urls import path

from members.joining import welcome

urlpatterns = [
    path("", welcome.start, name="welcome"),
    path("done/", welcome.done, name="welcome_done"),
    path("<slug:name>/", welcome.one, name="welcome_step"),
]
