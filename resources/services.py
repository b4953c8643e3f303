"""Asking people whether they may be quoted, and what becomes of their words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.services import notify, quieten
from people.models import Profile
from resources.enums import Consent, Place, ShownAs
from resources.models import Quotation, ResourcePage
from resources.notices import QUOTED

ANSWERED = _("You have answered this already. You can still take your words back.")


@transaction.atomic
def ask_to_quote(
    *,
    page: ResourcePage,
    member: Any,
    source: int,
    words: str,
    by: Any,
    place: str = Place.QUOTE,
) -> Quotation:
    """Ask somebody whether these words of theirs may stand in the resource, and tell them.

    ``source`` is the key of their message. Asking again, of the same message for the same page,
    changes nothing, whatever was answered.
    """
    quotation, is_new = Quotation.objects.get_or_create(
        page=page, source=source, place=place, defaults={"member": member, "words": words}
    )
    if is_new:
        notify([member], kind=QUOTED, about=quotation, actor=by)
    return quotation


@transaction.atomic
def agree_to_quotation(*, quotation: Quotation, shown_as: str = ShownAs.NOTHING) -> Quotation:
    """Its person agrees to these very words, and says how they are named.

    Agreeing again only changes how. Raises ValidationError when it was refused or taken back.
    """
    quotation = _locked(quotation)
    if quotation.consent not in (Consent.ASKED, Consent.GIVEN):
        raise ValidationError(ANSWERED)
    profile = Profile.objects.filter(user=quotation.member_id).first()
    quotation.shown_as = ShownAs(shown_as)
    is_by_role = quotation.shown_as == ShownAs.ROLE
    quotation.role = profile.role if profile and is_by_role else ""
    quotation.consent, quotation.answered_at = Consent.GIVEN, timezone.now()
    quotation.save(update_fields=["shown_as", "role", "consent", "answered_at"])
    quieten(kind=QUOTED, about_id=quotation.pk)
    return quotation


@transaction.atomic
def take_back_quotation(*, quotation: Quotation) -> Quotation:
    """Its person says no, or takes their word back: the words are deleted, at once and everywhere.

    A scenario that is made of their case is no longer published. Done again, nothing changes.
    """
    quotation = _locked(quotation)
    _let_go(quotation)
    return quotation


@transaction.atomic
def let_quotations_go(**which: Any) -> int:
    """Delete the words of the quotations that are named (``source__in``, ``member``), as if their
    people had taken them back; says of how many."""
    found = list(Quotation.objects.select_for_update().open().filter(**which))
    for quotation in found:
        _let_go(quotation)
    return len(found)


@transaction.atomic
def forget(*, member: Any) -> None:
    """Delete the quotations of somebody who leaves, with what they answered.

    Of a scenario that was made of their case stays that it has nobody's consent.
    """
    let_quotations_go(member=member)
    Quotation.objects.filter(member=member).exclude(place=Place.DILEMMA).delete()
    Quotation.objects.filter(member=member).update(member=None)


def _let_go(quotation: Quotation) -> None:
    if not quotation.words:
        return
    was_asked = quotation.is_asked
    quotation.consent = Consent.REFUSED if was_asked else Consent.WITHDRAWN
    quotation.words, quotation.role = "", ""
    quotation.shown_as, quotation.answered_at = ShownAs.NOTHING, timezone.now()
    quotation.save(update_fields=["consent", "words", "role", "shown_as", "answered_at"])
    quieten(kind=QUOTED, about_id=quotation.pk)
    if quotation.place == Place.DILEMMA:
        page = ResourcePage.objects.filter(pk=quotation.page_id, live=True).first()
        if page is not None:
            page.unpublish()


def _locked(quotation: Quotation) -> Quotation:
    return Quotation.objects.select_for_update().get(pk=quotation.pk)
