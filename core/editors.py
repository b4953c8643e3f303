"""The pages and files an editor may know of: those they may see, and those they may edit.

Wagtail shows every editor the whole tree in its choosers, and tells somebody who may not
open a screen that the thing is there. Here that screen answers as for what does not exist.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.contrib.messages import get_messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from wagtail.coreutils import resolve_model_string
from wagtail.models import CollectionMember, Page
from wagtail.permissions import policy_registry

from core.addresses import EDITORS, number
from core.querysets import collections_closed_to, under_paths_closed_to

NAMES_OF_PAGES = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"}
"""What Wagtail's addresses call the number of a page."""
OF_THE_WHOLE_TREE = {"page_types_usage", "page_types_usage_results"}
"""Screens that count every page and name the latest, whoever asks."""
PAGE_CHOOSER = {"wagtailadmin_choose_page", "wagtailadmin_choose_page_child"}
USES = {"add", "change", "delete", "choose", "view"}
_editor: ContextVar[Any] = ContextVar("editor", default=None)
"""Who asks, while one of the editors' screens is made."""


def knows_every_page(user: Any) -> bool:
    """Whether the editor looks after the whole tree; asks no more than Wagtail's menu has asked."""
    granted = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return user.is_superuser or any(each.page.depth == 1 for each in granted)


def pages_known_to(user: Any) -> QuerySet[Page]:
    """Published pages that are open to this person, and whatever they may edit."""
    if knows_every_page(user):
        return Page.objects.all()
    editable = policy_registry.get_by_type(Page).explorable_instances(user)
    visible = Q(live=True) & ~under_paths_closed_to(user)
    return Page.objects.filter(visible | Q(pk__in=editable.order_by().values("pk")))


def knows(thing: Model) -> bool:
    """Whether the editor whose screen is being made may know of a page or a file.

    What they may not know of is nothing in a chooser, a form and the answer about a link.
    Elsewhere than in the editors' screens nobody is kept from anything by this.
    """
    editor = _editor.get()
    if editor is None:
        return True
    if isinstance(thing, Page):
        return knows_every_page(editor) or pages_known_to(editor).filter(pk=thing.pk).exists()
    if isinstance(thing, CollectionMember):
        policy = policy_registry.get_by_type(type(thing))
        is_open = not collections_closed_to(editor).filter(pk=thing.collection_id).exists()
        return is_open or policy.user_has_any_permission_for_instance(editor, USES, thing)
    return True


class EditorsMiddleware:
    """Answer 404 to an editor wherever an address names what they may not know of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_editors = _is_editors(request)
        token = _editor.set(request.user if is_editors else None)
        try:
            response = self.get_response(request)
        finally:
            _editor.reset(token)
        match = request.resolver_match
        if (
            match
            and match.kwargs
            and is_editors
            and _is_refusal(response)
            and not knows_every_page(request.user)
        ):
            _take_back_messages(request)
            return _nothing(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not _is_editors(request):
            return None
        if not (
            _names_numbers(request, kwargs)
            and _knows_pages(request, kwargs)
            and _knows_what_is_ticked(request, kwargs)
        ):
            return _nothing(request)
        if request.resolver_match.url_name == "wagtailadmin_choose_page":  # type: ignore[union-attr]
            return _open_where_they_may(request, view)
        return None


def _is_editors(request: HttpRequest) -> bool:
    """Is this one of the editors' screens, asked for by somebody who may open some of them?"""
    return request.path_info.startswith(EDITORS) and request.user.has_perm(
        "wagtailadmin.access_admin"
    )


def _is_refusal(response: HttpResponseBase) -> bool:
    to_home = response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
    return to_home or response.status_code in (403, 405)


def _take_back_messages(request: HttpRequest) -> None:
    """Drop messages, unread: they tell that a thing is there, and a session would tell it too."""
    waiting: Any = get_messages(request)
    waiting._queued_messages.clear()
    waiting.added_new = False


def _nothing(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's own answer where there is nothing."""
    return resolve(f"{EDITORS}-/").func(request)


def _names_numbers(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Whether each key in the address is a number that a database holds: Wagtail asks for any."""
    named = [each for each in kwargs.values() if str(each).isdigit()]
    match: Any = request.resolver_match
    if match.url_name == "chosen":
        named.append(kwargs["pk"])
    elif match.url_name == "chosen_multiple":
        named += request.GET.getlist("id")
    return all(number(each) is not None for each in named)


def _knows_pages(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Whether the editor knows the pages that the address names, also several after the ``?``."""
    match: Any = request.resolver_match
    keys = [value for name, value in kwargs.items() if name in NAMES_OF_PAGES]
    if match.url_name in OF_THE_WHOLE_TREE:
        return knows_every_page(request.user)
    if "wagtailadmin_pages" in match.namespaces:
        keys += [kwargs["pk"]] if "pk" in kwargs else []
        if match.url_name == "copy" and request.method == "POST":
            keys.append(request.POST.get("new_parent_page"))  # Wagtail reads it before its form.
    if match.url_name == "wagtailadmin_choose_page_chosen_multiple":
        keys += request.GET.getlist("id")
    elif match.url_name in PAGE_CHOOSER:
        keys += filter(None, request.GET.getlist("target_pages[]"))
    return not keys or _are_all_in(pages_known_to(request.user), keys)


def _open_where_they_may(request: HttpRequest, view: Any) -> HttpResponseBase | None:
    """Open the chooser of one type of page above those the editor knows, and not above all."""
    kinds = request.GET.get("page_type")
    if not kinds or knows_every_page(request.user):
        return None
    try:
        models = [resolve_model_string(kind) for kind in kinds.split(",")]
    except (ValueError, LookupError):
        return None  # and Wagtail finds nothing
    known: Any = pages_known_to(request.user)
    above = known.type(*filter(_is_page, models)).first_common_ancestor()
    way = known.filter(pk__in=above.get_ancestors(inclusive=True).order_by().values("pk"))
    parent = way.order_by("-depth").first()
    return view(request, parent_page_id=parent.pk) if parent else _nothing(request)


def _is_page(model: type[Model]) -> bool:
    return issubclass(model, Page)


def _knows_what_is_ticked(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Whether the editor knows every ticked row: Wagtail's bulk actions name the others too."""
    match: Any = request.resolver_match
    ticked = request.GET.getlist("id")
    if match.url_name != "wagtail_bulk_action" or not ticked:
        return True
    try:
        model: type[Model] = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return True  # and Wagtail finds nothing
    if not issubclass(model, Page):
        policy = policy_registry.get_by_type(model)
        known = policy.instances_user_has_any_permission_for(request.user, USES)
        return "all" in ticked or _are_all_in(known, ticked)
    known = pages_known_to(request.user)
    if "all" not in ticked:
        return _are_all_in(known, ticked)
    parent = known.filter(pk=number(request.GET.get("childOf"))).first()
    if parent is None:
        return knows_every_page(request.user)
    listed = parent.get_descendants() if request.GET.get("q") else parent.get_children()
    return not listed.exclude(pk__in=known.order_by().values("pk")).exists()


def _are_all_in(known: QuerySet, keys: list[Any]) -> bool:
    wanted = {number(key) for key in keys}
    return known.filter(pk__in=wanted - {None}).count() == len(wanted)
