"""What messages answer, where they do not stand in their topic."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

from forum.quoting.shown import Answered, answers_of

register = template.Library()


@register.simple_tag(takes_context=True)
def answers_among(context: Context, *posts: Any) -> dict[int, Answered]:
    """What these posts answer, for ``answered_by``: one query for all of them."""
    request = context["request"]
    found = [post for each in posts for post in (each if isinstance(each, Iterable) else [each])]
    return answers_of(found, request.user, request.forum_permission_handler)


@register.filter
def answered_by(answers: dict[int, Answered] | None, post: Any) -> Answered | None:
    return (answers or {}).get(post.pk)
