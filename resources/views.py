"""The site's files: pictures in the sizes that pages show, and documents; and being quoted."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks

from core import files
from core.marks import if_it_can_be_kept
from members.sending import once
from resources import notices, services
from resources.access import can_see_picture
from resources.forms import ConsentForm
from resources.models import Quotation, SiteDocument, SiteRendition

KINDS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
MOST_QUOTATIONS = 100
"""Of one's own, on one page."""
A_DAY = "public, max-age=86400"
"""How long a picture open to all is kept, by what stands between too: it may be closed one day."""


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """One picture in one size, for those its collection is open to; for others there is none."""
    rendition = get_object_or_404(
        SiteRendition.objects.select_related("image__collection"), file=path
    )
    image = rendition.image
    restrictions = image.collection.get_view_restrictions()
    if restrictions and not can_see_picture(request, image, restrictions):
        raise Http404
    name = PurePath(rendition.file.name)
    return files.file_response(
        request,
        rendition.file,
        filename=name.name,
        content_type=KINDS.get(name.suffix.lower(), "application/octet-stream"),
        cache=files.PRIVATE if restrictions else A_DAY,
    )


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A document, once everybody whom Wagtail asks has let it through.

    A visitor's browser keeps it and asks again; a member's does not keep it.
    """
    found = get_object_or_404(SiteDocument, pk=document_id)
    if found.filename != document_filename:
        raise Http404
    for ask in hooks.get_hooks("before_serve_document"):
        if isinstance(answer := ask(found, request), HttpResponseBase):
            return answer
    return files.file_response(
        request,
        found.file,
        filename=found.filename,
        content_type=found.content_type,
        as_attachment=found.content_disposition != "inline",
        cache="",
    )


def _own(request: Any, key: str) -> Quotation:
    """The quotation of this very person; for others there is none."""
    quotations = Quotation.objects.select_related("page", "member")
    return get_object_or_404(quotations, key=key, member=request.user)


@login_required
@require_safe
def my_quotations(request: Any) -> HttpResponse:
    """All that one was asked for, the latest first."""
    own = Quotation.objects.filter(member=request.user).select_related("page", "member")
    return render(
        request, "resources/quotations.html", {"quotations": own.order_by("-pk")[:MOST_QUOTATIONS]}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def answer_quotation(request: Any, key: str) -> HttpResponse:
    quotation = _own(request, key)
    if request.method == "POST" and "no" in request.POST:
        services.take_back_quotation(quotation=quotation)
        messages.success(request, _("Your words are not used. Thank you for answering."))
        return redirect("quotations:mine")
    form = ConsentForm(request.POST if request.method == "POST" else None, quotation=quotation)
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you. You can take it back here at any time."))
            return redirect("quotations:answer", quotation.key)
    with if_it_can_be_kept():
        notices.question_seen(quotation, request.user)
    context = {"quotation": quotation, "form": form, "is_open": _is_open_to_all(quotation)}
    return render(request, "resources/quotation.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def take_back_quotation(request: Any, key: str) -> HttpResponse:
    quotation = _own(request, key)
    if request.method != "POST":
        return render(request, "resources/quotation_take_back.html", {"quotation": quotation})
    services.take_back_quotation(quotation=quotation)
    messages.success(request, _("Your words are gone from the resource."))
    return redirect("quotations:mine")


def _is_open_to_all(quotation: Quotation) -> bool:
    return not quotation.page.get_view_restrictions().exists()
