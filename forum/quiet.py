"""Receivers of machina's that are not to run."""

from django.db.models.signals import post_delete, pre_save
from machina.apps.forum.signals import forum_viewed
from machina.apps.forum_conversation.signals import topic_viewed

from forum.topics.models import Post


def quieten_machina() -> None:
    """Take machina's own receivers away.

    They write at each reading (view counters, read tracks with a join over
    everybody's tracks) and keep a count of posts in profiles that is wrong
    after a race and tells of rooms the reader may not see.
    """
    from machina.apps.forum import receivers as of_forums  # -- app ready
    from machina.apps.forum_conversation import receivers as of_topics  # -- app ready
    from machina.apps.forum_member import receivers as of_members  # -- app ready
    from machina.apps.forum_tracking import receivers as of_tracks  # -- app ready

    forum_viewed.disconnect(of_forums.update_forum_redirects_counter)
    topic_viewed.disconnect(of_topics.update_topic_counter)
    topic_viewed.disconnect(of_tracks.update_user_trackers)
    pre_save.disconnect(of_members.increase_posts_count, sender=Post)
    pre_save.disconnect(of_members.decrease_posts_count_after_post_unaproval, sender=Post)
    post_delete.disconnect(of_members.decrease_posts_count_after_post_deletion, sender=Post)
