from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from communities.models import CommunityPage
from members.models import User
from moderation.duty.models import DutyItem
from tests.factories.duty import AskedFactory
from tests.shared import shared


@pytest.fixture
def clock(monkeypatch) -> Callable[[datetime], None]:
    """Sets the time that all read, the database too."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        for module in ("climbing", "tasks"):
            monkeypatch.setattr(f"moderation.duty.{module}.database_now", lambda: moment)

    return set_to


@shared
def asked(harbour: CommunityPage, author: User) -> DutyItem:
    """A high item of Harbour: its author asked, while a word of the list stood there."""
    return AskedFactory(community=harbour, member=author)


@shared
def beside(harbour: CommunityPage, reporter: User) -> DutyItem:
    """Another one, of somebody else."""
    return AskedFactory(community=harbour, member=reporter, entry="")
