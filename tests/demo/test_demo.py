"""The demo: what is in it, and that writing it again, in part or anew, does what it says."""

import re
import zipfile
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from machina.core.db.models import get_model
from machina.core.loading import get_class
from wagtail.models import Page, Site

from communities.enums import JoinPolicy
from communities.models import CommunityPage, Membership
from core import indexes
from core.roles import COORDINATORS
from demo import accounts, data
from demo.loader import gatherings, notices, profiles
from demo.loader.section import demo_users
from events.models import ConferencePage, EventPage, Interest
from forum.polls.models import HasVoted
from forum.rooms.models import Room
from forum.services import update_room
from forum.topics.held import DeclinedPost
from frame.models import SiteSettings
from home.models import HomePage
from members.models import User
from notifications.models import Notification
from opportunities.models import OpportunityPage
from people.enums import Audience
from people.facts import FACTS
from people.models import Area, Organisation, Profile
from resources.models import ResourcePage, SiteDocument, SiteImage
from tests.factories.members import UserFactory
from tests.queries import Queries
from tests.shared import shared

Topic = get_model("forum_conversation", "Topic")
Post = get_model("forum_conversation", "Post")
Attachment = get_model("forum_attachments", "Attachment")

# One worker writes the demo once for all of these.
pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.usefixtures("demo")]

COUNTED = (
    User, Organisation, Area, Profile, Membership, CommunityPage, Room, Topic, Post, HasVoted,
    Attachment, ResourcePage,
    SiteDocument, SiteImage, EventPage, Interest, ConferencePage, OpportunityPage, Page,
)  # fmt: skip
ZIPPED = {
    "docx": "word/document.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "mimetype",
}


def seed(**options):
    out = StringIO()
    call_command("seed_demo", allow_in_production=True, stdout=out, **options)
    return out.getvalue()


def count_everything():
    return {kind._meta.label: kind.objects.count() for kind in COUNTED}


@shared
def demo(db):
    return seed()


def test_it_has_what_a_full_site_has():
    assert demo_users().count() == 26
    assert CommunityPage.objects.count() == 5
    assert set(CommunityPage.objects.values_list("join_policy", flat=True)) == set(
        JoinPolicy.values
    )
    assert [page.title for page in CommunityPage.objects.all() if page.visibility == "hidden"] == [
        "Planning the spring gathering"
    ]
    assert set(Membership.objects.values_list("state", flat=True)) == {
        "active",
        "requested",
        "invited",
    }
    assert Room.objects.count() == 12
    assert Topic.objects.count() >= 44
    assert Post.objects.count() >= 170
    assert ResourcePage.objects.count() >= 30
    assert len(set(ResourcePage.objects.values_list("kind", flat=True))) >= 10
    assert SiteDocument.objects.count() >= 12
    assert EventPage.objects.count() == 10
    assert ConferencePage.objects.count() == 1
    assert OpportunityPage.objects.count() == 5
    assert OpportunityPage.objects.get(places=20).provider == "Whitireia"


def test_conversations_have_polls_files_pins_locks_and_a_queue():
    assert Topic.objects.exclude(poll=None).count() == 7
    assert HasVoted.objects.count() > 50
    assert Attachment.objects.count() == 5
    kinds = Counter(Topic.objects.values_list("type", flat=True))
    assert (kinds[Topic.TOPIC_STICKY], kinds[Topic.TOPIC_ANNOUNCE]) == (5, 2)
    assert Topic.objects.filter(status=Topic.TOPIC_LOCKED).count() == 2
    waiting = Post.objects.filter(approved=False, removal=None, topic__times=None)
    rooms = Counter(post.topic.forum.name for post in waiting)
    assert rooms == {"First questions": 4, "Telling our stories": 2}
    assert {post.topic.forum.room.pre_moderated for post in waiting} == {True}


def test_every_person_is_made_up_and_says_so_by_their_address():
    assert {user.email.rpartition("@")[2] for user in User.objects.all()} == {"example.org"}
    assert len({user.display_name for user in demo_users()}) == 26


def test_every_account_can_sign_in_with_a_password_that_the_site_would_take():
    validate_password(accounts.PASSWORD)
    for user in demo_users():
        assert authenticate(email=user.email, password=accounts.PASSWORD) == user
        assert user.emailaddress_set.get().verified


def test_the_table_of_accounts_names_each_and_is_printed(demo):
    lines = accounts.lines()
    assert accounts.PASSWORD in lines[0]
    emails = re.findall(r"\S+@example\.org", "\n".join(lines))
    assert emails == [
        "coordinator@example.org",
        "facilitator@example.org",
        "peer@example.org",
        "clinician@example.org",
        "clinical.facilitator@example.org",
        "newcomer@example.org",
    ]
    assert demo.endswith("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("email", "rooms"),
    [
        (None, 1),
        ("newcomer@example.org", 4),
        ("peer@example.org", 9),
        ("clinician@example.org", 8),
        ("coordinator@example.org", 12),
    ],
)
def test_each_chair_sees_its_rooms(email, rooms):
    user = User.objects.get(email=email) if email else AnonymousUser()
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    assert len(handler.readable_forum_ids(user)) == rooms


def test_coordinator_and_facilitators_have_their_roles():
    coordinators = User.objects.filter(groups__name=COORDINATORS)
    assert [user.email for user in coordinators] == ["coordinator@example.org"]
    facilitators = Membership.objects.filter(is_facilitator=True)
    assert {(m.community.slug, m.member.email) for m in facilitators} == {
        ("peer-support-workers", "facilitator@example.org"),
        ("clinical-teams", "clinical.facilitator@example.org"),
        ("peer-supervision-circle", "ngaire@example.org"),
        ("youth-peer-work", "sina@example.org"),
        ("gathering-planning", "clinical.facilitator@example.org"),
    }
    assert not Membership.objects.active().filter(member__email="newcomer@example.org").exists()


def test_who_is_still_to_be_welcomed_came_a_few_days_ago():
    new = Membership.objects.unwelcomed()

    assert {(m.community.slug, m.member.email) for m in new} == {
        ("peer-support-workers", "tarn@example.org"),
        ("youth-peer-work", "weiling@example.org"),
    }
    assert all(timezone.now() - m.joined_at < timedelta(days=7) for m in new)


def test_the_front_door_is_ours_and_says_where_help_is():
    site = Site.objects.get(is_default_site=True)
    assert isinstance(site.root_page.specific, HomePage)
    assert site.site_name == "Alongside"
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()
    words = SiteSettings.objects.get(site=site)
    assert [line.label for line in words.help_lines.all()] == [
        "Call or text 1737",
        "111 in an emergency",
    ]


def test_everybody_writes_only_where_and_since_they_may():
    people = {person["key"]: person for person in data.people()}
    rooms = {room["key"]: room for room in data.rooms()}
    for key, topics in data.talk().items():
        room = rooms[key]
        for post in (post for topic in topics for post in data.posts(topic)):
            author = people[post["author"]]
            assert room["audience"] != "communities" or (
                set(author["communities"]) & set(room["communities"])
            ), (key, post["text"])
            assert post.get("days_ago", 0) < author["member_for_days"], (key, post["text"])


def test_conversations_run_forwards_and_end_before_now():
    now = timezone.now()
    for topic in Topic.objects.filter(approved=True).select_related("last_post"):
        said = list(
            topic.posts.filter(approved=True).order_by("pk").values_list("created", flat=True)
        )
        assert said == sorted(said), topic.subject
        assert said[-1] < now
        assert (topic.created, topic.last_post_on) == (said[0], said[-1])
        assert topic.posts_count == len(said)
    for room in Room.objects.select_related("forum"):
        latest = Topic.objects.filter(forum=room.forum, approved=True).latest("last_post_on")
        assert room.forum.last_post_on == latest.last_post_on


def test_something_was_sent_back_with_a_reason_and_its_author_was_told():
    kept = DeclinedPost.objects.get()

    assert kept.author.email == "peer@example.org"
    assert kept.reason.startswith("Thank you for this, Hēmi.")
    told = Notification.objects.get(kind="post_declined")
    assert (told.recipient, told.about_id) == (kept.author, kept.pk)
    assert Post.objects.filter(approved=False, topic__forum=kept.forum).count() == 2


def test_something_is_coming_up_something_was_and_something_closes_soon():
    now = timezone.now()
    assert EventPage.objects.filter(starts_at__gt=now).count() == 6
    assert EventPage.objects.filter(ends_at__lt=now).count() == 4
    states = Counter(page.state for page in OpportunityPage.objects.all())
    assert states == {"open": 3, "soon": 1, "closed": 1}
    assert min(p.days_left for p in OpportunityPage.objects.all() if p.state == "open") == 4


def test_every_page_would_pass_the_editor():
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()
        assert page.search_description
        for field in ("body", "programme", "materials"):
            if value := getattr(page, field, None):
                value.stream_block.clean(value)


def test_every_document_is_what_its_name_says():
    for folder in ("documents", "attachments"):
        for path in (data.FILES / folder).iterdir():
            kind = path.suffix.lstrip(".")
            assert 200 < path.stat().st_size < 100_000
            if kind == "pdf":
                content = path.read_bytes()
                assert content.startswith(b"%PDF-")
                assert b"/StructTreeRoot" in content
                assert b"/Lang(en-NZ)" in content
            elif kind in ZIPPED:
                with zipfile.ZipFile(path) as archive:
                    assert archive.testzip() is None
                    assert ZIPPED[kind] in archive.namelist()
            else:
                assert kind == "csv"
                assert path.read_text().count(",") > 10


def test_stored_files_have_their_size_and_pictures_their_words():
    kinds = Counter(document.file_extension for document in SiteDocument.objects.all())
    assert set(kinds) == {"pdf", "docx", "pptx", "odt"}
    for document in SiteDocument.objects.all():
        assert document.file_size == document.file.size
    for picture in SiteImage.objects.all():
        assert picture.description
        with picture.file.open("rb") as file:
            assert file.read(3) == b"\xff\xd8\xff"


def test_every_link_in_it_leads_to_a_page_of_it():
    texts = [path.read_text() for path in data.HERE.rglob("*.toml")]
    links = re.findall(r'(?:\]\(|href=\\?"|page = ")(/[^)"\\]*)', "\n".join(texts))
    home = Site.objects.get(is_default_site=True).root_page.url_path
    pages = {
        "/" + path.removeprefix(home) for path in Page.objects.values_list("url_path", flat=True)
    }
    assert len(links) > 20
    assert set(links) - pages == {"/forum/"}


def test_people_tell_much_or_little_each_to_whom_they_choose():
    told = Profile.objects.filter(user__in=demo_users())
    chosen = {fact.name: set(told.values_list(fact.audience, flat=True)) for fact in FACTS}

    assert told.count() == 26
    assert told.exclude(photo="").count() == 2
    assert told.filter(in_directory=False).count() == 1
    assert set().union(*chosen.values()) == set(Audience) - {Audience.EVERYONE}
    for fact in FACTS:
        assert any(fact.say(profile) for profile in told), fact.name


def test_maori_words_carry_their_macrons():
    bare = re.compile(
        r"(?<![-/\w.\"])(maori|whanau|tangata|ropu|korero|kaumatua|hapu)(?![-/\w.\"])", re.I
    )
    for path in data.HERE.rglob("*.toml"):
        assert bare.findall(path.read_text()) == [], path.name


def test_a_second_run_writes_nothing_and_asks_little():
    with Queries(connection) as queries:
        output = seed()
    assert "The demo is there already." in output
    assert len(queries) == 19  # Each section, and whether an index is behind.
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


@pytest.mark.parametrize(
    "section",
    [profiles.SECTION, gatherings.SECTION, notices.SECTION],
    ids=lambda section: section.name,
)
def test_a_section_that_is_missing_is_written_again(section):
    before = count_everything()
    section.remove()
    assert count_everything() != before
    assert not section.exists()

    output = seed()

    assert section.name in output
    assert count_everything() == before


class Killed(BaseException):
    """The process is gone at this moment."""


@pytest.mark.parametrize("index", ["rebuild_references_index", "wagtail_update_index"])
@pytest.mark.parametrize("goes_on", [seed, indexes.write_outdated], ids=["itself", "release"])
def test_one_that_was_killed_is_made_searchable_by_what_runs_next(monkeypatch, index, goes_on):
    def killed_at(command, **options):
        if command == index:
            raise Killed

    gatherings.SECTION.remove()
    with monkeypatch.context() as killing:
        killing.setattr("core.indexes.call_command", killed_at)
        with pytest.raises(Killed):
            seed()
    assert EventPage.objects.exists()
    assert list(EventPage.objects.search("job title")) == []

    goes_on()

    found = EventPage.objects.search("job title")
    assert [page.title for page in found] == ["Lunchtime kōrero: what is in a job title?"]
    assert not indexes.are_outdated()
    assert "The demo is there already." in seed()


def test_reset_takes_away_what_the_demo_people_wrote_and_leaves_what_others_made():
    library = Page.objects.get(slug="resources").specific
    own = ResourcePage(title="Ours", slug="ours", lead="Ours.", kind="policy", owner=UserFactory())
    library.add_child(instance=own)
    before = count_everything()
    room = Room.objects.get(forum__name="Grey areas and boundaries")
    update_room(
        room=room, name="Renamed", audience=room.audience, communities=room.communities.all()
    )
    ResourcePage.objects.filter(slug="lean-on-me").update(title="Changed", slug="changed")
    User.objects.filter(email="peer@example.org").update(display_name="Changed", is_active=False)

    seed(reset=True)

    assert count_everything() == before
    assert not Room.objects.filter(forum__name="Renamed").exists()
    assert ResourcePage.objects.get(slug="lean-on-me").title == "Lean on me"
    peer = User.objects.get(email="peer@example.org")
    assert (peer.display_name, peer.is_active) == ("Hēmi Te Awa", True)
    own.refresh_from_db()
    assert own.get_parent().pk == library.pk


def test_it_is_refused_outside_a_trial():
    before = count_everything()
    with pytest.raises(CommandError, match="share a password"):
        call_command("seed_demo", reset=True)
    assert count_everything() == before


def test_it_is_written_in_a_trial_without_being_asked_twice(settings):
    settings.TRIAL = True
    out = StringIO()
    call_command("seed_demo", verbosity=0, stdout=out)
    assert out.getvalue() == ""
