"""The welcome's step about what somebody new wants to hear."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from members.joining.welcome import DONE, step
from notifications.forms import PaceForm


@step("hearing", _("What you want to hear"), "notifications/welcome.html", order=30)
def hearing(request: Any) -> dict[str, Any] | None:
    form = PaceForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return DONE
    return {"form": form}
