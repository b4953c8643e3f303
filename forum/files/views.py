"""Handing out a post's files to those who may read the post."""

from pathlib import PurePath
from typing import Any

from django.db import models
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_conversation.forum_attachments.views import (
    AttachmentView as MachinaAttachmentView,
)
from machina.core.db.models import get_model

from core.files import file_response
from forum.files import uploads

Attachment = get_model("forum_attachments", "Attachment")


class AttachmentView(MachinaAttachmentView):
    """Always a download, never a page: nothing in a file can act in the reader's name."""

    http_method_names = ("get", "head", "options")
    refusal = _("Files in this room are for its members.")

    def get_object(self, queryset: models.QuerySet | None = None) -> Any:
        if not hasattr(self, "_attachment"):
            self._attachment = super().get_object(
                Attachment.objects.select_related("post__topic__forum")
            )
        return self._attachment

    def get_controlled_object(self) -> Any:
        return self.get_object().post

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return self.request.forum_permission_handler.can_download_post_files(obj, user)

    def render_to_response(self, context: dict, **kwargs: Any) -> HttpResponseBase:
        stored = self.object.file
        return file_response(
            self.request,
            stored,
            filename=PurePath(stored.name).name,
            content_type=uploads.content_type_of(stored.name),
            as_attachment=True,
        )
