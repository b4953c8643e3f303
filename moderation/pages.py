"""What the pages of reports and of duty have in common."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect


def staged(request: Any, stages: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The stage of a list that ``?show=`` names, the first where it names none, and a tab for
    each."""
    asked = request.GET.get("show", "")
    stage = asked if asked in stages else ""
    tabs = [
        {
            "title": title,
            "url": f"?show={name}" if name else request.path,
            "is_current": name == stage,
        }
        for name, title in stages.items()
    ]
    return stage, tabs


def take_step(request: Any, thing: Any, do: Callable[[], Any], done: str) -> HttpResponse:
    """Do one thing to what the page is about, say so or why not, and lead back to it."""
    try:
        do()
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, done)
    return redirect(thing)
