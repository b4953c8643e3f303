"""Duty hours and duty items, as facilitators and members make them."""

from datetime import datetime, time, timedelta
from typing import Any

import factory
from django.utils import timezone

from communities.models import CommunityPage
from moderation.duty import rota, services
from moderation.duty.enums import Level
from moderation.duty.models import DutyItem, TalkedOver, WeeklyHours
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory


class AskedFactory(factory.Factory):
    """Asked for as a member asks, with a word of the list unless ``entry`` is empty."""

    class Meta:
        model = DutyItem

    community = factory.SubFactory(CommunityFactory)
    member = factory.SubFactory(UserFactory)
    entry = "can't go on"
    list_version = 3

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return services.ask(**fields)


class OpenedFactory(factory.Factory):
    """Opened as a facilitator opens one, about nobody unless ``subject`` is given."""

    class Meta:
        model = DutyItem

    community = factory.SubFactory(CommunityFactory)
    by = factory.SubFactory(UserFactory)
    level = Level.MEDIUM
    words = "Somebody should look at this."

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return services.open_item(**fields)


def on_duty(
    community: CommunityPage, *people: Any, begins: time = time(0), ends: time = time(0)
) -> None:
    """Put these facilitators on duty on every day of the week, at all hours unless some are
    given."""
    for person in people:
        for weekday in range(7):
            rota.add_hours(
                community=community, facilitator=person, weekday=weekday, begins=begins, ends=ends
            )


def here(*moment: int) -> datetime:
    """A moment by the clock of the site's zone."""
    return datetime(*moment, tzinfo=timezone.get_default_timezone())  # type: ignore[arg-type, misc]


def high_closed(item: DutyItem, by: Any, second: Any) -> DutyItem:
    """Taken by one, with a second, and closed with words to who asked."""
    services.take(item=item, by=by)
    services.name_second(item=item, by=by, second=second)
    return services.close(item=item, by=by, to_subject="Thank you for asking.")


def on_duty_and_asking(user: Any, *, community: CommunityPage, word: str) -> None:
    """Hours of theirs, what they asked for, what was about them, and what they took."""
    services.ask(community=community, member=user, entry=f"Entry {word}", reach=f"Reach {word}")
    OpenedFactory(community=community, subject=user, words="Secret note")
    theirs = AskedFactory(community=community, entry="Secret entry")
    user.is_superuser = True
    services.take(item=theirs, by=user)
    user.is_superuser = False
    TalkedOver.objects.create(item=theirs, person=user)
    WeeklyHours.objects.create(
        community=community, facilitator=user, weekday=len(word) - 4, begins=time(9), ends=time(12)
    )


HALF_AN_HOUR = timedelta(minutes=30)
