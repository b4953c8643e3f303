"""What happened to reports, and to limits."""

from django.dispatch import Signal

report_opened = Signal()
"""Sent inside the transaction in which a report begins to wait: sent, or handed back. Sender:
Report. Argument: report."""

report_settled = Signal()
"""Sent inside the transaction in which somebody takes a report, or takes it up anew: nobody else
has to look, and what was said with a decision is not said any more. Sender: Report. Argument:
report."""

report_decided = Signal()
"""Sent inside the transaction that closes a report. Sender: Report. Arguments: report, by."""

limit_set = Signal()
"""Sent inside the transaction that sets a limit. Sender: Limit. Argument: limit."""

limit_lifted = Signal()
"""Sent inside the transaction that lifts a limit before its time. Sender: Limit. Argument:
limit."""
