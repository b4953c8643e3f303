"""The people, what they say of themselves, and the photo that comes with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files import file_response
from core.limits import limited
from members.models import User
from people.directory import DirectoryFilters, find
from people.forms import ProfileForm
from people.visibility import seen_by

PER_PAGE = 25


@login_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """People by name, to be narrowed by what they show this member."""
    filters = DirectoryFilters(request.GET)
    paginator = Paginator(find(request.user, filters), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "people/directory.html",
        {
            "filters": filters,
            "page_obj": page,
            "people": seen_by(request.user, page.object_list),
        },
    )


@login_required
@limited("profile", limit=20, seconds=3600)
def edit(request: HttpRequest) -> HttpResponse:
    """One's own profile: every fact with whom it is for."""
    member: Any = request.user
    form = ProfileForm(request.POST or None, request.FILES or None, member=member)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("forum_member:profile", member.public_id)
    return render(request, "people/edit.html", {"form": form})


@require_safe
def photo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Somebody's photo, for those it is for; for others there is none."""
    person = get_object_or_404(User.objects.active(), public_id=public_id)
    (seen,) = seen_by(request.user, [person])
    stored = seen.facts.get("photo")
    if not stored:
        raise Http404
    return file_response(request, stored, filename="photo.jpg", content_type="image/jpeg")
