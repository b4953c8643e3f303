from django.urls import path

from frame.views import less_data

urlpatterns = [path("", less_data, name="less_data")]
