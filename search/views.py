"""The search page: one box over everything the reader may see."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import limits
from core.search import clean_query
from search import sections

PER_GROUP = 5
PER_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q=`` words, ``?in=`` a section's key, ``?page=``. What makes no sense is passed over.

    Everything: the first five of each section, a topic once however many of its posts
    fit. A section: all of it, in pages.
    """
    words = clean_query(request.GET.get("q"))
    section = sections.BY_KEY.get(request.GET.get("in", ""))
    context: dict[str, Any] = {
        "q": words,
        "chosen": section,
        "sections": sections.SECTIONS,
    }
    if words:
        if not request.user.is_authenticated and not limits.allow(
            "search", limits.who_is(request), limit=15, seconds=60
        ):
            return limits.too_many(request, seconds=60)
        if section:
            found = section.find(words, request.user)
            context["page_obj"] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        else:
            context["groups"] = [
                (group, *found)
                for group in sections.EVERYTHING
                if (found := group.first(words, request.user, PER_GROUP))[0]
            ]
    return render(request, "search/results.html", context)
