"""Rooms, and the posts as the search index sees them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from wagtail.search import index

from forum.enums import Audience
from forum.overrides.forum_conversation.models import Post
from forum.positions import Milestone  # noqa: F401


class Room(models.Model):
    """Who may read and write in one of machina's forums.

    ``forum.services`` writes machina's permissions from it; nothing else should.
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

    followers: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="followed_rooms", editable=False
    )
    """Who is told of new topics."""

    class Meta:
        ordering: ClassVar[list[str]] = ["forum__tree_id", "forum__lft"]

    def __str__(self) -> str:
        return self.forum.name

    @property
    def name(self) -> str:
        return self.forum.name

    @property
    def community_names(self) -> str:
        return ", ".join(community.title for community in self.communities.all())


class SearchablePost(index.Indexed, Post):
    """A readable post in Wagtail's search index.

    Its own save signals never fire; ``forum.receivers`` keeps the index in step.
    Who may read what is asked of the database at each search, and not indexed.
    """

    search_fields: ClassVar[list] = [
        index.SearchField("subject", boost=2),
        index.SearchField("content"),
        index.AutocompleteField("subject"),
        index.FilterField("approved"),
        index.FilterField("created"),
        index.RelatedFields("topic", [index.FilterField("forum"), index.FilterField("approved")]),
    ]

    class Meta:
        proxy = True
        verbose_name = "post"

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        return cls._default_manager.filter(approved=True)
