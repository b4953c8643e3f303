"""Keeping what was sent and cannot be taken at once, until its sender is back at the form."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from core.addresses import EDITORS
from core.files import delete_after_commit
from core.limits import allow, who_is
from members.models import KeptFile, KeptForm, SentForm, User
from members.sending import fields, keys

KEPT_FOR = timedelta(hours=1)
MOST = 5
"""Forms of one person; the oldest goes when there is one more."""
OF_ONE_PERSON, OF_ONE_ADDRESS = 30, 300
"""How often in an hour; behind one address there may be a whole hui."""
COOKIE = "__Host-kept" if settings.SESSION_COOKIE_SECURE else "kept"
NEVER = ("/accounts/", f"{EDITORS}pages/")
"""The first holds passwords and codes; in the second Wagtail saves drafts by itself."""
WITHOUT_WORDS = "/forum/poll/"
"""Whoever voted is led back to the poll; what they voted is kept nowhere (docs/adr/0045)."""


def keep(request: Any, key: keys.Key, *, why: KeptForm.Why) -> KeptForm | None:
    """Keep words and files for the person whom the form was shown to, and nobody else.

    None when there is nothing to keep, or this is not kept: passwords, what a script sent, an
    account that is closed, and whoever sends such forms again and again.
    """
    sender = User.objects.active().filter(public_id=key.sender).first() if key.sender else None
    if sender is None or not _can_be_kept(request):
        return None
    limits = {who_is(request): OF_ONE_ADDRESS, f"member:{sender.pk}": OF_ONE_PERSON}
    if not all(allow("kept-form", who, limit=n, seconds=3600) for who, n in limits.items()):
        return None
    leads_back_only = request.path.startswith(WITHOUT_WORDS)
    token = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    with transaction.atomic():
        remove(KeptForm.objects.filter(token=keys.digest(token), member=sender, path=request.path))
        form = KeptForm.objects.create(
            token=keys.digest(token),
            member=sender,
            path=request.path,
            fields=json.dumps([] if leads_back_only else fields.filled_in(request)),
            key=key.text,
            words="" if leads_back_only else keys.words(request),
            why=why,
        )
        for field, files in request.FILES.lists():
            for file in files:
                _keep_file(form, field, file)
        newest = sender.kept_forms.order_by("-pk")[:MOST].values_list("pk", flat=True)
        remove(sender.kept_forms.exclude(pk__in=list(newest)))
    request.kept_token = token
    return form


@dataclass
class Kept:
    """A kept form that has found its sender again."""

    form: KeptForm

    @cached_property
    def sent(self) -> SentForm | None:
        """The ``SentForm`` of this form, when it made something before."""
        return SentForm.objects.filter(pk=keys.digest(self.form.key)).first()

    @property
    def is_repetition(self) -> bool:
        return self.sent is not None and self.sent.words == self.form.words

    @property
    def why(self) -> str:
        return KeptForm.Why.SENT if self.sent else self.form.why

    @property
    def key(self) -> str:
        """The form's own key, so that it makes one thing only; empty when it has done so."""
        return "" if self.sent else self.form.key

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in json.loads(self.form.fields)]

    @cached_property
    def files(self) -> list[KeptFile]:
        return list(self.form.files.order_by("pk"))

    def attach(self, request: Any) -> list[str]:
        """Add the files to those sent now, but for those that are left out or replaced.

        Returns the names of files that the store has no more.
        """
        left_out = set(request.POST.getlist(fields.LEAVE_OUT))
        replaced = set(request.FILES)
        gone = []
        for kept in self.files:
            if str(kept.pk) in left_out or kept.field in replaced:
                continue
            try:
                request.FILES.appendlist(kept.field, _opened(kept))
            except FileNotFoundError:
                gone.append(kept.name)
        with transaction.atomic():
            _remove_files([kept for kept in self.files if str(kept.pk) in left_out])
        del self.files
        return gone

    def forget(self) -> None:
        remove(KeptForm.objects.filter(pk=self.form.pk))


def find(request: HttpRequest) -> Kept | None:
    """The kept form of this browser, for whoever is signed in, at this address."""
    token = request.COOKIES.get(COOKIE)
    if not token or not request.user.is_authenticated:
        return None
    form = (
        KeptForm.objects.filter(
            token=keys.digest(token),
            member=request.user,
            path=request.path,
            at__gt=timezone.now() - KEPT_FOR,
        )
        .order_by("-pk")
        .first()
    )
    return Kept(form) if form else None


def hold_cookie(request: Any, response: HttpResponseBase) -> None:
    """Give the browser the cookie that finds the kept form; both last for the same time."""
    if token := getattr(request, "kept_token", ""):
        response.set_cookie(
            COOKIE,
            token,
            max_age=KEPT_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def past(now: datetime) -> QuerySet[KeptForm]:
    return KeptForm.objects.filter(at__lt=now - KEPT_FOR)


@transaction.atomic
def remove(forms: QuerySet[KeptForm]) -> int:
    """Delete kept forms; a file is taken from the store when its row is gone for good."""
    _remove_files(list(KeptFile.objects.filter(form__in=forms)))
    removed = len(set(forms.values_list("pk", flat=True)))
    forms.delete()
    return removed


def _remove_files(files: list[KeptFile]) -> None:
    KeptFile.objects.filter(pk__in=[kept.pk for kept in files]).delete()
    for kept in files:
        delete_after_commit(kept.file)


def _can_be_kept(request: Any) -> bool:
    return (
        not request.path.startswith(NEVER)
        and request.accepts("text/html")
        and not fields.holds_secret(request)
        and (bool(request.FILES) or any(value for _name, value in fields.filled_in(request)))
    )


def _keep_file(form: KeptForm, field: str, file: Any) -> None:
    file.seek(0)
    kept = KeptFile(
        form=form,
        field=field[:200],
        name=file.name[:255],
        content_type=(file.content_type or "")[:200],
    )
    kept.file.save(file.name, file)
    file.seek(0)


def _opened(kept: KeptFile) -> SimpleUploadedFile:
    with kept.file.open("rb") as stored:
        return SimpleUploadedFile(kept.name, stored.read(), kept.content_type)
