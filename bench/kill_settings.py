"""The site's own settings, with a mail server that notes what it took."""

from cop_site.settings import *  # noqa: F403

DELIVERY_BACKEND = "bench.mailbox.Mailbox"
LOGGING["root"]["level"] = "CRITICAL"  # noqa: F405
