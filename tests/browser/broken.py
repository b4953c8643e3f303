"""The site's settings, with two addresses more that go wrong."""

from cop_site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.browser.broken_urls"
