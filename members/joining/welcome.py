"""The first minutes of somebody new: a few steps, each of which may be passed over.

An app adds a step of its own with ``@step``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.addresses import number
from core.limits import limited
from members.joining import agreement

Answer = HttpResponse | dict[str, Any] | None


@dataclass(frozen=True)
class Step:
    """``respond(request)`` gives what ``template`` shows; None when this step has nothing to show
    to this member; or, when something was sent and is done, ``DONE``."""

    name: str
    title: Any
    template: str
    respond: Callable[[Any], dict[str, Any] | None]
    order: int

    @property
    def url(self) -> str:
        return reverse("welcome_step", args=[self.name])


DONE: dict[str, Any] = {}
"""What a step answers when it has taken what was sent: on to the next."""

_steps: dict[str, Step] = {}


def step(name: str, title: Any, template: str, *, order: int) -> Callable[[Any], Any]:
    """Add a step: the decorated function is its ``respond``."""

    def register(respond: Callable[[Any], dict[str, Any] | None]) -> Any:
        _steps[name] = Step(name, title, template, respond, order)
        return respond

    return register


def steps() -> list[Step]:
    return sorted(_steps.values(), key=lambda each: each.order)


@step("agreement", _("How we treat each other"), "members/welcome/agreement.html", order=10)
def agree(request: Any) -> dict[str, Any] | None:
    """The agreement, for those alone who have not accepted it yet."""
    page = agreement.current() if request.user.owes_agreement else None
    if page is None:
        return None
    if request.method == "POST":
        said = number(request.POST.get("version"))
        if said is not None and agreement.accept(member=request.user, version=said):
            return DONE
    return {"agreement": page}


@login_required
def start(request: Any) -> HttpResponse:
    """The first page of the welcome: its steps, and the way past them."""
    return render(request, "members/welcome/start.html", {"steps": _for(request)})


@login_required
@limited("welcome", limit=60, seconds=3600)
def one(request: Any, name: str) -> HttpResponse:
    chosen = _steps.get(name)
    if chosen is None:
        raise Http404
    answer = chosen.respond(request)
    following = _following(chosen)
    if answer is None or answer is DONE:
        return redirect(following.url if following else "welcome_done")
    way = _for(request)
    context = {
        "step": chosen,
        "number": way.index(chosen) + 1,
        "of": len(way),
        "next_url": following.url if following else reverse("welcome_done"),
    }
    return render(request, chosen.template, context | answer)


@login_required
def done(request: Any) -> HttpResponse:
    return render(request, "members/welcome/done.html")


def _for(request: Any) -> list[Step]:
    """The steps of this member: no agreement for those who have agreed."""
    return [each for each in steps() if each.name != "agreement" or request.user.owes_agreement]


def _following(chosen: Step) -> Step | None:
    return next((each for each in steps() if each.order > chosen.order), None)
