"""What a page asks of the frame around it: the menus, and the way to its editing."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from wagtail.models import Page

from core.memo import remembered
from core.querysets import page_paths_closed_to
from frame.kept import frame

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
    """Both menus as this reader may see them, made once for a request."""
    return Menus() if request is None else remembered("menus", lambda: _menus_for(request))


def _menus_for(request: HttpRequest) -> Menus:
    around = frame(request)
    closed = tuple(page_paths_closed_to(request.user)) if around.some_closed else ()
    seen = [entry for entry in around.entries if not entry.path.startswith(closed)]
    items = {
        entry: MenuItem(entry.title, entry.url, request.path.startswith(entry.url), entry.kind)
        for entry in seen
    }
    return Menus(
        main=tuple(items[entry] for entry in seen if entry.in_main),
        footer=tuple(items[entry] for entry in seen if entry.in_footer),
    )


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


@register.simple_tag(takes_context=True)
def edit_url(context: Context) -> str:
    """The screen on which this reader may edit the page; empty for others, and in a preview."""
    request, page = context["request"], context.get("page")
    if not isinstance(page, Page) or page.pk is None or getattr(request, "is_preview", False):
        return ""
    may_edit = page.permissions_for_user(request.user).can_edit()
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else ""
