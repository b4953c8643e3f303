"""A small house: an open room, a community's, one that checks first, an empty one."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from forum import services
from forum.moving.models import Move
from forum.rooms.enums import Audience
from forum.rooms.models import Room
from forum.signing.models import Opening, Unsent
from forum.topics.held import DeclinedPost
from forum.topics.models import Post, Topic
from forum.unsealing.services import ask
from members.models import User
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.shared import shared


@dataclass
class House:
    peer: User
    colleague: User
    newcomer: User
    facilitator: User
    open_room: Room
    peers_room: Room
    careful_room: Room
    empty_room: Room
    greeting: Topic
    question: Topic
    answer: Post
    own_answer: Post
    closed: Topic
    pinned: Topic
    waiting_topic: Topic
    waiting_reply: Post
    sent_back: DeclinedPost
    withdrawn: Post
    hidden: Post
    changed: Post
    unsent: Unsent
    sealed: Post
    opening: Opening
    held: Post
    moved: Move
    planned: Topic

    def client(self, who: str) -> Client:
        client = Client()
        if who != "visitor":
            client.force_login(getattr(self, who))
        return client


@shared
def house(db: None) -> House:
    peer, colleague = UserFactory(display_name="Aroha"), UserFactory(display_name="Ben")
    facilitator = UserFactory(display_name="Hana")
    peers = CommunityFactory(title="Peers", members=[peer, colleague], facilitators=[facilitator])
    private = {"audience": Audience.COMMUNITIES, "communities": [peers]}
    open_room = RoomFactory(name="Welcome", audience=Audience.PUBLIC)
    peers_room = RoomFactory(name="Grey areas", description="What *would* you do?", **private)
    RoomFactory(name="Small towns", parent=peers_room, **private)
    careful_room = RoomFactory(name="Stories", pre_moderated=True, **private)
    question = TopicFactory(
        room=peers_room,
        author=peer,
        subject="How much of my story do I tell?",
        text="Some days **a lot**.",
        attachments=[pdf("card.pdf")],
        poll={"question": "How much?", "options": ["A little", "A lot"]},
    )
    answer = PostFactory(topic=question, author=colleague, text="I wait to be asked.")
    own_answer = PostFactory(topic=question, author=peer, text="Thank you.")
    question.subscribers.add(peer)
    closed = TopicFactory(room=peers_room, author=colleague, subject="All is said")
    services.lock_topic(topic=closed)
    TopicFactory(room=peers_room, author=facilitator, subject="Hui on Thursday", announcement=True)
    changed, withdrawn, hidden = (
        PostFactory(topic=closed, author=peer, text=text) for text in ("Aye", "Oh no", "Ben again")
    )
    services.edit_post(post=changed, by=peer, subject=changed.subject, text="Yes")
    services.withdraw_post(post=withdrawn)
    services.hide_post(post=hidden, by=facilitator, reason="It names somebody.")
    sealed = PostFactory(topic=closed, author=colleague, text="I never told.", label="Peer 1")
    held = PostFactory(topic=closed, author=peer, text="Perhaps")
    services.hold_change(post=held, subject="", text="Perhaps not")
    aside = TopicFactory(room=peers_room, author=colleague, subject="Rosters and coffee")
    coffee = PostFactory(topic=aside, author=peer, text="Who makes the coffee?")
    moved = services.split_topic(
        topic=aside, posts=[coffee.pk], title="Coffee", forum=aside.forum, by=facilitator
    )
    planned = services.start_topic(
        room=peers_room,
        author=facilitator,
        subject="New rates",
        text="From July on.",
        opens_at=timezone.now() + timedelta(days=3),
    )
    told = TopicFactory(room=careful_room, author=colleague, subject="A story", approved=True)
    return House(
        peer=peer,
        colleague=colleague,
        newcomer=UserFactory(display_name="Nikau"),
        facilitator=facilitator,
        open_room=open_room,
        peers_room=peers_room,
        careful_room=careful_room,
        empty_room=RoomFactory(name="Supervision", audience=Audience.PUBLIC),
        greeting=TopicFactory(room=open_room, author=peer, subject="Kia ora, I start on Monday"),
        question=question,
        answer=answer,
        own_answer=own_answer,
        closed=closed,
        pinned=TopicFactory(room=peers_room, author=facilitator, subject="Read me", sticky=True),
        waiting_topic=TopicFactory(room=careful_room, author=colleague, approved=False),
        waiting_reply=PostFactory(topic=told, author=peer, text="So moving", approved=False),
        sent_back=services.disapprove_post(
            post=PostFactory(topic=told, author=peer, text="It was Ben", approved=False),
            by=facilitator,
            reason="It names somebody.",
        ),
        withdrawn=withdrawn,
        hidden=hidden,
        changed=changed,
        unsent=Unsent.objects.create(
            author=peer,
            forum=peers_room.forum,
            starts_topic=True,
            way="number",
            label="Peer 1",
            subject="Braver",
            text="Not yet",
        ),
        sealed=sealed,
        opening=ask(post=sealed, by=UserFactory(), reason="life", words="It worries me."),
        held=held,
        moved=moved,
        planned=planned,
    )
