"""The questions machina's views and templates ask, answered by our checker."""

from typing import Any

from django.db import models
from machina.apps.forum_permission.handler import PermissionHandler as MachinaPermissionHandler
from machina.core.db.models import get_model

from forum.polls.closing import is_closed
from forum.rooms.bounds import Bound, bound_of
from forum.rooms.peers_first import is_peer_of, peers_first_until
from forum.signing.seals import has_begun, is_by

Forum = get_model("forum", "Forum")


class PermissionHandler(MachinaPermissionHandler):
    """A handler made once for a request; remembers what it found out about each person."""

    # Which forums

    def readable_forum_ids(self, user: Any) -> set[int]:
        """The forums this person may see and read, with all that is above them."""
        return self._get_checker(user).forums_with()

    def forum_ids_below(self, forum_id: int, user: Any) -> set[int]:
        """The forum and all inside it, readable or not."""
        return self._get_checker(user).below(forum_id)

    def forum_list_filter(self, qs: Any, user: Any) -> models.QuerySet:
        return qs if user.is_superuser else qs.filter(pk__in=self.readable_forum_ids(user))

    def get_readable_forums(self, forums: Any, user: Any) -> Any:
        """The forums that the person may read: a queryset for a queryset, else a list."""
        if isinstance(forums, models.Manager | models.QuerySet):
            return self.forum_list_filter(forums, user)
        readable = self.readable_forum_ids(user)
        return [forum for forum in forums if forum.pk in readable]

    def get_moderation_queue_forums(self, user: Any) -> models.QuerySet:
        return Forum.objects.filter(pk__in=self.approvable_forum_ids(user))

    def approvable_forum_ids(self, user: Any) -> set[int]:
        return self._get_checker(user).forums_with("can_approve_posts")

    def can_access_moderation_queue(self, user: Any) -> bool:
        return bool(self.approvable_forum_ids(user))

    def get_target_forums_for_moved_topics(self, user: Any) -> models.QuerySet:
        movable = self._get_checker(user).forums_with("can_move_topics")
        return Forum.objects.filter(pk__in=movable, type=Forum.FORUM_POST)

    # One topic, one post

    def can_read_topic(self, topic: Any, user: Any) -> bool:
        """A topic that waits or was hidden is read by who wrote it and who may approve it; one that
        was withdrawn by who wrote it alone. An emptied one by nobody: its address leads on."""
        if topic.first_post_id is None or not self.can_read_forum(topic.forum, user):
            return False
        return topic.approved or self._is_own_or_approvable(topic, topic, user)

    def can_read_post(self, post: Any, user: Any) -> bool:
        """A post that waits, was hidden or withdrawn is read as such a topic is."""
        if not self.can_read_topic(post.topic, user):
            return False
        return post.approved or self._is_own_or_approvable(post, post.topic, user)

    def _is_own_or_approvable(self, thing: Any, topic: Any, user: Any) -> bool:
        is_own = has_begun(topic, user) if thing is topic else is_by(thing, user)
        if is_own:
            return True
        if not self.can_approve_posts(topic.forum, user):
            return False
        return not any(
            withdrawn and (takes_topic if thing is topic else post_id == thing.pk)
            for post_id, takes_topic, withdrawn in self._removals_in(topic)
        )

    def is_in_place(self, post: Any) -> bool:
        """Whether neither the post nor its topic is out of view; what waits is in its place."""
        if post.approved and post.topic.approved:
            return True
        return not any(
            takes_topic or post_id == post.pk
            for post_id, takes_topic, _withdrawn in self._removals_in(post.topic)
        )

    def _removals_in(self, topic: Any) -> list[tuple[int, bool, bool]]:
        """What is out of view in this topic: whose post, whether the topic is with it, and
        whether it was withdrawn. Asked once, and not where it is known that there is nothing."""
        if topic.approved and not getattr(topic, "has_removed", True):
            return []
        known: dict[int, list] = self.__dict__.setdefault("_removals", {})
        if topic.pk not in known:
            rows = topic.removals.values_list("post", "takes_topic", "withdrawn")
            known[topic.pk] = list(rows)
        return known[topic.pk]

    def can_add_topic(self, forum: Any, user: Any) -> bool:
        return (
            forum.is_forum
            and super().can_add_topic(forum, user)
            and self._is_free_to_write(forum, user)
        )

    def can_add_post(self, topic: Any, user: Any) -> bool:
        return (
            topic.approved
            and super().can_add_post(topic, user)
            and self._is_free_to_write(topic.forum, user)
            and not self.lets_peers_first(topic, user)
        )

    def lets_peers_first(self, topic: Any, user: Any) -> bool:
        """Whether only peers write in the topic now, and this person is none of them."""
        if peers_first_until(topic) is None:
            return False
        room, known = topic.forum.room, self.__dict__.setdefault("_peers", {})
        if (room.pk, user.pk) not in known:
            known[room.pk, user.pk] = is_peer_of(room, user)
        return not known[room.pk, user.pk]

    overlooks_bounds = False
    """While what somebody has typed is on its way: the form itself tells them, and keeps it."""

    def _is_free_to_write(self, forum: Any, user: Any) -> bool:
        return self.overlooks_bounds or self.bound_in(forum, user) is None

    def bound_in(self, forum: Any, user: Any) -> Bound | None:
        """What keeps the person from writing in this room for a while; nothing does who looks
        after it."""
        known: dict[tuple, Bound | None] = self.__dict__.setdefault("_bounds", {})
        key = (user.pk, forum.pk)
        if key not in known:
            found = bound_of(user, forum.pk)
            known[key] = None if found and self.can_approve_posts(forum, user) else found
        return known[key]

    def can_edit_post(self, post: Any, user: Any) -> bool:
        """Who wrote it, and nobody else, whatever they may do here."""
        return (
            self._is_post_author(post, user)
            and super().can_edit_post(post, user)
            and self.can_read_post(post, user)
            and self.is_in_place(post)
            and self._is_free_to_write(post.topic.forum, user)
        )

    def can_take_out_details(self, post: Any, user: Any) -> bool:
        """Who looks after the room, of what others wrote and everybody in it reads."""
        return (
            user.is_authenticated
            and post.approved
            and post.topic.approved
            and not is_by(post, user)
            and self.can_approve_posts(post.topic.forum, user)
        )

    def can_delete_post(self, post: Any, user: Any) -> bool:
        """Withdraw one's own, or hide what is published: nothing is deleted by hand."""
        is_published = post.approved and post.topic.approved
        return (
            user.is_authenticated
            and (is_published or self._is_post_author(post, user))
            and super().can_delete_post(post, user)
            and self.can_read_post(post, user)
            and self.is_in_place(post)
        )

    def can_download_post_files(self, post: Any, user: Any) -> bool:
        return self.can_read_post(post, user) and self.can_download_files(post.topic.forum, user)

    def can_vote_in_poll(self, poll: Any, user: Any) -> bool:
        """A poll takes votes while it and its topic are open; of each person it counts one."""
        return (
            poll.topic.approved
            and not is_closed(poll)
            and self._perform_basic_permission_check(poll.topic.forum, user, "can_vote_in_polls")
        )

    def can_subscribe_to_topic(self, topic: Any, user: Any) -> bool:
        return self.can_read_topic(topic, user) and super().can_subscribe_to_topic(topic, user)

    def _is_post_author(self, post: Any, user: Any) -> bool:
        return is_by(post, user)
