"""The site's own settings, with nobody held up for writing fast."""

from cop_site.settings import *  # noqa: F403

FORUM_POSTING_PACE = False
