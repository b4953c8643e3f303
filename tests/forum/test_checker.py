"""The checker: forum before global, person before group before everybody, the whole way up."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from machina.apps.forum_permission.shortcuts import ALL_AUTHENTICATED_USERS, assign_perm
from machina.core.db.models import get_model

from forum.rooms.checker import ALL, ForumPermissionChecker
from forum.rooms.models import Forum
from tests.factories.members import UserFactory
from tests.shared import shared

GroupRule = get_model("forum_permission", "GroupForumPermission")
UserRule = get_model("forum_permission", "UserForumPermission")

pytestmark = pytest.mark.django_db
ENTRY = ("can_see_forum", "can_read_forum")


def make_forum(name="Room", parent=None):
    forum = Forum(name=name, parent=parent, type=Forum.FORUM_POST)
    forum.save()
    return forum


def let(who, *codenames, forum=None, granted=True):
    for codename in codenames or ENTRY:
        assign_perm(codename, who, forum, has_perm=granted)


def may(user, forum, codename="can_read_forum"):
    return ForumPermissionChecker(user).has_perm(codename, forum)


@shared
def group(member):
    group = Group.objects.create(name="Some")
    member.groups.add(group)
    return group


def test_without_a_rule_nobody_may_anything(member):
    forum = make_forum()
    assert not may(member, forum)
    assert not may(AnonymousUser(), forum)


def test_a_denial_in_one_room_does_not_reach_the_rooms_after_it(member, group):
    """In stock machina rooms after a closed one vanish from every list."""
    first, closed, last = (make_forum(name) for name in ("a", "b", "c"))
    let(ALL_AUTHENTICATED_USERS)
    let(ALL_AUTHENTICATED_USERS, forum=closed, granted=False)
    let(group, "can_start_new_topics")
    let(group, "can_start_new_topics", forum=closed, granted=False)

    checker = ForumPermissionChecker(member)

    assert checker.forums_with() == {first.pk, last.pk}
    assert checker.forums_with("can_start_new_topics") == {first.pk, last.pk}


def test_a_rule_for_the_room_goes_before_a_global_one(member, group):
    forum = make_forum()
    let(member, granted=False)
    let(ALL_AUTHENTICATED_USERS, forum=forum)

    assert may(member, forum)


def test_person_goes_before_group_before_everybody(member, group):
    forum = make_forum()
    let(ALL_AUTHENTICATED_USERS, forum=forum)
    let(group, forum=forum, granted=False)
    assert not may(member, forum)

    let(member, forum=forum)
    assert may(member, forum)


def test_a_muted_group_is_silent_in_spite_of_another_group(member, group):
    forum = make_forum()
    talkers = Group.objects.create(name="Talkers")
    member.groups.add(talkers)
    let(talkers, *ENTRY, "can_reply_to_topics", forum=forum)
    let(group, "can_reply_to_topics", forum=forum, granted=False)

    assert not may(member, forum, "can_reply_to_topics")
    assert may(member, forum)


def test_the_default_of_the_settings_gives_way_to_any_rule(member, group, settings):
    settings.MACHINA_DEFAULT_AUTHENTICATED_USER_FORUM_PERMISSIONS = [*ENTRY, "can_reply_to_topics"]
    forum = make_forum()
    let(member, "can_start_new_topics")
    assert may(member, forum, "can_reply_to_topics")

    let(group, "can_reply_to_topics", granted=False)
    assert not may(member, forum, "can_reply_to_topics")


@pytest.mark.parametrize("missing", ENTRY)
def test_without_seeing_and_reading_nothing_else_counts(member, missing):
    forum = make_forum()
    let(member, *(ALL - {missing}), forum=forum)

    assert ForumPermissionChecker(member).get_perms(forum) == frozenset()


@pytest.mark.parametrize("missing", ENTRY)
def test_a_room_inside_one_that_may_not_be_read_is_closed(member, missing):
    top = make_forum()
    middle = make_forum(parent=top)
    low = make_forum(parent=middle)
    for forum in (top, low):
        let(member, forum=forum)
    let(member, *(set(ENTRY) - {missing}), forum=middle)

    assert ForumPermissionChecker(member).forums_with() == {top.pk}


def test_visitors_read_at_most():
    forum = make_forum()
    let(AnonymousUser(), *ALL, forum=forum)

    assert ForumPermissionChecker(AnonymousUser()).get_perms(forum) == {
        *ENTRY,
        "can_download_file",
    }


def test_superusers_may_everything_and_inactive_people_nothing():
    forum = make_forum()
    let(ALL_AUTHENTICATED_USERS, forum=forum)

    assert may(UserFactory(is_superuser=True), forum, "can_delete_posts")
    assert not may(UserFactory(is_active=False), forum)
    assert not may(UserFactory(is_active=False, is_superuser=True), forum)


def test_a_room_that_was_opened_a_moment_ago_is_known(member):
    checker = ForumPermissionChecker(member)
    let(member)
    assert checker.forums_with() == set()

    forum = make_forum()

    assert checker.has_perm("can_read_forum", forum)


def test_a_rule_cannot_stand_there_twice(member, group):
    from django.db import IntegrityError, transaction

    forum = make_forum()
    for who, place in ((member, None), (ALL_AUTHENTICATED_USERS, forum), (group, None)):
        let(who, "can_see_forum", forum=place)
        with pytest.raises(IntegrityError), transaction.atomic():
            let(who, "can_see_forum", forum=place, granted=False)


@pytest.mark.parametrize("count", [1, 20])
def test_two_queries_however_many_rooms_and_rules(member, group, count, django_assert_num_queries):
    for n in range(count):
        forum = make_forum(str(n))
        let(member, forum=forum)
        let(group, "can_reply_to_topics", forum=forum)
    checker = ForumPermissionChecker(member)

    with django_assert_num_queries(2):
        assert len(checker.forums_with("can_reply_to_topics")) == count
        assert len(checker.forums_with()) == count
        assert checker.has_perm("can_reply_to_topics", forum)
