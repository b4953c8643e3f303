"""The menus."""

from dataclasses import dataclass

from django import template
from django.db.models import F, Q
from django.http import HttpRequest
from django.template.context import Context
from wagtail.models import Page, Site

from core.memo import once
from core.querysets import exclude_restricted

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    is_current: bool
    kind: str


@dataclass(frozen=True)
class Menus:
    main: tuple[MenuItem, ...] = ()
    footer: tuple[MenuItem, ...] = ()


def menus(request: HttpRequest | None) -> Menus:
    """Both menus as this reader may see them, read once for a request."""
    return Menus() if request is None else once("menus", lambda: _read_menus(request))


def _read_menus(request: HttpRequest) -> Menus:
    site = Site.find_for_request(request)
    if site is None:
        return Menus()
    home = site.root_page
    pages = (
        Page.objects.live()
        .descendant_of(home)
        .filter(Q(depth=home.depth + 1, show_in_menus=True) | Q(standardpage__in_footer=True))
        .annotate(link=F("linkpage__link"), in_footer=F("standardpage__in_footer"))
        .order_by("path")
    )
    main, footer = [], []
    for page in exclude_restricted(pages, request.user):
        url = page.link or page.get_url(request)
        kind = page.cached_content_type.model
        item = MenuItem(page.title, url, request.path.startswith(url), kind)
        if page.show_in_menus and page.depth == home.depth + 1:
            main.append(item)
        if page.in_footer:
            footer.append(item)
    return Menus(tuple(main), tuple(footer))


@register.inclusion_tag("components/main_menu.html", takes_context=True)
def main_menu(context: Context) -> dict:
    """The pages under home that an editor put in the menu."""
    request = context.get("request")
    return {"items": menus(request).main, "request": request}


@register.inclusion_tag("components/footer_menu.html", takes_context=True)
def footer_menu(context: Context) -> dict:
    """Standard pages flagged for the foot of the page."""
    return {"items": menus(context.get("request")).footer}


@register.simple_tag(takes_context=True)
def menu_url(context: Context, kind: str) -> str:
    """The address of the menu's page of this kind (``eventindexpage``); empty when it has none."""
    items = menus(context.get("request")).main
    return next((item.url for item in items if item.kind == kind), "")
