from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from members.joining import approval
from members.models import AgreementPage, Invitation, User
from members.models.joining import hash_of
from tests.factories.communities import home_of_the_site
from tests.factories.members import UserFactory


class InvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation, whose token is ``token``."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda n: f"token{n}")

    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    token_hash = factory.LazyAttribute(lambda invitation: hash_of(invitation.token))
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


def somebody_waiting(**fields) -> User:
    """An account with a confirmed address that waits for a coordinator."""
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    approval.ask(user=user)
    approval.hold(user=user)
    user.refresh_from_db()
    return user


def publish_agreement(version: int = 1) -> AgreementPage:
    """The agreement, published in this version; it is made when there is none."""
    page = AgreementPage.objects.first()
    if page is None:
        page = AgreementPage(title="Community agreement", slug="community-agreement")
        home_of_the_site().add_child(instance=page)
    page.version = version
    page.save_revision().publish()
    page.refresh_from_db()
    return page
