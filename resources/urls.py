from django.urls import path

from resources.views import answer_quotation, my_quotations, take_back_quotation

app_name = "quotations"

urlpatterns = [
    path("", my_quotations, name="mine"),
    path("<str:key>/", answer_quotation, name="answer"),
    path("<str:key>/take-back/", take_back_quotation, name="take_back"),
]
