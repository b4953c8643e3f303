from django.urls import path

from home.promoting.views import promote_topic

app_name = "promoting"

urlpatterns = [path("<int:pk>/", promote_topic, name="promote")]
