"""Which of these pages stand at the foot of every page, and which lead elsewhere."""

from django.db.models import F, Q

from frame.kept import leads_elsewhere, stands_at_the_foot

stands_at_the_foot(Q(standardpage__in_footer=True))
leads_elsewhere(F("linkpage__link"))
