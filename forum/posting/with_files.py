"""The files of a form for a post, kept from one try to the next."""

import hashlib
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_conversation import views as machina
from machina.core.db.models import get_model
from machina.core.loading import get_class

from forum import pace
from forum.posting.sent import with_management_form

Attachment = get_model("forum_attachments", "Attachment")

attachments_cache = get_class("forum_attachments.cache", "cache")

KEPT_FILES = "kept_files"
"""In a form beside each file of an earlier try: only then is the store asked for them."""
GONE = _("We could not keep your files. Please choose them again, or send this without them.")


class WithFiles(machina.BasePostFormView):
    """A form that takes files, for whoever may add some here (``may_attach``)."""

    may_attach: bool
    attachment_preview = False

    @property
    def files_key(self) -> str:
        """The key of this person's files for this very form, kept between two tries."""
        path = hashlib.sha256(self.request.path.encode()).hexdigest()
        return f"attachments-{self.request.user.pk}-{path}"

    def init_attachment_cache(self) -> None:
        """Do nothing: machina calls this before a form is first shown, when there are no files."""

    def restore_files(self) -> None:
        """Add the files of an earlier try to those sent now; none where none are allowed."""
        self.kept: MultiValueDict = MultiValueDict()
        self.no_files: Any = None
        if self.may_attach and self.request.FILES and not self.is_trusted:  # type: ignore[attr-defined]
            self.no_files = pace.why_no_files(self.request.user)
        files: MultiValueDict = MultiValueDict()
        if self.may_attach and not self.no_files:
            if KEPT_FILES in self.request.POST:
                self.kept = attachments_cache.get(self.files_key)
                if not self.kept:
                    self.no_files = GONE
            files.update(self.kept)
            for name, file in self.request.FILES.items():
                files[name] = file
        self.request._files = files

    def keep_files(self, attachment_formset: Any) -> None:
        """Keep what may be attached for the next try, and nothing else."""
        if attachment_formset is None:
            return
        names = [
            form["file"].html_name
            for form in attachment_formset.forms
            if not form.errors and not form["DELETE"].value()
        ]
        sound = MultiValueDict(
            {name: [self.request.FILES[name]] for name in names if name in self.request.FILES}
        )
        if sound and sound != self.kept:
            attachments_cache.set(self.files_key, sound)

    def get_attachment_formset_kwargs(self) -> dict[str, Any]:
        post = self.get_post()
        own = Attachment.objects.filter(post=post) if post else Attachment.objects.none()
        kwargs: dict[str, Any] = {"prefix": "attachment", "queryset": own.order_by("pk")}
        if self.request.method == "POST":
            kwargs["data"] = with_management_form(self.request.POST, "attachment")
            kwargs["files"] = self.request.FILES
        return kwargs

    def forget_files(self) -> None:
        """What was kept is sent."""
        if self.kept:
            attachments_cache.delete(self.files_key)

    def files_shown(self, attachment_formset: Any) -> dict[str, Any]:
        """What the form shows of files: those that came back, and in a preview those to be sent."""
        found = self.request.kept if self.request.method == "GET" else None
        context: dict[str, Any] = {"kept_files_wait": found and KEPT_FILES in dict(found.fields)}
        if self.attachment_preview:
            context["attachment_preview"] = True
            context["attachment_file_previews"] = [
                (form, self.name_of_file(form))
                for form in attachment_formset.forms
                if self.name_of_file(form) and not form["DELETE"].value()
            ]
        return context

    def name_of_file(self, form: Any) -> str:
        sent = self.request.FILES.get(form["file"].html_name)
        if sent:
            return str(sent.name)
        return form.instance.filename if form.instance.pk else ""
