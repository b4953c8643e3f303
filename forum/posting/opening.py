"""Opening a topic that was written for later."""

from django.db import transaction

from forum.cases.services import number_case
from forum.moving.models import TopicTimes
from forum.moving.timing import planned
from forum.posting.services import approve_post
from forum.topics.models import Topic


@transaction.atomic
def open_topic(*, topic: Topic) -> bool:
    """Let everybody in the room read what was written for later, as if it were written now.

    Whoever follows the room is told then. False where it is open, or out of view.
    """
    if not planned().filter(pk=topic.pk).update(opens_at=None):
        return False
    TopicTimes.objects.filter(pk=topic.pk, unpins_at=None).delete()
    post = approve_post(post=topic.first_post, by=None)
    number_case(topic=post.topic)
    return True
