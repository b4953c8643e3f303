"""Account pages of ours, in front of allauth's."""

from django.urls import path

from members.accounts import closing, data, proving, views
from members.joining import views as joining

urlpatterns = [
    path("", views.security, name="account_security"),
    path("login/", views.LoginView.as_view(), name="account_login"),
    path("logout/", views.LogoutView.as_view(), name="account_logout"),
    path("signup/", views.sign_up, name="account_signup"),
    path(
        "reauthenticate/code/",
        proving.ask_for_code,
        name="account_request_reauthentication_code",
    ),
    path(
        "reauthenticate/code/confirm/",
        proving.type_code,
        name="account_confirm_reauthentication_code",
    ),
    path("close/", closing.close, name="account_close"),
    path("close/done/", closing.done, name="account_closing"),
    path("close/keep/<str:token>/", closing.keep, name="account_keep"),
    path("data/", data.own_data, name="account_data"),
    path("data/ready/", data.ready, name="account_data_ready"),
    path("data/copy/", data.copy, name="account_data_copy"),
    path("invitation/<str:token>/", joining.invitation, name="account_invitation"),
    path("waiting/", joining.waiting, name="account_waiting"),
    path("access/", views.access, name="account_access"),
    path("second-step/", views.second_step, name="account_second_step"),
    path("name/", views.name, name="account_name"),
]
