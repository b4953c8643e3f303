"""What Wagtail shows of announcements."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from announcements.screens import AnnouncementViewSet


@hooks.register("register_admin_viewset")
def register_announcements() -> AnnouncementViewSet:
    return AnnouncementViewSet()


@hooks.register("register_log_actions")
def name_what_happens(actions: LogActionRegistry) -> None:
    actions.register_action("announcements.send", _("Send an announcement"), _("Sent"))
    actions.register_action("announcements.schedule", _("Schedule an announcement"), _("Scheduled"))
    actions.register_action("announcements.stop", _("Stop an announcement"), _("Stopped"))
