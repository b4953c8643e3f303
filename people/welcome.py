"""The welcome's step about who somebody new is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from members.joining.welcome import DONE, step
from people.first_words import FirstWordsForm


@step("you", _("Who you are"), "people/welcome.html", order=20)
def who_am_i(request: Any) -> dict[str, Any] | None:
    form = FirstWordsForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return DONE
    return {"form": form}
