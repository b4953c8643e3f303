"""The set-up itself: what is installed, in which order, and what never is."""

import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.test import Client
from machina.core.loading import get_class

from forum.checks import OVERRIDES, overrides_come_before_forum, problems_of
from tests.factories.forum import TopicFactory

LOADED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import forum.reading.search
print(sorted(name for name in sys.modules if name.partition(".")[0] in ("haystack", "markdown2")))
"""


def test_haystack_and_machinas_renderer_are_never_imported():
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_checks_are_content_with_the_settings():
    assert overrides_come_before_forum(None) == []
    assert [message for message in run_checks() if message.id.startswith("cop_forum")] == []


def test_forum_before_its_overrides_is_an_error():
    apps = ["forum", *OVERRIDES]
    assert [error.id for error in problems_of(apps)] == ["cop_forum.E002"]


def test_a_missing_override_is_an_error():
    apps = [*OVERRIDES[1:], "forum"]
    assert [error.id for error in problems_of(apps)] == ["cop_forum.E001"]


def test_haystack_is_an_error():
    apps = [*OVERRIDES, "forum", "haystack"]
    assert [error.id for error in problems_of(apps)] == ["cop_forum.E003"]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("forum.views", "ForumView"),
        ("forum.visibility", "ForumVisibilityContentTree"),
        ("forum_attachments.cache", "cache"),
        ("forum_attachments.forms", "AttachmentFormset"),
        ("forum_conversation.forms", "PostForm"),
        ("forum_conversation.forms", "TopicForm"),
        ("forum_conversation.forum_attachments.views", "AttachmentView"),
        ("forum_conversation.forum_polls.views", "TopicPollVoteView"),
        ("forum_conversation.views", "PostCreateView"),
        ("forum_conversation.views", "PostDeleteView"),
        ("forum_conversation.views", "PostUpdateView"),
        ("forum_conversation.views", "TopicCreateView"),
        ("forum_conversation.views", "TopicUpdateView"),
        ("forum_conversation.views", "TopicView"),
        ("forum_feeds.feeds", "LastTopicsFeed"),
        ("forum_member.urls", "ForumMemberURLPatternsFactory"),
        ("forum_member.views", "ForumProfileDetailView"),
        ("forum_member.views", "TopicSubscriptionListView"),
        ("forum_member.views", "UserPostsView"),
        ("forum_moderation.forms", "TopicMoveForm"),
        ("forum_moderation.views", "ModerationQueueListView"),
        ("forum_moderation.views", "PostDisapproveView"),
        ("forum_permission.checker", "ForumPermissionChecker"),
        ("forum_permission.handler", "PermissionHandler"),
        ("forum_permission.viewmixins", "PermissionRequiredMixin"),
        ("forum_polls.forms", "TopicPollOptionFormset"),
        ("forum_tracking.handler", "TrackingHandler"),
        ("forum_tracking.views", "UnreadTopicsView"),
    ],
)
def test_machina_takes_our_class(module, name):
    taken = get_class(module, name)
    where = getattr(taken, "__module__", None) or type(taken).__module__
    if not isinstance(taken, type):
        where = type(taken).__module__
    assert where.startswith(("forum.", "django.forms.")), where


def test_every_override_is_one_of_machinas_apps():
    from importlib import import_module

    for app in OVERRIDES:
        import_module(app.replace("forum.overrides", "machina.apps"))


@pytest.mark.django_db
def test_the_old_search_leads_to_the_one_search():
    response = Client().get("/forum/search/?q=Māori")
    assert (response.status_code, response.url) == (301, "/search/?in=discussions&q=M%C4%81ori")


@pytest.mark.django_db
def test_a_page_that_asks_nothing_of_the_forum_asks_nothing_for_it(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/robots.txt")
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_no_page_bears_the_stock_name(public_room):
    topic = TopicFactory(room=public_room)
    for url in ("/forum/", f"/forum/forum/{topic.forum.slug}-{topic.forum_id}/"):
        assert b"machina" not in Client().get(url).content.lower()
