"""What the home page asks for."""

from django import template
from django.template.context import Context

from home.first_steps import FirstStep, first_steps
from home.newcomers import Step, steps_left
from notifications.catching_up import News, news_of

register = template.Library()


@register.simple_tag(takes_context=True)
def site_steps(context: Context) -> list[FirstStep]:
    """What this site needs first, for whoever looks after it; else nothing."""
    return first_steps(context["request"])


@register.simple_tag(takes_context=True)
def newcomer_steps(context: Context, communities_url: str) -> list[Step]:
    """The first steps that this member has neither done nor put aside, with those done beside."""
    return steps_left(context["request"], communities_url)


@register.simple_tag(takes_context=True)
def new_for_me(context: Context, most: int) -> News:
    """What is new for this member and stands nowhere else on the page, in so many lines at most."""
    return news_of(context["request"].user, most=most, at_home=True)
