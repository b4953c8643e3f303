"""The first account of a new site, as docs/operations.md has it."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from members.models import User

PASSWORD = "walking alongside slowly"


@pytest.mark.django_db
def test_the_first_account_signs_in_with_a_code_and_is_asked_for_a_second_step(
    client, monkeypatch, settings
):
    settings.STAFF_SECOND_STEP = True
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    who = {"email": "first@example.org", "display_name": "First"}
    call_command("createsuperuser", "--noinput", **who, verbosity=0)

    told = client.post("/accounts/login/", {"login": "first@example.org", "password": PASSWORD})
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.outbox[0].body, re.MULTILINE).group(1)
    client.post(told["Location"], {"code": code})
    editor = client.get("/admin/")

    assert User.objects.get().is_superuser
    assert mail.outbox[0].to == ["first@example.org"]
    assert client.session["_auth_user_id"]
    assert (editor.status_code, editor["Location"]) == (
        302,
        "/accounts/second-step/?next=%2Fadmin%2F",
    )
