"""The stage of ours between showing who one is and being signed in."""

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from members.departures import Departure


class LeavingStage(LoginStage):
    """Ask somebody who is leaving whether to stay, when every step of the sign-in is done."""

    key = "leaving"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        departure = Departure.objects.open().filter(user=self.login.user).first()
        if departure is None:
            return None, True
        clear_login(self.request)
        return redirect("account_keep", departure.token), False
