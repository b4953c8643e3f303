"""A community that nobody else may know of, with everything that a community can have."""

import re
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from machina.core.db.models import get_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Revision,
)

from communities import services
from communities.models import CommunityPage
from forum.rooms.models import Room
from forum.services import hold_change, open_room
from members.models import User
from resources.models import ResourceIndexPage, SiteDocument, SiteImage
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory
from tests.factories.resources import (
    ResourceIndexPageFactory,
    ResourcePageFactory,
    SiteDocumentFactory,
    SiteImageFactory,
)
from tests.shared import shared

Attachment = get_model("forum_attachments", "Attachment")

NAME, SLUG = "Quiet kitchen", "quiet-kitchen"
ROOM, TOPIC = "Behind the quiet door", "Whispered at the sink"
PICTURE, DOCUMENT = "The quiet table", "Quiet minutes"
INSIDER = "Whetū Inside"
DRAFT = "Drafted quietly"
SECRETS = (NAME, SLUG, ROOM, TOPIC, PICTURE, DOCUMENT, INSIDER, DRAFT)
"""What no page, list or screen may say to somebody outside."""


@dataclass
class House:
    """The hidden community and what is in it."""

    community: CommunityPage
    insider: User
    room: Room
    topic: object
    waiting: object
    attachment: object
    picture: SiteImage
    document: SiteDocument
    collection: Collection
    closed: Page
    draft: Page


@shared
def house(db, django_capture_on_commit_callbacks) -> House:
    index = CommunityIndexPageFactory()
    insider = UserFactory(display_name=INSIDER)
    community = CommunityFactory(
        parent=index,
        title=NAME,
        slug="an-old-name",
        join_policy="invitation",
        visibility="hidden",
        members=[insider],
    )
    with django_capture_on_commit_callbacks(execute=True):
        community = renamed(community, SLUG)
    room = open_room(name=ROOM, communities=[community])
    topic = TopicFactory(room=room, author=insider, subject=TOPIC)
    hold_change(post=topic.first_post, subject=TOPIC, text="Otherwise")
    attachment = Attachment.objects.create(
        post=topic.first_post, file=SimpleUploadedFile("quiet-agenda.pdf", b"%PDF-1.7")
    )
    collection = Collection.get_first_root_node().add_child(name=NAME)
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(community.group)
    closed = StandardPageFactory(parent=index.get_parent(), title=f"Notes of {NAME}", slug="notes")
    closing = PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.GROUPS
    )
    closing.groups.add(community.group)
    return House(
        community=community,
        insider=insider,
        room=room,
        topic=topic,
        waiting=PostFactory(topic=topic, author=insider, approved=False),
        attachment=attachment,
        picture=SiteImageFactory(title=PICTURE, collection=collection),
        document=SiteDocumentFactory(title=DOCUMENT, collection=collection),
        collection=collection,
        closed=closed,
        draft=StandardPageFactory(parent=index.get_parent(), title=DRAFT, live=False),
    )


@shared
def section(house) -> ResourceIndexPage:
    """The part of the site that the editor looks after."""
    section = ResourceIndexPageFactory()
    ResourcePageFactory(parent=section)
    return section


@shared
def editor(house, section) -> Client:
    """Somebody who looks after one section of the site and its files, and is in no community."""
    group = Group.objects.create(name="Librarians")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore",
        codename__in=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    ):
        GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    own = Collection.get_first_root_node().add_child(name="Library")
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs", "wagtailcore"),
        codename__regex="^(add|change|delete|choose)_(image|document|collection)$",
    ):
        GroupCollectionPermission.objects.create(group=group, collection=own, permission=permission)
    SiteImageFactory(title="A shelf", collection=own)
    SiteDocumentFactory(title="A list of books", collection=own)
    account = UserFactory(display_name="Ed Itor")
    account.groups.add(group)
    return browser_of(account)


@shared
def outsiders(house, section) -> dict[str, Client]:
    """A visitor, and a member of another community."""
    other = UserFactory()
    services.join(community=CommunityFactory(parent=house.community.get_parent()), member=other)
    return {"visitor": Client(raise_request_exception=False), "member": browser_of(other)}


def renamed(page: Page, slug: str) -> Page:
    """The page with another address, as the editors' screens give it one."""
    page.slug = slug
    revision = page.save_revision()
    Revision.objects.get(pk=revision.pk).publish()
    return type(page).objects.get(pk=page.pk)


def browser_of(account: User) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(account)
    return browser


def addresses(house: House) -> dict[str, str]:
    """Every kind of address that the hidden things have."""
    community, forum, topic = house.community, house.room.forum, house.topic
    in_room = {"forum_slug": forum.slug, "forum_pk": forum.pk}
    of_topic = {"slug": topic.slug, "pk": topic.pk}
    in_topic = in_room | {"topic_slug": topic.slug, "topic_pk": topic.pk}
    post = {"pk": topic.first_post.pk}
    found = {
        "the page": community.url,
        "its old address": community.url.replace(SLUG, "an-old-name"),
        "a page for its group": house.closed.url,
        "an unpublished page": house.draft.url,
        "the room": reverse("forum:forum", args=[forum.slug, forum.pk]),
        "the picture": reverse("media", args=[house.picture.get_rendition("width-40").file.name]),
        "the document": reverse(
            "wagtaildocs_serve", args=[house.document.pk, house.document.filename]
        ),
        "the attachment": reverse("forum_conversation:attachment", args=[house.attachment.pk]),
        "the topic": reverse("forum_conversation:topic", kwargs=in_room | of_topic),
        "its feed": reverse("forum_feeds:forum_latest_topics", kwargs=in_room),
        "follow": reverse("follow_room", args=[forum.pk]),
        "names": reverse("names", args=[forum.pk]),
        "read it": reverse("read_topic", args=[topic.pk]),
        "follow topic": reverse("follow_topic", args=[topic.pk]),
        "subscribe": reverse("forum_member:topic_subscribe", args=[topic.pk]),
    }
    found |= {
        f"forum_conversation:{name}": reverse(f"forum_conversation:{name}", kwargs=kwargs)
        for name, kwargs in {
            "topic_create": in_room,
            "topic_update": in_room | of_topic,
            "post_create": in_topic,
            "post_update": in_topic | post,
            "post_delete": in_topic | post,
        }.items()
    }
    found |= {
        f"forum_moderation:{name}": reverse(f"forum_moderation:{name}", kwargs=of_topic)
        for name in ("topic_lock", "topic_delete", "topic_move", "topic_update_to_sticky")
    }
    found["a waiting post"] = reverse("forum_moderation:queued_post", args=[house.waiting.pk])
    found["a message out of view"] = reverse("removed", args=[house.waiting.pk])
    held = ("waiting_change", "let_change_through", "send_change_back", "forget_change")
    for name in (*held, "take_out_details", "keep_post"):
        found[name] = reverse(name, args=[house.topic.first_post.pk])
    for name in ("split_topic", "merge_topic"):
        found[name] = reverse(name, args=[house.topic.pk])
    found["what was changed in it"] = reverse("changes", args=[house.topic.first_post.pk])
    found |= {
        "report a message": reverse("moderation:report", args=["message", post["pk"]]),
        "report the community": reverse("moderation:report", args=["community", community.pk]),
        "its reports": reverse("moderation:community", args=[community.pk]),
        "a message for who is on duty": reverse("duty:from_message", args=[post["pk"]]),
        "around somebody": reverse(
            "moderation:history", args=[community.pk, house.insider.public_id]
        ),
    }
    found |= {
        f"duty:{name}": reverse(f"duty:{name}", args=[community.pk])
        for name in ("ask", "community", "open", "hours", "day")
    }
    found["all in it read"] = reverse("forum_tracking:mark_topics_read", args=[forum.pk])
    found |= {
        f"communities:{name}": reverse(f"communities:{name}", args=[community.pk])
        for name in (
            *("join", "leave", "ask", "take_back", "answer", "looking_after"),
            *("invite", "notice", "step_down", "history"),
        )
    }
    found["remove somebody"] = reverse(
        "communities:remove", args=[community.pk, house.insider.public_id]
    )
    return found


def of_nothing(address: str) -> str:
    """An address of the same kind, where there is nothing."""
    match = resolve(address)
    if match.url_name == "wagtail_serve":
        above, _slash, last = address.rstrip("/").rpartition("/")
        return f"{above}/{another(last)}/"
    named = sorted(match.kwargs.items())
    for _name, value in named or enumerate(match.args):
        whole = rf"(?<![\w.]){re.escape(str(value))}(?![\w.])"
        address = re.sub(whole, another(value), address, count=1)
    return address


def another(value: int | str) -> str:
    """A number that nothing has, or other letters."""
    if isinstance(value, int):
        return str(value + 5_000_000)
    return value.translate(
        str.maketrans("abcdefghijklmnopqrstuvwxyz", "bcdefghijklmnopqrstuvwxyza")
    )
