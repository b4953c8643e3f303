"""What somebody keeps of writing without their name."""

from django.utils import timezone

from forum.signing.models import Opening, Unsent, UsualWay
from tests.factories.members import UserFactory


def write_without_name(*, by, other, topic, word):
    """A message that is not sent, a choice, and seals of theirs and of another that were opened."""
    place = {"forum": topic.forum, "topic": topic, "starts_topic": False, "subject": "Re: Gifts"}
    Unsent.objects.create(author=by, way="number", label="Member 1", text=f"Unsent {word}", **place)
    draft = {"way": "name", "writer": word, "fields": [["poll_question", f"Asked {word}"]]}
    Unsent.objects.create(author=by, text=f"Draft {word}", **draft, **place)
    UsualWay.objects.create(author=by, forum=topic.forum, way="number")
    for asking, author in ((by, other), (other, by)):
        Opening.objects.create(
            room="Tea room",
            reason="threat",
            words=f"Asked by {asking.pk == by.pk}",
            asked_by=asking,
            author=author,
            agreed_by=UserFactory(),
            settled_at=timezone.now(),
        )
