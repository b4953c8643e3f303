"""What a message answers, and the words of that which stand above it."""

from django.db import models

from forum.topics.models import Post


class Quote(models.Model):
    """The message that a message answers, and what of it is quoted: as it was said then.

    The words stand nowhere else, not in the text of the message: whatever shows that shows none of
    them. When the source goes they go with it, and the row says only that something was answered.
    """

    wagtail_reference_index_ignore = True

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    source = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    quoted = models.TextField(blank=True)
    """Plain text; empty where the message answers without quoting."""

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"{self.post_id} answers {self.source_id}"
