"""The search page: one box over everything the reader may see."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import limits
from core.search import clean_query
from search import sections
from search.forms import SearchFilters
from search.sections import Section
from search.suggestions import suggestion

PER_GROUP = 5
PER_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q=`` words, ``?in=`` a section's key, ``?page=``. What makes no sense is passed over.

    Everything: the first five of each section. A section: all of it, in pages. Where
    nothing is found, what was perhaps meant, if that finds something.
    """
    words = clean_query(request.GET.get("q"))
    section = sections.BY_KEY.get(request.GET.get("in", ""))
    context: dict[str, Any] = {
        "q": words,
        "chosen": section,
        "filters": SearchFilters(request.GET, words=words),
    }
    if words:
        if not request.user.is_authenticated and not limits.allow(
            "search", limits.who_is(request), limit=15, seconds=60
        ):
            return limits.too_many(request, seconds=60)
        if section:
            pages = Paginator(section.find(words, request.user), PER_PAGE)
            context["page_obj"] = pages.get_page(request.GET.get("page"))
            is_found = pages.count > 0
        else:
            context["groups"] = [
                (group, *found)
                for group in sections.EVERYTHING
                if (found := group.first(words, request.user, PER_GROUP))[0]
            ]
            is_found = bool(context["groups"])
        if not is_found:
            asked = (section,) if section else sections.EVERYTHING
            context["meant"] = _meant(words, request.user, asked)
    return render(request, "search/results.html", context)


def _meant(words: str, user: Any, asked: Iterable[Section]) -> str:
    """What was perhaps meant by words that find nothing, if it finds something there."""
    meant = suggestion(words, user)
    return meant if meant and any(each.find(meant, user).count() for each in asked) else ""
