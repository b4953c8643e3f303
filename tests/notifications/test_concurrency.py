"""The same told by several at once, and read meanwhile: one row each, and a count that is right."""

import pytest

from members.backends import AccountBackend
from notifications.models import Notification
from notifications.services import mark_read, notify
from tests.communities.test_concurrency import at_once
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def unread(member) -> int:
    return AccountBackend().get_user(member.pk).unread_notifications or 0


def test_told_by_many_at_once_is_told_once_and_counted_right(kind):
    about, *people = UserFactory.create_batch(4)
    work = [(occasion, people) for occasion in "aabbcc"]

    def tell(occasion, recipients):
        notify(recipients, kind="waved", about=about, occasion=occasion)
        if occasion == "b":
            mark_read(member=recipients[0])

    at_once(tell, work)

    assert Notification.objects.count() == 9
    for person in people:
        assert unread(person) == Notification.objects.unread().filter(recipient=person).count()
    mark_read(member=people[1])
    assert [unread(person) for person in people[1:]] == [0, 3]
