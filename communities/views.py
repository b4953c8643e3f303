"""Joining and leaving."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from communities import services
from communities.access import can_join_community
from communities.models import CommunityPage
from core.access import NotAllowed


def join(request: HttpRequest, community_id: int) -> HttpResponse:
    """A visitor signs in first and comes back to the community."""
    community = get_object_or_404(CommunityPage.objects.visible_to(request.user), pk=community_id)
    address = community.get_url(request)
    if request.method != "POST":
        return redirect(address)
    if not request.user.is_authenticated:
        return redirect_to_login(address)
    if not can_join_community(request.user, community):
        raise NotAllowed(_("Coordinators add the members of this community. Ask one of them."))

    services.join(community=community, member=request.user)
    messages.success(
        request, _("You are now a member of %(community)s.") % {"community": community.title}
    )
    return redirect(address)


def leave(request: HttpRequest, community_id: int) -> HttpResponse:
    """Back to the community's page, or home when leaving has closed that page too."""
    visible = CommunityPage.objects.visible_to(request.user)
    community = get_object_or_404(visible, pk=community_id)
    address = community.get_url(request)
    if request.method != "POST":
        return redirect(address)
    if not request.user.is_authenticated:
        return redirect_to_login(address)

    services.leave(community=community, member=request.user)
    messages.success(request, _("You have left %(community)s.") % {"community": community.title})
    still_open = all(
        restriction.accept_request(request) for restriction in community.get_view_restrictions()
    )
    return redirect(address if still_open else "/")
