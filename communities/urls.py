from django.urls import path

from communities import views

app_name = "communities"
urlpatterns = [
    path("<int:community_id>/join/", views.join, name="join"),
    path("<int:community_id>/leave/", views.leave, name="leave"),
]
