from django.urls import include, path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path("choices/", views.choices, name="choices"),
    path("catch-up/", views.catch_up, name="catch_up"),
    path("catch-up/done/", views.caught_up, name="caught_up"),
    path("<str:public_id>/read/", views.mark_one_read, name="mark_one_read"),
    path("", include("notifications.mail.urls")),
]
