"""The screen on which facilitators say how writing works in their community."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from communities.access import can_look_after
from communities.models import CommunityPage
from core.access import require
from forum.checking.forms import RulesForm
from forum.checking.rules import rules_of
from forum.checking.services import choose_rules


@login_required
def how_writing_works(request: Any, community_id: int) -> HttpResponse:
    """Not there but for those who look after the community."""
    community = get_object_or_404(CommunityPage.objects.live(), pk=community_id)
    require(can_look_after, request.user, community)
    form = RulesForm(request.POST or None, instance=rules_of(community))
    if request.method == "POST" and form.is_valid():
        choose_rules(community=community, **form.cleaned_data)
        messages.success(request, _("It works so from now on. What waits already, waits on."))
        return redirect("communities:looking_after", community.pk)
    return render(request, "forum/how_writing_works.html", {"form": form, "community": community})
