"""Somebody who always comes through their organisation, signed in: the key of their session."""

import os
import subprocess
import sys

from tests.browser.site import PROJECT, RunningSite


def session_of(email: str, site: RunningSite) -> str:
    """Of a new person with this address, made in the site's own database."""
    made = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.browser.linked", email],
        cwd=PROJECT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(made.stderr)
    return made.stdout.strip()


def sign_in(email: str) -> str:
    from allauth.account.models import EmailAddress
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from members.models import User

    user = User(email=email, display_name="Mereana T")
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "members.backends.AccountBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "cop_site.settings"
    django.setup()
    print(sign_in(sys.argv[1]))  # noqa: T201
