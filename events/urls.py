from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("<int:event_id>/register-interest/", views.register, name="register_interest"),
    path("<int:event_id>/withdraw-interest/", views.withdraw, name="withdraw_interest"),
    path("<int:event_id>/calendar.ics", views.calendar, name="calendar"),
]
