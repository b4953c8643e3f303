"""In every loop over people or things, one that fails stands between two that are done."""

import io
import json
import os
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import m2m_changed, post_delete, pre_delete, pre_save
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published, page_unpublished

from announcements import services as announcements
from announcements import totals
from announcements.models import Announcement
from communities import services as communities
from communities.models import Invitation, Membership
from communities.signals import facilitator_dismissed
from communities.tasks import check_groups
from cop_site.publishing import publish_what_is_due
from core import retention
from core.each import SomeFailed
from forum import rendering
from forum.overrides.forum_conversation.models import Post
from forum.tasks import index_posts
from members import attestations, export, leaving
from members.confirming.tasks import look_after_roles
from members.models import User
from members.retention import remove_unconfirmed
from members.signals import account_closed, role_ended, role_ends_soon
from notifications import kinds
from notifications.models import Notification
from notifications.tasks import tell_audience
from opportunities.querysets import site_today
from opportunities.tasks import tell_of_scholarships
from tests import queues
from tests.factories.announcements import AnnouncementFactory
from tests.factories.attestations import AttestationFactory
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory
from tests.factories.opportunities import OpportunityPageFactory

pytestmark = pytest.mark.django_db
SECRET = "zqsecret"


@pytest.fixture
def stumbles():
    """Let whatever follows from a signal fail where this holds."""
    connected = []

    def stumble(signal, holds, sender=None):
        def receiver(**kwargs):
            if holds(kwargs):
                raise RuntimeError(SECRET)

        signal.connect(receiver, sender=sender, weak=False)
        connected.append((signal, receiver, sender))

    yield stumble
    for signal, receiver, sender in connected:
        signal.disconnect(receiver, sender=sender)


@pytest.fixture(autouse=True)
def _log_without_words(caplog):
    yield
    assert SECRET not in caplog.text


def fails(do, *args, **kwargs) -> None:
    with pytest.raises(SomeFailed, match=r"1 put aside, [2-9] done"):
        do(*args, **kwargs)


def test_roles_that_end_soon(stumbles):
    soon = timezone.localdate() + timedelta(days=9)
    _first, bad, _last = AttestationFactory.create_batch(3, verified=True, valid_until=soon)
    stumbles(role_ends_soon, lambda said: said["attestation"].pk == bad.pk)

    fails(attestations.remind)

    assert attestations.to_remind() == [bad]


def test_roles_that_have_ended_and_what_else_is_looked_after(stumbles):
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = AttestationFactory.create_batch(3, verified=True, valid_until=yesterday)
    soon = AttestationFactory(verified=True, valid_until=timezone.localdate() + timedelta(days=9))
    stumbles(role_ended, lambda said: said["attestation"].pk == ended[1].pk)
    stumbles(role_ends_soon, lambda said: said["attestation"].pk == soon.pk)

    with pytest.raises(SomeFailed, match="2 put aside"):
        look_after_roles.call()

    of_these = attestations.AttestationEvent.objects.filter(attestation__in=ended)
    assert {event.attestation for event in of_these} == {ended[0], ended[2]}


def test_terms_of_facilitators(stumbles):
    people = UserFactory.create_batch(3)
    CommunityFactory(facilitators=people)
    Membership.objects.update(facilitator_until=timezone.localdate() - timedelta(days=1))
    stumbles(facilitator_dismissed, lambda said: said["membership"].member_id == people[1].pk)

    fails(communities.end_terms)

    left = Membership.objects.facilitators()
    assert [row.member for row in left] == [people[1]]
    assert people[1].groups.count() == 2


def test_invitations_to_a_community_that_run_out(stumbles):
    community = CommunityFactory()
    invited = [
        communities.invite_member(community=community, member=person, by=UserFactory())
        for person in UserFactory.create_batch(3)
    ]
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=20))
    stumbles(post_delete, lambda said: said["instance"].member == invited[1].member, Invitation)

    fails(communities.let_invitations_run_out, timezone.now())

    assert [left.member for left in Invitation.objects.all()] == [invited[1].member]
    assert Membership.objects.get(state="invited").member == invited[1].member


@pytest.mark.parametrize(
    "mend", [check_groups.call, lambda: call_command("rebuild_community_groups")]
)
def test_groups_that_drifted(stumbles, mend):
    first = CommunityFactory()
    _all = [first, *(CommunityFactory(parent=first.get_parent(), title=t) for t in ("B", "C"))]
    stranger = UserFactory()
    stranger.groups.set([community.group for community in _all])
    stumbles(
        m2m_changed,
        lambda said: said["action"] == "post_remove" and said["instance"].pk == _all[1].group_id,
        User.groups.through,
    )

    fails(mend)

    assert list(stranger.groups.all()) == [_all[1].group]


def test_accounts_whose_time_is_over(stumbles, django_capture_on_commit_callbacks):
    people = UserFactory.create_batch(3)
    for person in people:
        leaving.ask_to_leave(user=person)
    stumbles(account_closed, lambda said: said["user"].pk == people[1].pk)

    fails(leaving.close_due_accounts, timezone.now() + timedelta(days=15))

    assert list(User.objects.exclude(closed_at=None).order_by("pk")) == [people[0], people[2]]
    assert User.objects.get(pk=people[1].pk).email == people[1].email


def test_accounts_that_nobody_confirmed(stumbles):
    people = UserFactory.create_batch(3, date_joined=timezone.now() - timedelta(days=30))
    for person in people:
        EmailAddress.objects.create(user=person, email=person.email)
    stumbles(pre_delete, lambda said: said["instance"].pk == people[1].pk, User)

    fails(remove_unconfirmed, timezone.now())

    assert User.objects.filter(pk__in=[person.pk for person in people]).get() == people[1]


def test_announcements_that_are_due(stumbles, coordinator, django_capture_on_commit_callbacks):
    UserFactory()
    at = timezone.now() + timedelta(hours=1)
    written = [AnnouncementFactory(by=coordinator) for _number in range(3)]
    for each in written:
        announcements.schedule(announcement=each, at=at, by=coordinator)
    bad = written[1].pk
    stumbles(
        pre_save,
        lambda said: (
            getattr(said["instance"], "object_id", "") == str(bad)
            and said["instance"].action == "announcements.send"
        ),
    )

    with django_capture_on_commit_callbacks(execute=True):
        fails(announcements.send_due, at)

    states = dict(Announcement.objects.values_list("pk", "state"))
    assert states == {written[0].pk: "sent", bad: "scheduled", written[2].pk: "sent"}


def test_totals_of_announcements(monkeypatch, coordinator, django_capture_on_commit_callbacks):
    written = [AnnouncementFactory(by=coordinator) for _number in range(3)]
    UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        for each in written:
            announcements.send(announcement=each, by=coordinator)
    count = totals.count
    monkeypatch.setattr(
        totals,
        "count",
        lambda **which: 1 / 0 if which["about_id"] == written[1].pk else count(**which),
    )

    fails(totals.keep_all)

    told = Announcement.objects.order_by("pk").values_list("told", flat=True)
    assert [bool(number) for number in told] == [True, False, True]


def test_scholarships_that_open(member):
    pages = [OpportunityPageFactory(opens_on=site_today()) for _number in range(3)]
    bad = pages[1].pk
    opened = kinds.kind_named("scholarship_opened")

    def find(keys):
        return 1 / 0 if bad in keys else opened.find(keys)

    kinds.register(replace(opened, find=find))
    try:
        tell_of_scholarships.enqueue()
    finally:
        kinds.register(opened)

    told = Notification.objects.filter(kind="scholarship_opened", recipient=member)
    assert sorted(told.values_list("about_id", flat=True)) == [pages[0].pk, pages[2].pk]


def test_people_in_an_audience(monkeypatch):
    people = UserFactory.create_batch(3)
    about = UserFactory()
    register_waved(people[1].pk)
    try:
        tell_audience.enqueue("waved", about.pk)
    finally:
        del kinds._kinds["waved"]

    told = set(Notification.objects.values_list("recipient", flat=True))
    assert {people[0].pk, people[2].pk} <= told
    assert people[1].pk not in told


def test_who_could_not_be_told_is_told_when_the_cause_is_gone(settings):
    people = UserFactory.create_batch(3)
    about = UserFactory()
    register_waved(people[1].pk)
    try:
        with queues.in_the_database(settings):
            tell_audience.enqueue("waved", about.pk)
            assert queues.work_off() == 2  # The audience, and then the one, who fails.
            del kinds._kinds["waved"]
            register_waved(0)
            queues.skip_the_pause()
            queues.work_off()
    finally:
        del kinds._kinds["waved"]

    told = Notification.objects.filter(recipient__in=people)
    assert told.count() == 3


def register_waved(bad: int) -> None:
    def may_see(pairs):
        if any(person.pk == bad for person, _thing in pairs):
            raise RuntimeError(SECRET)
        return [True] * len(pairs)

    kinds.register(
        kinds.Kind(
            name="waved",
            title="Somebody waved",
            group=kinds.Group.TALK,
            default=kinds.Reach.DAILY,
            find=lambda keys: User.objects.in_bulk(keys),
            may_see=may_see,
            link=lambda about: "/",
            audience=lambda about: User.objects.exclude(pk=about.pk),
        )
    )


def test_the_page_of_what_is_new(member, member_client):
    about = UserFactory.create_batch(3)
    bad = about[1].pk

    def find(keys):
        return 1 / 0 if bad in keys else User.objects.in_bulk(keys)

    register_waved(0)
    kinds.register(
        type(kinds.kind_named("waved"))(**{**vars(kinds.kind_named("waved")), "find": find})
    )
    for each in about:
        Notification.objects.create(recipient=member, kind="waved", about_id=each.pk, how="site")
    try:
        page = member_client.get("/notifications/").content.decode()
        # There is no template for this kind: its name stands in for the line.
        assert page.count("Somebody waved") >= 2
        assert retention.rule("notifications-gone").remove(timezone.now()) == 0
    finally:
        del kinds._kinds["waved"]


def test_posts_to_index():
    topic = TopicFactory()
    posts = [PostFactory(topic=topic, text=f"word{number}") for number in range(3)]
    IndexEntry.objects.all().delete()

    def stumble(execute, sql, params, many, context):
        if IndexEntry._meta.db_table in sql and "word1" in str(params):
            raise RuntimeError(SECRET)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stumble):
        fails(index_posts.call, [post.pk for post in posts])

    keys = set(IndexEntry.objects.values_list("object_id", flat=True))
    assert keys == {str(posts[0].pk), str(posts[2].pk)}


def test_posts_to_render_anew(monkeypatch):
    topic = TopicFactory(text="one")
    posts = [PostFactory(topic=topic, text=text) for text in ("two", "three")]
    Post.objects.update(_content_rendered="old")
    stored = rendering.markup.stored
    monkeypatch.setattr(
        rendering.markup, "stored", lambda text: 1 / 0 if text == "two" else stored(text)
    )

    call_command("rerender_posts")

    old = Post.objects.filter(_content_rendered="old")
    assert list(old) == [posts[0]]


def test_pages_to_publish_and_to_take_down(stumbles):
    root = Page.objects.get(slug="home")
    now = timezone.now()
    to_come = [StandardPageFactory(parent=root, title=f"To come {n}", live=False) for n in range(3)]
    to_go = [StandardPageFactory(parent=root, title=f"To go {n}") for n in range(3)]
    for page in to_come:
        page.go_live_at = now + timedelta(hours=1)
        page.save_revision().publish()
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        an_hour_ago = now - timedelta(hours=1)
        revision.content["go_live_at"] = an_hour_ago.isoformat()
        revision.approved_go_live_at = an_hour_ago
        revision.save()
    Page.objects.filter(pk__in=[page.pk for page in to_go]).update(expire_at=now)
    stumbles(page_published, lambda said: said["instance"].pk == to_come[1].pk)
    stumbles(page_unpublished, lambda said: said["instance"].pk == to_go[1].pk)

    with pytest.raises(SomeFailed, match="2 put aside, 4 done"):
        publish_what_is_due(timezone.now())

    live = Page.objects.filter(pk__in=[page.pk for page in (*to_come, *to_go)], live=True)
    assert set(live.values_list("pk", flat=True)) == {to_come[0].pk, to_come[2].pk, to_go[1].pk}


def test_files_that_were_not_sent(settings, tmp_path, monkeypatch):
    uploads = settings.CACHES["machina_attachments"] | {"LOCATION": str(tmp_path)}
    settings.CACHES = settings.CACHES | {"machina_attachments": uploads}
    names = [tmp_path / f"{name}.djcache" for name in "abc"]
    for path in names:
        path.write_text("x")
        os.utime(path, (0, 0))
    unlink = Path.unlink

    def stumble(path, missing_ok=False):
        if path.name.startswith("b"):
            raise PermissionError(SECRET)
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", stumble)

    fails(retention.rule("uploads").remove, timezone.now())

    assert list(tmp_path.iterdir()) == [names[1]]


def test_rules_of_the_purge(monkeypatch, capsys):
    def stumble(now):
        raise RuntimeError(SECRET)

    monkeypatch.setitem(
        retention._rules, "letters", retention.Rule("letters", "x", timedelta(1), stumble, stumble)
    )

    with pytest.raises(SomeFailed, match="1 put aside"):
        call_command("purge")

    said = capsys.readouterr().out
    assert "invitations" in said
    assert "unconfirmed" in said


def test_parts_of_ones_own_copy(monkeypatch, member):
    def stumble(user):
        yield {"words": "first"}
        raise RuntimeError(SECRET)

    monkeypatch.setitem(export._parts, "broken", export.Part("broken", "Broken", stumble, False))
    export._parts["after"] = export.Part("after", "After", lambda user: [{"words": "kept"}], False)
    try:
        packed = zipfile.ZipFile(io.BytesIO(b"".join(export.archive(member))))
    finally:
        del export._parts["after"]

    told = json.loads(packed.read("your-data.json"))
    assert told["broken"][0] == {"words": "first"}
    assert "could not be read" in told["broken"][1]["not_complete"]
    assert told["after"] == [{"words": "kept"}]
    assert b"could not be read" in packed.read("your-data.html")
    assert b"kept" in packed.read("your-data.html")
