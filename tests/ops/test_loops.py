"""In every loop over people or things, one that fails stands between two that are done."""

import io
import json
import os
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, pre_delete, pre_save
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published, page_unpublished

from communities import services as communities
from communities.models import Invitation, Membership
from communities.signals import facilitator_dismissed
from communities.tasks import check_groups
from cop_site.publishing import publish_what_is_due
from core import retention
from forum.posting import rendering
from forum.posting.leaving import withdraw_words
from forum.reading.tasks import index_posts
from forum.topics.models import Post
from members import export, leaving
from members.models import User
from members.retention import remove_unconfirmed
from members.signals import account_closed
from people.confirmed_roles import services as confirmed_roles
from people.confirmed_roles.tasks import look_after_roles
from people.signals import role_ended, role_ends_soon
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.forum import PostFactory, TopicFactory, pdf
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory
from tests.ops.loops import SECRET, fails
from work.each import SomeFailed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log_without_words")]


def test_roles_that_end_soon(stumbles):
    soon = timezone.localdate() + timedelta(days=9)
    _first, bad, _last = ConfirmedRoleFactory.create_batch(3, verified=True, valid_until=soon)
    stumbles(role_ends_soon, lambda said: said["confirmed_role"].pk == bad.pk)

    fails(confirmed_roles.remind)

    assert confirmed_roles.to_remind() == [bad]


def test_roles_that_have_ended_and_what_else_is_looked_after(stumbles):
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = ConfirmedRoleFactory.create_batch(3, verified=True, valid_until=yesterday)
    soon = ConfirmedRoleFactory(verified=True, valid_until=timezone.localdate() + timedelta(days=9))
    stumbles(role_ended, lambda said: said["confirmed_role"].pk == ended[1].pk)
    stumbles(role_ends_soon, lambda said: said["confirmed_role"].pk == soon.pk)

    with pytest.raises(SomeFailed, match="2 put aside"):
        look_after_roles.call()

    of_these = confirmed_roles.ConfirmedRoleEvent.objects.filter(confirmed_role__in=ended)
    assert {event.confirmed_role for event in of_these} == {ended[0], ended[2]}


def test_terms_of_facilitators(stumbles):
    people = UserFactory.create_batch(3)
    CommunityFactory(facilitators=people)
    Membership.objects.update(facilitator_until=timezone.localdate() - timedelta(days=1))
    stumbles(facilitator_dismissed, lambda said: said["membership"].member_id == people[1].pk)

    fails(communities.end_terms)

    left = Membership.objects.filter(is_facilitator=True)
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


def test_invitations_that_wait_for_an_address_to_be_confirmed(stumbles):
    first, by = CommunityFactory(), UserFactory()
    others = [CommunityFactory(parent=first.get_parent(), title=title) for title in ("B", "C")]
    for community in (first, *others):
        communities.invite_address(community=community, email="new@example.org", by=by)
    stumbles(
        pre_save, lambda said: said["instance"].community_id == others[0].pk, sender=Membership
    )
    member = UserFactory(email="new@example.org")

    EmailAddress.objects.create(user=member, email=member.email, verified=True)

    invited = Membership.objects.filter(member=member, state="invited")
    assert {row.community for row in invited} == {first, others[1]}


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
    settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / "unsent").mkdir()
    names = [tmp_path / "unsent" / name for name in "abc"]
    for path in names:
        path.write_text("x")
        os.utime(path, (0, 0))
    delete = FileSystemStorage.delete

    def stumble(storage, name):
        if name.endswith("b"):
            raise PermissionError(SECRET)
        delete(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", stumble)

    fails(retention.rule("uploads").remove, timezone.now())

    assert list((tmp_path / "unsent").iterdir()) == [names[1]]


def test_files_that_a_store_does_not_let_go_of(
    monkeypatch, django_capture_on_commit_callbacks, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    author = UserFactory()
    topic = TopicFactory(author=author, attachments=[pdf(f"{name}.pdf") for name in "abc"])
    names = [each.file.name for each in topic.first_post.attachments.order_by("pk")]
    delete, gone, after = FileSystemStorage.delete, [], []

    def stumble(storage, name):
        if name == names[1]:
            raise ConnectionError(SECRET)
        gone.append(name)
        delete(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", stumble)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_words(member=author)
        transaction.on_commit(lambda: after.append("what else follows"))

    assert gone == [names[0], names[2]]
    assert after == ["what else follows"]


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
