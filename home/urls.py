from django.urls import path

from home import views

app_name = "home"
urlpatterns = [path("<str:step>/aside/", views.put_step_aside, name="put_step_aside")]
