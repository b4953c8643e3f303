"""Writing a post, and what is shown of one."""

from functools import lru_cache

from django import template
from django.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.templatetags.ui import first_id
from forum.posting.markup import render
from forum.signing import seals
from forum.topics.models import Post
from members.models import User

register = template.Library()


@register.simple_tag
def formatting_help() -> SafeString:
    """How to give words a form: the same for everybody, so it is put together once."""
    return _formatting_help(get_language())


@lru_cache
def _formatting_help(language: str | None) -> SafeString:
    return render_to_string("forum_conversation/_formatting.html")


@register.filter
def rendered_text(text: str) -> SafeString:
    """What somebody typed, as it will look: through the same renderer as a stored post."""
    return render(text)


@register.filter
def edited_by_another(post: Post) -> bool:
    """Whether the last edit was made by somebody else than the author."""
    return post.updated_by_id is not None and post.updated_by_id != post.poster_id


@register.filter
def is_by(post: Post, reader: User) -> bool:
    return seals.is_by(post, reader)


@register.simple_tag(takes_context=True)
def compose_errors(context: Context) -> list[dict[str, str]]:
    """All that is wrong in the forms of a post, with the id of the control to look at."""
    form = context["post_form"]
    lines = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    lines += _field_errors(form)
    polls = context.get("poll_option_formset")
    if polls and context.get("poll_options_validated"):
        lines += [{"text": str(text), "target": "poll-options"} for text in polls.non_form_errors()]
        lines += [line for each in polls.forms for line in _field_errors(each)]
    files = context.get("attachment_formset")
    if files and files.is_bound:
        lines += [{"text": str(text), "target": "attachments"} for text in files.non_form_errors()]
        lines += [line for each in files.forms for line in _field_errors(each)]
    return lines


def _field_errors(form: BaseForm) -> list[dict[str, str]]:
    return [
        {
            "text": f"{bound.label}: {text}",
            "target": "" if bound.is_hidden else first_id(bound),
        }
        for bound in form
        for text in bound.errors
    ]
