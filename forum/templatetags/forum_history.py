"""Where messages were that are out of view, and who sees what was changed."""

from django import template
from django.template.context import Context

from forum.history.access import shows_history
from forum.history.models import Removal
from forum.signing.seals import is_by
from forum.topics.models import Post

register = template.Library()


@register.simple_tag(takes_context=True)
def removed_among(context: Context) -> dict[int, list[Removal]]:
    """The lines about removed replies of this page, by the key of the post that each follows.

    Asks nothing where nothing was removed, and nothing for a visitor, who is not told.
    """
    user, posts = context["request"].user, list(context["posts"])
    if not user.is_authenticated or not posts or not context["topic"].has_removed:
        return {}
    is_end = not context["page_obj"].has_next()
    lines: dict[int, list[Removal]] = {}
    for removal in Removal.objects.between(posts, user, is_end=is_end):
        place = (removal.post.created, removal.post_id)
        before = [post for post in posts if (post.created, post.pk) < place]
        lines.setdefault((before or posts)[-1 if before else 0].pk, []).append(removal)
    return lines


@register.filter
def after(lines: dict[int, list[Removal]], post: Post) -> list[Removal]:
    return lines.get(post.pk, [])


@register.simple_tag(takes_context=True)
def may_see_changes(context: Context, post: Post) -> bool:
    """Whether the reader of this post, which they may read, sees what was changed in it."""
    request = context["request"]
    user, forum = request.user, post.topic.forum
    if not user.is_authenticated or not post.updates_count:
        return False
    return (
        is_by(post, user)
        or shows_history(forum)
        or request.forum_permission_handler.can_approve_posts(forum, user)
    )
