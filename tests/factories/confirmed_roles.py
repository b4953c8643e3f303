from datetime import timedelta

import factory
from django.utils import timezone

from people.enums import ConfirmedRoleState, JobRole
from people.models import ConfirmedRole
from tests.factories.members import UserFactory


class ConfirmedRoleFactory(factory.django.DjangoModelFactory):
    """An open request; ``verified=True`` makes it a role in force for a year."""

    class Meta:
        model = ConfirmedRole

    member = factory.SubFactory(UserFactory)
    role = JobRole.PEER

    class Params:
        verified = factory.Trait(
            state=ConfirmedRoleState.VERIFIED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(timezone.now),
            valid_until=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365)),
        )
