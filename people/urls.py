from django.urls import path

from members.joining import views as joining
from people import views
from people.confirmed_roles import views as confirming

app_name = "people"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("me/", views.edit, name="me"),
    path("me/roles/", confirming.own, name="roles"),
    path("me/roles/ask/", confirming.ask, name="ask_role"),
    path("me/roles/<str:public_id>/give-up/", confirming.give_up, name="give_up_role"),
    path("agreement/", joining.agreement_page, name="agreement"),
    path("roles/", confirming.to_answer, name="roles_to_answer"),
    path("roles/<str:public_id>/", confirming.answer, name="answer_role"),
    path("<str:public_id>/photo/", views.photo, name="photo"),
]
