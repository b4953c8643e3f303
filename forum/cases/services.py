"""Making a topic a case, and giving it the next number of its community."""

from django.db import transaction
from django.db.models import F

from forum import notices
from forum.outcomes.models import CaseCount, Standing
from forum.rooms.models import Room
from forum.topics.models import Topic


def may_hold_cases(forum_id: int) -> bool:
    """Whether a room belongs to a community, whose numbers its cases get."""
    return Room.objects.filter(forum=forum_id, communities__isnull=False).exists()


@transaction.atomic
def begin_case(*, topic: Topic) -> Standing:
    """Say that the topic is a case. It gets its number at once, or when it is published.

    Done again, it changes nothing.
    """
    standing, _made = Standing.objects.update_or_create(
        topic=topic, defaults={"is_case": True, "is_question": False}
    )
    return number_case(topic=topic) or standing


@transaction.atomic
def number_case(*, topic: Topic) -> Standing | None:
    """Give a published case without a number the next one of its room's community.

    The numbers of a community follow each other: the row that counts them is locked, and what is
    rolled back takes none. One that was given stays with its topic, and is never given again.
    """
    Topic.objects.select_for_update().get(pk=topic.pk)
    standing = Standing.objects.filter(topic=topic, is_case=True, case_number=None).first()
    community = notices.community_of(topic.forum_id)
    if standing is None or community is None or not topic.approved:
        return standing
    CaseCount.objects.get_or_create(community_id=community)
    counted = CaseCount.objects.select_for_update().filter(community=community)
    counted.update(given=F("given") + 1)
    standing.case_of_id = community
    standing.case_number = counted.get().given
    standing.save(update_fields=["case_of", "case_number"])
    return standing
