"""What members said to messages with a button."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from forum.reactions.enums import Word


class Reaction(models.Model):
    """One of a few words that a member said to a post. When, is not kept."""

    wagtail_reference_index_ignore = True

    post = models.ForeignKey(
        "forum_conversation.Post", on_delete=models.CASCADE, related_name="reactions"
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=6, choices=Word)

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("post", "member", "word"), name="cop_forum_each_word_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} to post {self.post_id}"
