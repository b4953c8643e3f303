"""Account pages of ours, in front of allauth's."""

from django.urls import path

from members.accounts import views

urlpatterns = [
    path("", views.security, name="account_security"),
    path("login/", views.LoginView.as_view(), name="account_login"),
    path("name/", views.name, name="account_name"),
]
