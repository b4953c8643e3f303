"""What members marked as read, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from forum.reading.models import MarkedRead
from members.export import Row, exported


@exported("marked_read", _("What you marked as read last"))
def marked_read(user: Any) -> Iterator[Row]:
    for marked in MarkedRead.objects.filter(member=user):
        yield {"what": marked.get_what_display(), "until": marked.until, "at": marked.at}
