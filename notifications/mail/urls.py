"""Included by ``notifications.urls``."""

from django.urls import path

from notifications.mail import views

urlpatterns = [
    path("stop/<str:token>/", views.stop, name="stop"),
    path("open/<str:key>/", views.open_letter, name="open"),
    path("mail/address/", views.use_address_again, name="use_address_again"),
    path("mail/again/", views.write_again, name="write_again"),
]
