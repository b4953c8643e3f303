from django.urls import path

from members import views

app_name = "people"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("me/", views.edit, name="me"),
    path("<str:public_id>/photo/", views.photo, name="photo"),
]
