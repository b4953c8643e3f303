"""How many notifications somebody has not read, counted with the query that finds out who asks.

A counter kept beside them would have to be right after every write, and would be one row that
everybody told at once waits for; counting reads one small index.
"""

from django.db.models import Count, OuterRef, Subquery

from members.backends import annotates_person
from notifications.models import Notification


@annotates_person("unread_notifications")
def unread_notifications() -> Subquery:
    """The number, as ``request.user.unread_notifications``; None where there is none."""
    unread = Notification.objects.unread().filter(recipient=OuterRef("pk")).order_by()
    return Subquery(unread.values("recipient").annotate(number=Count("pk")).values("number"))
