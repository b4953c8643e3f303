"""A step of signing in that holds up those who need a coordinator's word."""

from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from members.joining import approval


class ApprovalStage(LoginStage):
    """The stage after the address is confirmed, and before there is a session."""

    key = "approval"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user is not None and approval.hold(user=self.login.user):
            return redirect("account_waiting"), False
        return None, True
