from datetime import timedelta

import factory
from django.utils import timezone

from members.enums import AttestationState, JobRole
from members.models import Attestation
from tests.factories.members import UserFactory


class AttestationFactory(factory.django.DjangoModelFactory):
    """An open request; ``verified=True`` makes it a role in force for a year."""

    class Meta:
        model = Attestation

    member = factory.SubFactory(UserFactory)
    role = JobRole.PEER

    class Params:
        verified = factory.Trait(
            state=AttestationState.VERIFIED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(timezone.now),
            valid_until=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365)),
        )
