"""What goes from the discussions with an account, and the words that its person withdraws."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from machina.core.db.models import get_model

from core.files import delete_after_commit
from core.slugs import plain_address
from forum.bookmarks.models import Bookmark
from forum.care.models import PostNotes, ReaderNotes
from forum.checking.models import WhyHeld
from forum.feeds.models import FeedAddress
from forum.following.models import Said
from forum.history.models import EarlierVersion, Handling, Removal
from forum.moving import letting_go as moving
from forum.outcomes.models import Signature, Standing
from forum.polls.models import HasVoted, PollRules
from forum.posting.letting_go import WITHDRAWN, let_go, withdrawn_words
from forum.quoting.models import Quote
from forum.quoting.services import forget_quoted
from forum.reactions.models import Reaction
from forum.reading.models import MarkedRead
from forum.rooms.models import Room
from forum.signals import posts_withdrawn
from forum.signing.seals import begun_by, written_by
from forum.topics.held import DeclinedPost, HeldChange
from forum.topics.models import reply_title, reply_title_of

Attachment = get_model("forum_attachments", "Attachment")
ForumProfile = get_model("forum_member", "ForumProfile")
ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
Post = get_model("forum_conversation", "Post")
Topic = get_model("forum_conversation", "Topic")
TopicPoll = get_model("forum_polls", "TopicPoll")
TopicPollOption = get_model("forum_polls", "TopicPollOption")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")
UserForumPermission = get_model("forum_permission", "UserForumPermission")


@transaction.atomic
def forget(*, member: Any) -> None:
    """Remove signature, picture, subscriptions, what was read, the words they said to messages,
    what they kept for later, in which polls they voted, what was sent back to them or waits, what
    they withdrew, and rules for this person alone.

    Other posts, topics, files and votes stay: others read them, answered them and were
    counted with them.
    """
    for profile in ForumProfile.objects.filter(user=member):
        if profile.avatar:
            delete_after_commit(profile.avatar)
    for model in (ForumProfile, ForumReadTrack, TopicReadTrack, UserForumPermission):
        model._default_manager.filter(user=member).delete()
    DeclinedPost.objects.filter(author=member).delete()
    HeldChange.objects.filter(post__poster=member).delete()
    for removal in Removal.objects.withdrawn_by(member).in_words():
        let_go(removal=removal)
    Handling.objects.filter(post__poster=member).delete()
    Handling.objects.filter(by=member).update(by=None)
    moving.forget(member=member)
    ReaderNotes.objects.filter(reader=member).delete()
    Reaction.objects.filter(member=member).delete()
    Bookmark.objects.filter(member=member).delete()
    HasVoted.objects.filter(member=member).delete()
    Signature.objects.filter(member=member).update(member=None)
    Said.objects.filter(member=member).delete()
    FeedAddress.objects.filter(member=member).delete()
    MarkedRead.objects.filter(member=member).delete()
    for followed in (Topic.subscribers.through, Room.followers.through):
        followed._default_manager.filter(user=member).delete()


@transaction.atomic
def withdraw_words(*, member: Any) -> None:
    """Put a mark in place of everything this person wrote, and delete the files they attached.

    The titles that they gave go too, and with them what the site made of those: the titles of
    replies that are called after a topic. A title that somebody else gave stays, and so do the
    replies of others, but for what they quote. It cannot be undone.
    """
    posts = Post._base_manager.filter(written_by(member))
    post_ids = list(posts.order_by("pk").values_list("pk", flat=True))
    for attachment in Attachment._base_manager.filter(written_by(member, "post")).iterator():
        attachment.delete()
    EarlierVersion.objects.filter(written_by(member, "post")).delete()
    EarlierVersion.objects.filter(by=member).update(reason="")
    forget_quoted(posts=post_ids)
    Quote.objects.filter(written_by(member, "post")).delete()
    Handling.objects.filter(by=member).update(reason="")
    moving.forget_words(member=member, posts=post_ids, mark=WITHDRAWN)
    Post._base_manager.filter(updated_by=member).update(update_reason=None)
    topics = _topics_titled_by(member)
    called_after = Post._base_manager.filter(
        topic__in=topics.values("pk"), subject=reply_title_of("topic__subject")
    ).exclude(written_by(member))
    post_ids += called_after.order_by("pk").values_list("pk", flat=True)
    called_after.update(subject=reply_title(WITHDRAWN))
    topics.update(subject=WITHDRAWN, slug=plain_address(WITHDRAWN))
    posts.order_by().update(**withdrawn_words())
    PostNotes.objects.filter(written_by(member, "post")).delete()
    Reaction.objects.filter(written_by(member, "post")).delete()
    WhyHeld.objects.filter(written_by(member, "post")).delete()
    TopicPoll._base_manager.filter(begun_by(member, "topic")).update(question=WITHDRAWN)
    options = TopicPollOption._base_manager.filter(begun_by(member, "poll__topic"))
    options.update(text=WITHDRAWN)
    rules = PollRules.objects.filter(begun_by(member, "poll__topic"))
    rules.update(low="", high="")
    summed_up = Standing.objects.filter(settled_by=member)
    for field in ("summary", "other_summary"):
        summed_up.exclude(**{field: ""}).update(**{field: WITHDRAWN})
    posts_withdrawn.send(sender=Post, post_ids=post_ids)


def _topics_titled_by(member: Any) -> QuerySet:
    """Topics whose title this person gave: it is that of the first post, whoever wrote that one.

    Where it is not, the post that gave it was deleted, and whoever started the topic gave it.
    """
    is_of_first_post = Q(first_post__subject=F("subject"))
    return Topic._base_manager.filter(
        is_of_first_post & written_by(member, "first_post") | ~is_of_first_post & begun_by(member)
    )


def has_words(member: Any) -> bool:
    """Whether anything in the discussions would go with this person's row."""
    return (
        Post.objects.filter(poster=member).exists() or Topic.objects.filter(poster=member).exists()
    )
