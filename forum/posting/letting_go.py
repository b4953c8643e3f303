"""The end of what was taken out of view: its words go for good, and nobody else's with them."""

from typing import Any

from django.db import transaction
from machina.core.db.models import get_model

from core.slugs import plain_address
from forum.history.models import EarlierVersion, Removal
from forum.polls.models import PollRules
from forum.posting import markup
from forum.quoting.services import forget_quoted
from forum.reactions.models import Reaction
from forum.signals import posts_withdrawn
from forum.signing.seals import author_of, written_by
from forum.topics.held import HeldChange
from forum.topics.models import reply_title

Attachment = get_model("forum_attachments", "Attachment")
Post = get_model("forum_conversation", "Post")
Topic = get_model("forum_conversation", "Topic")
TopicPoll = get_model("forum_polls", "TopicPoll")
TopicPollOption = get_model("forum_polls", "TopicPollOption")

WITHDRAWN = "[withdrawn by its author]"
HIDDEN = "[hidden by a facilitator]"


@transaction.atomic
def let_go(*, removal: Removal) -> None:
    """Let the words of a removed post go for good.

    A reply is deleted, and a topic in which nobody else wrote. In one that others answered a mark
    stands in place of title, words, poll and files: what its author withdrew comes back with
    their replies; what was hidden stays hidden until a facilitator puts it back.
    """
    post = Post.objects.select_for_update(of=("self",)).filter(pk=removal.post_id).first()
    if post is None or not Removal.objects.filter(pk=removal.pk).exists():
        return
    topic = Topic.objects.select_related("forum").get(pk=post.topic_id)
    post.topic = topic
    if not removal.takes_topic:
        post.delete()
    elif not topic.posts.exclude(written_by(author_of(post) or 0)).exclude(pk=post.pk).exists():
        topic.delete()
    else:
        _mark(post, WITHDRAWN if removal.withdrawn else HIDDEN)
        if removal.withdrawn:
            removal.delete()
            topic.show(removal.was_readable)
        else:
            Removal.objects.filter(pk=removal.pk).update(words_gone=True)


def withdrawn_words(mark: str = WITHDRAWN) -> dict[str, Any]:
    """The columns of a post in which a mark stands in place of what it said."""
    return {
        "subject": mark,
        "content": mark,
        "_content_rendered": markup.stored(mark),
        "update_reason": None,
    }


def _mark(post: Any, mark: str) -> None:
    topic = post.topic
    for attachment in post.attachments.all():
        attachment.delete()
    EarlierVersion.objects.filter(post=post).delete()
    forget_quoted(posts=[post.pk])
    HeldChange.objects.filter(post=post).delete()
    Reaction.objects.filter(post=post).delete()
    called_after = topic.posts.exclude(pk=post.pk).filter(subject=reply_title(topic.subject))
    post_ids = [post.pk, *called_after.order_by("pk").values_list("pk", flat=True)]
    called_after.update(subject=reply_title(mark))
    Post._base_manager.filter(pk=post.pk).update(**withdrawn_words(mark))
    Topic._base_manager.filter(pk=topic.pk).update(subject=mark, slug=plain_address(mark))
    TopicPoll._base_manager.filter(topic=topic).update(question=mark)
    TopicPollOption._base_manager.filter(poll__topic=topic).update(text=mark)
    PollRules.objects.filter(poll__topic=topic).update(low="", high="")
    posts_withdrawn.send(sender=Post, post_ids=post_ids)
