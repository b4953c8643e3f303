"""The facilitators' duty page, and one item. Not there for anybody else."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily
from django.views.decorators.http import require_POST, require_safe

from communities.access import is_coordinator
from communities.looks import note_look
from communities.models import CommunityPage
from core.days import site_today
from core.text import isolated
from members import audit
from members.models import User
from members.sending import once
from moderation.duty import notices, services
from moderation.duty.access import elsewhere_for, on_duty_in, others_for
from moderation.duty.cover import cover_at, rota_of
from moderation.duty.enums import Level, State
from moderation.duty.forms import CloseForm, NoteForm, PersonForm, RaiseForm, refuse
from moderation.duty.models import DutyItem, TalkedOver
from moderation.pages import staged, take_step

PER_PAGE = 25
STAGES = {"": lazily("Waiting"), "over": lazily("Over")}
View = Callable[..., HttpResponseBase]


def for_facilitators(view: View) -> View:
    """Hand the community over instead of its key; 404 to all who do not facilitate it."""

    @wraps(view)
    @login_required
    def for_facilitators_only(request: Any, community_id: int, **kwargs: Any) -> HttpResponseBase:
        community = get_object_or_404(on_duty_in(request.user), pk=community_id)
        return view(request, community, **kwargs)

    return for_facilitators_only


def for_carers(view: View) -> View:
    """Hand the item over instead of its key; 404 to everybody to whom it does not fall."""

    @wraps(view)
    @login_required
    def for_carers_only(request: Any, key: str) -> HttpResponseBase:
        items = DutyItem.objects.falling_to(request.user)
        related = ("community", "subject", "opened_by", "taken_by", "offered_to", "second")
        return view(request, get_object_or_404(items.select_related(*related), key=key))

    return for_carers_only


@for_facilitators
@require_safe
def community(request: Any, community: CommunityPage) -> HttpResponse:
    """What is open first, and the rota of the next days beside it."""
    items = DutyItem.objects.falling_to(request.user).filter(community=community)
    hours = rota_of(community.pk, site_today())
    names = User.objects.in_bulk({each.person for each in hours})
    said = {
        "community": community,
        "cover": cover_at(community.pk, timezone.now()),
        "rota": [(each, names[each.person]) for each in hours if each.person in names],
        "unanswered": _unanswered(request.user).filter(item__community=community),
    }
    return _list(request, items, **said)


@login_required
@require_safe
def site(request: Any) -> HttpResponse:
    """What came to somebody in communities that they do not facilitate."""
    items = elsewhere_for(request.user)
    if not is_coordinator(request.user) and not items.exists():
        raise Http404
    return _list(request, items)


def _list(request: Any, items: QuerySet, **more: Any) -> HttpResponse:
    stage, tabs = staged(request, STAGES)
    shown = items.over() if stage else items.live()  # type: ignore[attr-defined]
    page = Paginator(shown.in_rows(), PER_PAGE).get_page(request.GET.get("page"))
    crumbs = [{"title": _("Home"), "url": "/"}]
    _note_look(request.user, *page)
    said = {"page_obj": page, "tabs": tabs, "stage": stage, "crumbs": crumbs, **more}
    return render(request, "moderation/duty/list.html", said)


@for_carers
@require_safe
def look(request: Any, item: DutyItem) -> HttpResponse:
    """One item: what it is about, what can be done, and what happened."""
    return _look(request, item)


def _look(request: Any, item: DutyItem, **bound: Form) -> HttpResponse:
    """The page of an item; ``bound`` are forms with a mistake, in place of empty ones."""
    user = request.user
    _note_look(user, item)
    notices.seen(notices.FOR_CARERS, item, user)
    has_it = item.state == State.TAKEN and item.taken_by_id == user.pk
    is_asked = item.state == State.TAKEN and item.offered_to_id == user.pk
    others = others_for(item) if has_it else User.objects.none()
    post = item.post
    if post and not request.forum_permission_handler.can_read_post(post, user):
        post = None
    forms: dict[str, Form] = {"note_form": NoteForm()}
    if has_it:
        forms |= {
            "offer_form": PersonForm(people=others, label=_("To whom"), prefix="offer"),
            "second_form": PersonForm(people=others, label=_("Second person"), prefix="second"),
        }
    if item.level < Level.HIGH:
        forms["raise_form"] = RaiseForm(item=item)
    said = {
        "item": item,
        "steps": item.steps.select_related("by", "to"),
        "post": post,
        "has_it": has_it,
        "is_asked": is_asked,
        "may_take": item.state == State.OPEN
        or (item.state == State.TAKEN and not has_it and not services.has_carer(item)),
        "sees_reach": user.pk in (item.taken_by_id, item.offered_to_id, item.second_id),
        "crumbs": _way_to(user, item),
    }
    return render(request, "moderation/duty/look.html", said | forms | bound)


@once
@for_carers
@require_POST
def take(request: Any, item: DutyItem) -> HttpResponse:
    return _step(request, item, services.take, _("You have it now."))


@once
@for_carers
@require_POST
def put_back(request: Any, item: DutyItem) -> HttpResponse:
    return _step(request, item, services.put_back, _("It waits for somebody else now."))


@once
@for_carers
@require_POST
def accept(request: Any, item: DutyItem) -> HttpResponse:
    return _step(request, item, services.accept, _("You have it now."))


@once
@for_carers
@require_POST
def decline(request: Any, item: DutyItem) -> HttpResponse:
    return _step(request, item, services.decline, _("It stays with who has it."))


@once
@for_carers
@require_POST
def note(request: Any, item: DutyItem) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _look(request, item, note_form=form)
    words = form.cleaned_data["words"]
    return _step(request, item, services.note, _("Your note is kept."), words=words)


@once
@for_carers
@require_POST
def offer(request: Any, item: DutyItem) -> HttpResponse:
    """Ask somebody to take it over."""
    form = PersonForm(request.POST, people=others_for(item), label=_("To whom"), prefix="offer")
    if not form.is_valid():
        return _look(request, item, offer_form=form)
    to = form.cleaned_data["person"]
    done = _("They are asked. Until they say yes, you have it.")
    return _step(request, item, services.offer, done, to=to)


@once
@for_carers
@require_POST
def second(request: Any, item: DutyItem) -> HttpResponse:
    """Name a second person."""
    form = PersonForm(
        request.POST, people=others_for(item), label=_("Second person"), prefix="second"
    )
    if not form.is_valid():
        return _look(request, item, second_form=form)
    named = form.cleaned_data["person"]
    done = _("They are told. You look after it together now.")
    return _step(request, item, services.name_second, done, second=named)


@once
@for_carers
@require_POST
def raise_level(request: Any, item: DutyItem) -> HttpResponse:
    form = RaiseForm(request.POST, item=item)
    if not form.is_valid():
        return _look(request, item, **({"raise_form": form} if item.level < Level.HIGH else {}))
    level = form.cleaned_data["level"]
    return _step(request, item, services.raise_level, _("It is raised."), level=level)


@once
@for_carers
def close(request: Any, item: DutyItem) -> HttpResponse:
    """Close it, with words to who asked and a last note, if there is anything to say."""
    if item.state != State.TAKEN or item.taken_by_id != request.user.pk:
        messages.info(request, services.NOT_YOURS)
        return redirect(item)
    form = CloseForm(request.POST if request.method == "POST" else None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            services.close(item=item, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("It is closed. Thank you for having looked after it."))
            return redirect(item)
    _note_look(request.user, item)
    said = {"item": item, "form": form, "crumbs": [*_way_to(request.user, item), _crumb(item)]}
    return render(request, "moderation/duty/close.html", said)


@login_required
def talk(request: Any, key: str) -> HttpResponse:
    """Whether somebody who had a high one has talked it over, and with whom they may."""
    asked = get_object_or_404(
        TalkedOver.objects.select_related("item__community"), item__key=key, person=request.user
    )
    if request.method == "POST":
        services.answer_talked_over(asked=asked)
        messages.success(request, _("Thank you. Look after yourself, too."))
        return redirect("duty:talk", key)
    notices.seen([notices.TALK], asked, request.user)
    facilitates = on_duty_in(request.user).filter(pk=asked.item.community_id).exists()
    said = {
        "asked": asked,
        "people": others_for(asked.item).exclude(pk=request.user.pk) if facilitates else (),
        "crumbs": [{"title": _("Home"), "url": "/"}],
    }
    return render(request, "moderation/duty/talk.html", said)


def _step(
    request: Any, item: DutyItem, service: Callable[..., DutyItem], done: str, **said: Any
) -> HttpResponse:
    do = partial(service, item=item, by=request.user, **said)
    return take_step(request, item, do, done)


def _unanswered(person: Any) -> QuerySet[TalkedOver]:
    return TalkedOver.objects.filter(person=person, answered_at=None).select_related("item")


def _way_to(person: Any, item: DutyItem) -> list[dict[str, str]]:
    """The list that leads to the item."""
    title, address = _("Duty"), reverse("duty:site")
    if on_duty_in(person).filter(pk=item.community_id).exists():
        title = _("Duty in %(community)s") % {"community": isolated(item.community.title)}
        address = reverse("duty:community", args=[item.community_id])
    return [{"title": _("Home"), "url": "/"}, {"title": title, "url": address}]


def _crumb(item: DutyItem) -> dict[str, str]:
    return {"title": _("A duty item"), "url": item.get_absolute_url()}


def _note_look(by: Any, *items: DutyItem) -> None:
    """Note a look at those who asked, and at those whom items are about."""
    note_look(by=by, about=[item.subject for item in items], what=audit.DUTY)
