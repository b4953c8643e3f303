"""Asking for the community agreement, and accepting it.

Whether somebody has to be asked stands on their own row, so that no page needs a query
for it: publishing a new version marks everybody, accepting it takes the mark away.
"""

from django.db import transaction

from members.models import Acceptance, AgreementPage, User


def current() -> AgreementPage | None:
    """The agreement that people are asked for now; None where there is none."""
    page: AgreementPage | None = AgreementPage.objects.live().first()
    return page


def is_asked() -> bool:
    return AgreementPage.objects.live().exists()


@transaction.atomic
def ask_everybody(*, page: AgreementPage) -> bool:
    """Mark all who have not accepted this version; False when they were asked about it before."""
    locked = AgreementPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if locked.asked_version >= locked.version:
        return False
    accepted = Acceptance.objects.filter(version=locked.version).values("member")
    User.objects.filter(closed_at=None).exclude(pk__in=accepted).update(owes_agreement=True)
    AgreementPage.objects.filter(pk=page.pk).update(asked_version=locked.version)
    return True


@transaction.atomic
def accept(*, member: User, version: int) -> bool:
    """Note the member's yes. False, and nothing noted, when another version is asked for now."""
    page = current()
    if page is None or page.version != version:
        return False
    Acceptance.objects.get_or_create(member=member, version=version)
    User.objects.filter(pk=member.pk).update(owes_agreement=False)
    member.owes_agreement = False
    return True
