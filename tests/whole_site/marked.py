"""Somebody with a mark in everything that is kept about them and shown to few."""

from allauth.account.models import EmailAddress
from machina.core.db.models import get_model

from communities.enums import Deed
from communities.models import CommunityPage, MembershipEvent
from members.models import User
from people.enums import Audience
from people.models import Profile
from people.services import update_profile
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.joining import InvitationFactory
from tests.members import people

ForumProfile = get_model("forum_member", "ForumProfile")

CHOICES = ("role", "working_days", "employer", "areas")
"""Facts whose words are choices in everybody's forms: ``members/test_leaks.py`` looks at these."""
FACTS = {mark for fact, mark in people.MARKS.items() if fact not in CHOICES}
"""What its person shows to nobody."""
ADDRESS, SECOND_ADDRESS = "mark-of-address", "mark-of-second-address"
WORDS, REASON = "mark-of-words-with-a-role", "mark-of-reason"
SIGNATURE, INVITED = "mark-of-signature", "mark-of-invited-name"
MARKS = FACTS | {ADDRESS, SECOND_ADDRESS, WORDS, REASON, SIGNATURE, INVITED}
TOLD = {
    ADDRESS: {("facilitator", "account_email"), ("facilitator", "account_security")},
    SECOND_ADDRESS: {("facilitator", "account_email")},
    WORDS: {("facilitator", "people:roles")},
    REASON: {
        ("facilitator", "communities:mine"),
        ("facilitator", "communities:history"),
        ("coordinator", "communities:history"),
    },
}
"""Which page says what to whom, of what is not a fact; all others say nothing of it."""


def mark(person: User, community: CommunityPage) -> None:
    """``person`` is in the community and keeps every fact but the photo to themself."""
    update_profile(member=person, values=people.everything())
    people.show_all_to(person, Audience.ONLY_ME)
    Profile.objects.filter(user=person).update(photo_audience=Audience.MEMBERS)
    person.email = f"{ADDRESS}@example.org"
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person, primary=True).update(email=person.email)
    EmailAddress.objects.create(user=person, email=f"{SECOND_ADDRESS}@example.org")
    ConfirmedRoleFactory(member=person, words=WORDS)
    MembershipEvent.objects.create(
        membership=person.memberships.get(community=community), deed=Deed.APPOINTED, reason=REASON
    )
    InvitationFactory(email=person.email, name=INVITED)
    ForumProfile.objects.update_or_create(user=person, defaults={"signature": SIGNATURE})
