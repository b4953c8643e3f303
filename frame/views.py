"""What anybody may choose of the frame around their pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import less_data as choice


def less_data(request: HttpRequest) -> HttpResponse:
    """Choose, on this device, pages without pictures and typeface; or all of them again."""
    if request.method != "POST":
        told = {
            "is_chosen": choice.is_chosen(request),
            "is_asked_by_browser": choice.is_asked_by_browser(request),
        }
        return render(request, "frame/less_data.html", told)
    response = redirect("less_data")
    if "all" in request.POST:
        response.delete_cookie(choice.COOKIE, samesite="Lax")
        messages.success(request, _("Pictures and the typeface are shown again on this device."))
    else:
        response.set_cookie(
            choice.COOKIE, "1", max_age=choice.LASTS, secure=request.is_secure(), httponly=True
        )
        messages.success(request, _("Pages cost less data on this device from now on."))
    return response
