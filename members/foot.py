"""The community agreement stands at the foot of every page."""

from django.db.models import Q

from frame.kept import stands_at_the_foot

stands_at_the_foot(Q(agreementpage__isnull=False))
