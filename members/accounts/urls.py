"""Account pages of ours, in front of allauth's."""

from django.urls import path

from members.accounts import data, views

urlpatterns = [
    path("", views.security, name="account_security"),
    path("login/", views.LoginView.as_view(), name="account_login"),
    path("data/", data.own_data, name="account_data"),
    path("name/", views.name, name="account_name"),
]
