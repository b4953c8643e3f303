"""Every address of the site; Wagtail's page tree comes last."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap

from cop_site import health, mail_events, metrics, styleguide, wellknown
from members.accounts.views import sign_in
from resources.views import document, picture


def nothing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Answer 404 in place of what Wagtail would answer, and this site does not do."""
    raise Http404


handler400 = "cop_site.errors.bad_request"
handler403 = "cop_site.errors.permission_denied"
handler429 = "members.accounts.views.too_many_requests"  # allauth's name for it
handler404 = "cop_site.errors.page_not_found"
handler500 = "cop_site.errors.server_error"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path(".well-known/security.txt", wellknown.security, name="security_txt"),
    path(
        ".well-known/change-password",
        RedirectView.as_view(pattern_name="account_change_password"),
        name="change_password",
    ),
    # Wagtail's own sign-in pages know neither limits nor second steps.
    path("admin/login/", sign_in),
    path("_util/login/", sign_in),
    # Nothing here opens with a shared password, and nothing breaks to see how that looks.
    path("_util/authenticate_with_password/<path:rest>", nothing),
    path("admin/failwhale/", nothing),
    path("admin/", include(wagtailadmin_urls)),
    # By Wagtail's name for it, so that its addresses lead here.
    path("documents/<int:document_id>/<str:document_filename>", document, name="wagtaildocs_serve"),
    path("media/<path:path>", picture, name="media"),
    path("accounts/", include("members.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("people/", include("people.urls")),
    path("welcome/", include("members.joining.urls")),
    path("first-steps/", include("home.urls")),
    path("notifications/", include("notifications.urls")),
    path("membership/", include("communities.urls")),
    path("events/", include("events.urls")),
    path("quotations/", include("resources.urls")),
    path("promote/", include("home.promoting.urls")),
    path("forum/", include("forum.urls")),
    path("announcements/", include("announcements.urls")),
    path("reports/", include("moderation.urls")),
    path("duty/", include("moderation.duty.urls")),
    path("search/", include("search.urls")),
    path("less-data/", include("frame.urls")),
    path("mail-events/", include(mail_events.addresses(settings.MAIL_EVENTS_FROM))),
]
if settings.TRIAL:
    urlpatterns.append(path("styleguide/", styleguide.index, name="styleguide"))
urlpatterns.append(path("", include(wagtail_urls)))
