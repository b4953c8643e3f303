"""A room: machina's Forum, which holds the talk, and Room beside it, which says for whom it is."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Case, Exists, F, Q, Sum, Value, When
from machina.apps.forum.abstract_models import AbstractForum

from core.slugs import plain_address
from forum.rooms.enums import Audience

MOST_HOURS = 14 * 24
"""How long peers write first in a topic, at most."""

COUNTERS = frozenset(
    {
        "direct_posts_count",
        "direct_topics_count",
        "link_redirects_count",
        "last_post",
        "last_post_on",
    }
)
TREE = frozenset({"lft", "rght", "tree_id", "level"})


def latest_of(post: Any) -> dict[str, Any]:
    """Columns that make the post the last one, unless a later one stands there already."""
    is_later = Q(last_post_on__isnull=True) | Q(last_post_on__lte=post.created)
    return {
        "last_post": Case(
            When(is_later, then=Value(post.pk)),
            default=F("last_post_id"),
            output_field=models.IntegerField(),
        ),
        "last_post_on": Case(
            When(is_later, then=Value(post.created)),
            default=F("last_post_on"),
            output_field=models.DateTimeField(),
        ),
    }


class Forum(AbstractForum):
    """A room, or a heading over rooms. The table is machina's; this writes what it means to."""

    class Meta(AbstractForum.Meta):
        app_label = "forum"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> "Forum":
        forum = super().from_db(db, field_names, values)
        forum._stored_parent_id = forum.__dict__.get("parent_id")
        return forum

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the forum; counters are left alone, and the tree unless it is moved.

        A name without letters gets an address too.
        """
        self.slug = plain_address(self.name)[:255] or "room"
        if not self._state.adding and "update_fields" not in kwargs:
            left_alone = COUNTERS
            if self.parent_id == getattr(self, "_stored_parent_id", None):
                left_alone = COUNTERS | TREE
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in left_alone
            ]
        self._simple_save(*args, **kwargs)
        self._stored_parent_id = self.parent_id

    def update_trackers(self) -> None:
        """Count again what stands directly in this forum, and find its last post."""
        with transaction.atomic():
            self._meta.default_manager.select_for_update().filter(pk=self.pk).first()
            topics = self.topics.filter(approved=True)
            counted = topics.aggregate(topics=models.Count("pk"), posts=Sum("posts_count"))
            last = topics.exclude(last_post=None).order_by("-last_post_on", "-last_post_id").first()
            self.direct_topics_count = counted["topics"]
            self.direct_posts_count = counted["posts"] or 0
            self.last_post_id = last.last_post_id if last else None
            self.last_post_on = last.last_post_on if last else None
            self._write(
                direct_topics_count=self.direct_topics_count,
                direct_posts_count=self.direct_posts_count,
                last_post=self.last_post_id,
                last_post_on=self.last_post_on,
            )

    def count_in(self, post: models.Model, *, new_topics: int = 0) -> None:
        """Count one more readable post, exactly, whoever else is posting at the moment.

        Not when its topic has gone out of view since it was loaded.
        """
        in_view = self.topics.filter(pk=post.topic_id, approved=True)  # type: ignore[attr-defined]
        type(self)._base_manager.filter(Exists(in_view.order_by()), pk=self.pk).update(
            direct_posts_count=F("direct_posts_count") + 1,
            direct_topics_count=F("direct_topics_count") + new_topics,
            **latest_of(post),
        )

    def _write(self, **columns: Any) -> None:
        type(self)._base_manager.filter(pk=self.pk).update(**columns)


class Room(models.Model):
    """Who may read and write in one of machina's forums.

    ``forum.rooms.services`` writes machina's permissions from it; nothing else should.
    """

    forum = models.OneToOneField(
        "forum.Forum", on_delete=models.CASCADE, related_name="room", editable=False
    )
    audience = models.CharField(
        "who may read",
        max_length=12,
        choices=Audience,
        default=Audience.COMMUNITIES,
        help_text="People who may not read a room do not learn that it is there.",
    )
    communities = models.ManyToManyField(
        "communities.CommunityPage",
        blank=True,
        related_name="rooms",
        help_text="Their members may write here, and their facilitators look after the room. "
        "Name two for a room they share. With none, everybody who is signed in may write.",
    )
    pre_moderated = models.BooleanField(
        "messages wait for approval",
        default=False,
        help_text="A facilitator or coordinator reads each message before it appears.",
    )

    shows_history = models.BooleanField(
        "everybody here sees what was changed",
        default=False,
        help_text="What a message said before it was changed, word by word. Its author and those "
        "who look after the room see it in any case.",
    )

    without_names = models.BooleanField(
        "people may write without their name",
        default=True,
        help_text="As “Peer 2”, or with what they do, where at least six people here would sign "
        "that way. It counts for what is written from now on: what stands here stays as it is.",
    )
    minutes_to_undo = models.PositiveSmallIntegerField(
        "minutes until such a message is sent",
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(60)],
        help_text="In these its author can take it back, and nobody is told of it. It is sent a "
        "little later, so that the time does not tell who wrote it.",
    )
    peers = models.ForeignKey(
        "communities.CommunityPage",
        verbose_name="which of the two is the peers' community",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Only for a room that two communities share. What they agree on, or agree to "
        "disagree about, is then signed by a peer of this one and a clinician of the other.",
    )
    peers_first_hours = models.PositiveSmallIntegerField(
        "peers write first, for how many hours",
        blank=True,
        default=0,
        validators=[MaxValueValidator(MOST_HOURS)],
        help_text="In a new topic only members of the peers' community write until then; all who "
        "read the room read along. Whoever begins a topic may choose otherwise. 0: no such time.",
    )

    followers: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="followed_rooms", editable=False
    )
    """Who is told of new topics."""

    class Meta:
        app_label = "cop_forum"
        ordering: ClassVar[list[str]] = ["forum__tree_id", "forum__lft"]

    def __str__(self) -> str:
        return self.forum.name

    @property
    def name(self) -> str:
        return self.forum.name

    @property
    def is_shared(self) -> bool:
        """Whether peers share it with another community."""
        return self.peers_id is not None

    @property
    def community_names(self) -> str:
        return ", ".join(community.title for community in self.communities.all())
