"""Settings of a server without DEBUG, with one address that breaks."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.browser.strict_urls"
