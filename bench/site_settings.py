"""The site as in production, but nobody is told to wait and statements are counted."""

from cop_site.settings import *  # noqa: F403

MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]  # noqa: F405
ROOT_URLCONF = "bench.site_urls"
FORUM_POSTING_PACE = False
