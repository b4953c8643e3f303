from django.urls import path

from communities.views import joining, looking_after

app_name = "communities"

here = "<int:community_id>/"
care = f"{here}looking-after/"
person = f"{care}people/<str:public_id>/"

urlpatterns = [
    path("", joining.mine, name="mine"),
    path(f"{here}join/", joining.join, name="join"),
    path(f"{here}leave/", joining.leave, name="leave"),
    path(f"{here}ask/", joining.ask, name="ask"),
    path(f"{here}take-back/", joining.take_back, name="take_back"),
    path(f"{here}answer/", joining.answer, name="answer"),
    path(care, looking_after.overview, name="looking_after"),
    path(f"{care}invite/", looking_after.invite, name="invite"),
    path(
        f"{care}invitations/<str:key>/withdraw/",
        looking_after.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(f"{care}notice/", looking_after.notice, name="notice"),
    path(f"{care}colour/", looking_after.colour, name="colour"),
    path(f"{care}step-down/", looking_after.step_down, name="step_down"),
    path(f"{care}history/", looking_after.history, name="history"),
    path(f"{person}answer/", looking_after.answer, name="answer_request"),
    path(f"{person}welcome/", looking_after.welcome, name="welcome"),
    path(f"{person}remove/", looking_after.remove, name="remove"),
    path(f"{person}facilitator/", looking_after.facilitator, name="facilitator"),
]
