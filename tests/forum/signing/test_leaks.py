"""Nothing that the site serves, mails, orders or logs says who wrote a sealed message."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from communities import services as communities
from core.retention import rules
from forum.drafts.holds import Hold
from forum.posting import unsent
from forum.quoting.words import beginning, plain
from forum.signing.models import Unsent
from notifications.models import Notification, Preferences
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.forum.addresses import edit_url, reply_url, room_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.drafts.conftest import BY_SCRIPT, SAVE
from tests.forum.signing.conftest import due, joined
from tests.notifications.letters import everything_in, parsed, post_all
from tests.queues import in_the_database, work_off

pytestmark = pytest.mark.django_db

FIRST_KEY = 7_700_000
"""Keys of the marked people: none of any other row can be taken for one."""
TEXT = "sealedwords"


class World:
    """Ten marked people who write thirty sealed messages, and others who read them."""

    def __init__(self) -> None:
        self.community = CommunityFactory(title="Night workers")
        self.room = RoomFactory(
            name="Grey areas", audience="communities", communities=[self.community]
        )
        self.marked = []
        for n in range(10):
            person = PersonFactory(
                pk=FIRST_KEY + n,
                display_name=f"Zqxw{n} Person",
                email=f"zqxw{n}@example.org",
                profile={"role": "peer", "about": f"Zqxw{n} about", "team": f"Zqxw{n} team"},
            )
            communities.join(community=self.community, member=person)
            self.marked.append(person)
        self.reader = joined(self.community, "A Reader")
        self.carer = joined(self.community, "A Carer")
        communities.appoint_facilitator(community=self.community, member=self.carer)
        self.topics = TopicFactory.create_batch(2, room=self.room, author=self.reader)
        for person in (self.reader, self.carer):
            for topic in self.topics:
                topic.subscribers.add(person)
            self.room.followers.add(person)
            Preferences.objects.create(member=person, mail_details=True)

    def write(self, send) -> None:
        """Through the pages, as people do; every third begins a topic."""
        for n in range(30):
            author = self.marked[n * 7 % 10]
            said = f"{TEXT}{n} said, @A Reader and @facilitators"
            data = {"content": said, "way": ("role", "number")[n % 2]}
            if n % 3:
                topic = self.topics[n % 2]
                url = f"{reply_url(topic)}?quote={topic.first_post_id}"
                data["quoted"] = beginning(plain(topic.first_post.content.rendered))
            else:
                url, data["subject"] = start_url(self.room), f"{TEXT}{n} title"
            client, hold = client_of(author), self.hold_of(n)
            data["draft"] = hold
            half = {"draft": hold, "content": f"{TEXT}{n} sa", "way": data["way"]}
            assert client.post(SAVE, half, **BY_SCRIPT).json()["draft"]
            response = client.post(url, data)
            assert response.status_code == 302, response.content
            send()

    def hold_of(self, n: int) -> str:
        return str(Hold.of(self.topics[n % 2] if n % 3 else self.room.forum))


@pytest.fixture
def world(db, settings, django_capture_on_commit_callbacks, caplog):
    caplog.set_level(logging.INFO)
    with in_the_database(settings):
        world = World()
        caplog.clear()
        orders = []

        def send() -> None:
            from forum.posting.tasks import send_unsent

            Unsent.objects.update(goes_at=timezone.now() - timedelta(seconds=1))
            with django_capture_on_commit_callbacks(execute=True):
                send_unsent.func()
            orders.extend(DBTaskResult.objects.values_list("args_kwargs", flat=True))
            work_off()

        world.write(send)
        world.orders, world.logged = orders, caplog.text
    return world


def marks_in(text: str) -> set[str]:
    return set(re.findall(r"zqxw\d|770000\d", text.lower()))


def crawled(client: Client, starts: list[str], most: int = 250) -> dict[str, str]:
    """What this client reads, from these addresses on along every link of the discussions."""
    found: dict[str, str] = {}
    ahead = list(starts)
    while ahead and len(found) < most:
        address = ahead.pop(0)
        if address in found:
            continue
        response = client.get(address)
        if response.status_code != 200 or response.streaming:
            found[address] = ""
            continue
        found[address] = response.content.decode(errors="replace")
        for link in re.findall(r'(?:href|src|action)="([^"#]+)', found[address]):
            link = link.replace("&amp;", "&")
            if link.startswith(("/forum/", "/search/", "/notifications/", "/moderation/")):
                ahead.append(link)
    return found


def test_no_page_puts_a_marked_person_beside_what_they_wrote(world, admin_user):
    visitor, stranger = Client(), client_of(UserFactory())
    shown = 0
    for client in (
        *(visitor, stranger, client_of(world.reader), client_of(world.carer)),
        client_of(admin_user),
    ):
        starts = [
            *("/", reverse("forum:index"), room_url(world.room), "/notifications/"),
            *map(topic_url, world.topics),
            f"{reverse('search')}?q={TEXT}1",
            reverse("forum_feeds:latest_topics"),
            reverse("forum_moderation:queue"),
        ]
        for address, text in crawled(client, starts).items():
            if TEXT not in text:
                continue
            shown += 1
            assert not marks_in(text), address
    assert shown > 60


def test_no_draft_is_left_of_what_was_sent(world):
    assert not Unsent.objects.exists()


def test_nobody_reads_a_draft_of_somebody_else(world, admin_user):
    author = world.marked[2]
    before = {"draft": world.hold_of(1), "content": "Zqxw2 draft", "subject": "Zqxw2 draft"}
    assert client_of(author).post(SAVE, before, **BY_SCRIPT).json()["draft"]
    draft = Unsent.objects.get()

    for person in (world.reader, world.carer, admin_user):
        client = client_of(person)
        for name in ("unsent", "forget_unsent"):
            assert client.get(reverse(name, args=[draft.key])).status_code == 404
        starts = [reverse("drafts"), room_url(world.room), *map(topic_url, world.topics)]
        starts.append(reverse("search") + "?q=Zqxw2")
        for address, text in crawled(client, starts).items():
            assert "Zqxw2 draft" not in text, address
            assert draft.key not in text, address
    assert "Zqxw2 draft" in client_of(author).get(reverse("drafts")).text


def test_no_page_of_a_marked_person_says_what_they_wrote(world, admin_user):
    for client in (client_of(world.reader), client_of(world.carer), client_of(admin_user)):
        for person in world.marked:
            for name in ("profile", "user_posts"):
                html = client.get(reverse(f"forum_member:{name}", args=[person.public_id])).text
                assert TEXT not in html


def test_no_letter_order_log_line_or_notification_names_them(world):
    post_all()
    work_off()
    letters = [parsed(message) for message in mail.outbox]
    assert letters
    for letter in letters:
        assert not marks_in(everything_in(letter))
    assert world.orders
    for order in world.orders:
        assert not marks_in(json.dumps(order))
    assert not marks_in(world.logged)
    assert Notification.objects.count() >= 40
    told = Notification.objects.all()
    assert not told.filter(actor__in=world.marked).exists()
    assert not told.filter(recipient__in=world.marked).exists()


def test_no_page_about_them_changes_when_they_write(world, admin_user):
    """What others read of them is the same before and after: no count, no order, no date."""
    author = world.marked[3]
    addresses = [
        reverse("forum_member:profile", args=[author.public_id]),
        reverse("forum_member:user_posts", args=[author.public_id]),
        reverse("people:directory"),
        reverse("communities:looking_after", args=[world.community.pk]),
        world.community.url,
        reverse("wagtailusers_users:index"),
        reverse("memberships:index"),
    ]

    def seen():
        for person in (world.carer, admin_user):
            client = client_of(person)
            for address in addresses:
                html = client.get(address).content.decode()
                yield address, re.sub(r'(csrfmiddlewaretoken|form_key|_TOKEN)":?.{2,90}', "", html)

    before = dict(seen())
    said = {"forum": world.room.forum, "topic": world.topics[0], "way": "number"}
    kept = unsent.seal_up(author=author, text="Once more", **said)
    during = dict(seen())
    unsent.send(unsent=due(kept))
    after = dict(seen())

    for address, html in before.items():
        assert during[address] == html, address
        if address != world.community.url:  # where the newest topics stand
            assert after[address] == html, address


def test_retention_names_nobody(world):
    for rule in rules():
        assert not marks_in(f"{rule.name} {rule.what}")


def test_an_edit_and_a_reply_after_it_name_nobody(world, admin_user):
    post = world.topics[0].posts.exclude(username=None).exclude(username="").first()
    clients = [client_of(person) for person in world.marked]
    author = next(each for each in clients if each.get(edit_url(post)).status_code == 200)
    author.post(edit_url(post), {"content": f"{TEXT} changed", "subject": post.subject})
    PostFactory(topic=world.topics[0], author=world.reader)

    for person in (world.reader, world.carer, admin_user):
        client = client_of(person)
        assert not marks_in(client.get(topic_url(world.topics[0])).text)
        assert not marks_in(client.get(reverse("changes", args=[post.pk])).content.decode())
