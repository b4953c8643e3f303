"""What the library keeps of a person, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from members.export import Row, exported
from resources.models import Quotation, SiteDocument, SiteImage


@exported("uploads", _("Pictures and documents you put into the library"), with_files=True)
def uploads(user: Any) -> Iterator[Row]:
    for model in (SiteImage, SiteDocument):
        for upload in model.objects.filter(uploaded_by_user=user).order_by("pk").iterator():
            yield {"title": upload.title, "added": upload.created_at, "file": upload.file}


@exported("quotations", _("What you are quoted with, or were asked for"))
def quotations(user: Any) -> Iterator[Row]:
    own = Quotation.objects.filter(member=user).select_related("page").order_by("pk")
    for quotation in own.iterator():
        yield {
            "resource": quotation.page.title,
            "your_words": quotation.words or None,
            "what_you_said": quotation.get_consent_display(),
            "named": quotation.get_shown_as_display(),
            "asked": quotation.asked_at,
            "answered": quotation.answered_at,
        }
