"""What is told of scholarships: that one can apply, and that it ends soon."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.querysets import sees_page
from members.models import User
from notifications.enums import Group, Reach
from notifications.kinds import Kind, register
from opportunities.enums import Kind as Offer
from opportunities.models import OpportunityPage

OPENED = "scholarship_opened"
CLOSING = "scholarship_closing"


def _open(keys: Collection[int]) -> dict[int, OpportunityPage]:
    """Opportunities of these keys that one can apply for today."""
    return OpportunityPage.objects.live().open().in_bulk(keys)


def _everybody(notice: OpportunityPage) -> QuerySet:
    return User.objects.active()


for _name, _title in (
    (OPENED, _("A scholarship opens")),
    (CLOSING, _("A scholarship closes within two weeks")),
):
    register(
        Kind(
            name=_name,
            title=_title,
            group=Group.OPPORTUNITIES,
            default=Reach.WEEKLY,
            find=_open,
            may_see=sees_page,
            link=lambda notice: notice.get_url(),
            audience=_everybody,
        )
    )


def scholarships(today: date) -> QuerySet[OpportunityPage]:
    return OpportunityPage.objects.live().open(today).filter(kind=Offer.SCHOLARSHIP)
