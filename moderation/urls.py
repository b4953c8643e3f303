from django.urls import path

from moderation.views import limits, looking_after, reporting

app_name = "moderation"

one = "looking-after/one/<str:key>/"

urlpatterns = [
    path("", reporting.mine, name="mine"),
    path("answers/<str:key>/", reporting.answer, name="answer"),
    path("looking-after/site/", looking_after.site, name="site"),
    path("looking-after/<int:community_id>/", looking_after.community, name="community"),
    path(
        "looking-after/<int:community_id>/people/<str:public_id>/", limits.of_person, name="history"
    ),
    path("looking-after/limits/<str:key>/lift/", limits.lift, name="lift"),
    path("limits/<str:key>/", limits.limit, name="limit"),
    path(one, looking_after.look, name="look"),
    path(f"{one}take/", looking_after.take, name="take"),
    path(f"{one}hand-back/", looking_after.hand_back, name="hand_back"),
    path(f"{one}decide/", looking_after.decide, name="decide"),
    path(f"{one}undo/", looking_after.undo, name="undo"),
    path(f"{one}person/", looking_after.person, name="person"),
    path("<str:what>/<str:key>/", reporting.report, name="report"),
]
