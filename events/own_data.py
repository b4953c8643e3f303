"""What the events keep of a person, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.models import Interest
from members.export import Row, exported


@exported("events", _("Events you would like to come to"))
def events(user: Any) -> Iterator[Row]:
    for interest in Interest.objects.filter(member=user).select_related("event").order_by("pk"):
        yield {"event": interest.event.title, "registered": interest.created_at}
