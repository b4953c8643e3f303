from django.urls import path

from moderation.duty.views import asking, looking_after, opening, rota

app_name = "duty"

here = "looking-after/<int:community_id>/"
one = "one/<str:key>/"

urlpatterns = [
    path("", asking.mine, name="mine"),
    path("ask/<int:community_id>/", asking.ask, name="ask"),
    path("asked/<str:key>/", asking.asked, name="asked"),
    path("asked/<str:key>/take-back/", asking.take_back, name="take_back"),
    path("site/", looking_after.site, name="site"),
    path(here, looking_after.community, name="community"),
    path(f"{here}open/", opening.from_nothing, name="open"),
    path(f"{here}hours/", rota.hours, name="hours"),
    path(f"{here}hours/day/", rota.day, name="day"),
    path(f"{here}hours/<int:pk>/remove/", rota.remove_hours, name="remove_hours"),
    path(f"{here}hours/day/<int:pk>/remove/", rota.remove_day, name="remove_day"),
    path("message/<int:post_id>/", opening.from_message, name="from_message"),
    path("report/<str:key>/", opening.from_report, name="from_report"),
    path(one, looking_after.look, name="look"),
    path(f"{one}take/", looking_after.take, name="take"),
    path(f"{one}put-back/", looking_after.put_back, name="put_back"),
    path(f"{one}note/", looking_after.note, name="note"),
    path(f"{one}hand-over/", looking_after.offer, name="offer"),
    path(f"{one}accept/", looking_after.accept, name="accept"),
    path(f"{one}decline/", looking_after.decline, name="decline"),
    path(f"{one}second/", looking_after.second, name="second"),
    path(f"{one}raise/", looking_after.raise_level, name="raise"),
    path(f"{one}close/", looking_after.close, name="close"),
    path(f"{one}talk/", looking_after.talk, name="talk"),
]
