"""What the discussions keep of a person beside their words."""

from functools import partial
from typing import Any

from django.db import transaction
from machina.core.db.models import get_model

ForumProfile = get_model("forum_member", "ForumProfile")
ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
Post = get_model("forum_conversation", "Post")
Topic = get_model("forum_conversation", "Topic")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")
UserForumPermission = get_model("forum_permission", "UserForumPermission")


@transaction.atomic
def forget(*, member: Any) -> None:
    """Remove signature, picture, subscriptions, what was read, and rules for this person alone.

    Posts, topics, files and votes stay: others read them, answered them and were
    counted with them.
    """
    for profile in ForumProfile.objects.filter(user=member):
        if profile.avatar:
            delete = partial(profile.avatar.storage.delete, profile.avatar.name)
            transaction.on_commit(delete)
    for model in (ForumProfile, ForumReadTrack, TopicReadTrack, UserForumPermission):
        model._default_manager.filter(user=member).delete()
    Topic.subscribers.through._default_manager.filter(user=member).delete()


def has_words(member: Any) -> bool:
    """Whether anything in the discussions would go with this person's row."""
    return (
        Post.objects.filter(poster=member).exists() or Topic.objects.filter(poster=member).exists()
    )
