"""The library's list, narrowed down by what the address asks for."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.filters import Filters
from core.slugs import plain_address
from resources.enums import Audience, Kind
from resources.models import ResourcePage, Topic
from resources.querysets import ResourceQuerySet

PER_PAGE = 20


class ResourceFilters(Filters):
    """Choices that are in use. What an address asks for beyond them is left aside."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    audience = forms.ChoiceField(label=_("Who it is for"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data: Any, *, resources: ResourceQuerySet) -> None:
        super().__init__(data)
        used = list(resources.order_by("-year").values_list("kind", "year").distinct())
        kinds = {kind for kind, _year in used}
        years = dict.fromkeys(str(year) for _kind, year in used if year)
        topics = list(
            Topic.objects.filter(resources__in=resources).distinct().values_list("slug", "name")
        )
        if asked := data.get("topic"):
            self.data = {**data.dict(), "topic": _today(asked, dict(topics))}
        self._offer("kind", _("Every kind"), [c for c in Kind.choices if c[0] in kinds])
        self._offer("topic", _("Every topic"), topics)
        self._offer("audience", _("Everybody"), Audience.choices)
        self._offer("year", _("Every year"), [(year, year) for year in years])

    def _offer(self, name: str, everything: Any, choices: list) -> None:
        self.fields[name] = forms.ChoiceField(
            label=self.fields[name].label, required=False, choices=[("", everything), *choices]
        )

    def narrow(self, resources: ResourceQuerySet) -> ResourceQuerySet:
        asked = self.chosen
        if kind := asked.get("kind"):
            resources = resources.filter(kind=kind)
        if topic := asked.get("topic"):
            resources = resources.about(topic)
        if audience := asked.get("audience"):
            resources = resources.for_audience(audience)
        if year := asked.get("year"):
            resources = resources.filter(year=int(year))
        return resources


def _today(asked: str, topics: dict[str, str]) -> str:
    """The address that a topic has now: those from before kept the macrons of its name."""
    if asked in topics or asked.isascii():
        return asked
    before = slugify(asked, allow_unicode=True)
    named = (slug for slug, name in topics.items() if slugify(name, allow_unicode=True) == before)
    return next(named, plain_address(asked))


def listing(request: HttpRequest) -> dict:
    """The form, the page of resources asked for, and how many there are."""
    visible = ResourcePage.objects.visible_to(request.user)
    filters = ResourceFilters(request.GET, resources=visible)
    found = filters.narrow(visible).newest()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {"filters": filters, "page_obj": page}
