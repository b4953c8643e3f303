from django.test import Client

from communities import services
from communities.models import CommunityPage
from forum.rooms.enums import Audience
from forum.topics.models import Post
from members.models import User
from moderation.models import Report
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory
from tests.shared import shared


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def room_of(*communities: CommunityPage):
    return RoomFactory(audience=Audience.COMMUNITIES, communities=communities)


@shared
def facilitator(db: None) -> User:
    return UserFactory(display_name="Hinemoa")


@shared
def second(db: None) -> User:
    """Another facilitator of the same community."""
    return UserFactory(display_name="Tama")


@shared
def author(db: None) -> User:
    return UserFactory(display_name="Ana")


@shared
def reporter(db: None) -> User:
    return UserFactory(display_name="Rewi")


@shared
def harbour(facilitator: User, second: User, author: User, reporter: User) -> CommunityPage:
    return CommunityFactory(
        title="Harbour", members=[author, reporter], facilitators=[facilitator, second]
    )


@shared
def post(harbour: CommunityPage, author: User) -> Post:
    """In a room that is Harbour's alone."""
    topic = TopicFactory(room=room_of(harbour), subject="Gifts")
    return PostFactory(topic=topic, author=author, text="Mrs Brown of Hill Street said so.")


@shared
def sent(post: Post, reporter: User) -> Report:
    return ReportFactory(about=post, reporter=reporter)


@shared
def elsewhere(harbour: CommunityPage) -> User:
    """A facilitator of another community."""
    person = UserFactory(display_name="Losa")
    CommunityFactory(title="Inland", parent=harbour.get_parent(), facilitators=[person])
    return person


def leave(community: CommunityPage, member: User) -> None:
    services.leave(community=community, member=member)
