"""Rows from before are cleaned like what comes in now; rows that are clean stay as they are."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from core.tidying import JOB, clean_json, text_fields, tidied_models, tidy
from forum.reading.models import SearchablePost
from forum.topics.models import Post, Topic
from home.models import StandardPage
from members.models import User
from people.models import Profile
from tests.factories.communities import home_of_the_site
from tests.factories.forum import TopicFactory
from tests.factories.members import UserFactory
from work.models import LongJob

pytestmark = pytest.mark.django_db


def tidy_text(*options: str) -> str:
    said = StringIO()
    call_command("tidy_text", *options, stdout=said)
    return said.getvalue()


def test_what_was_typed_before_is_cleaned(django_capture_on_commit_callbacks):
    topic = TopicFactory()
    Topic.objects.update(subject="Roster\x0bquestions\rBcc: x")
    Post.objects.update(subject="Ma\u0304ori", content="Ma\u0304ori\x0bone\r\n**two**\x1b")
    User.objects.filter(pk=topic.poster_id).update(display_name="Ana\x0bRoe\u200f\u202e")
    Profile.objects.create(user=topic.poster, about="one\r\ntwo\x0bthree")

    with django_capture_on_commit_callbacks(execute=True):
        tidy_text()

    topic = Topic.objects.get()
    post = topic.first_post
    assert topic.subject == "Roster questions Bcc: x"
    assert (post.subject, post.content.raw) == ("M\u0101ori", "M\u0101ori\none\n**two**")
    assert "<strong>two</strong>" in post.content.rendered
    assert topic.poster.display_name == "Ana Roe\u200f"
    assert Profile.objects.get().about == "one\ntwo\nthree"
    assert [each.pk for each in get_search_backend().search("two", SearchablePost)] == [post.pk]


def test_pages_their_stories_and_their_revisions_are_cleaned():
    text = "<p>\u0338Ma\u0304ori\x0bwords</p>"
    page = StandardPage(title="About", body=json.dumps([{"type": "prose", "value": text}]))
    home_of_the_site().add_child(instance=page)
    page.save_revision()
    Page.objects.filter(pk=page.pk).update(title="Ma\u0304ori\x0cways", draft_title="Ma\u0304ori")
    revision = page.latest_revision
    revision.content |= {"title": "Ma\u0304ori\x0cways"}
    revision.save()

    tidy_text()

    page = StandardPage.objects.get(pk=page.pk)
    assert (page.title, page.draft_title) == ("M\u0101ori ways", "M\u0101ori")
    assert page.body[0].value.source == "<p>\u0338M\u0101ori words</p>"
    draft = page.latest_revision.as_object()
    assert draft.title == "M\u0101ori ways"
    assert draft.body[0].value.source == "<p>\u0338M\u0101ori words</p>"
    assert list(StandardPage.objects.search("M\u0101ori")) == [page]


def test_what_is_clean_is_left_alone_and_a_second_run_finds_nothing():
    topic = TopicFactory(subject="K\u014drero", text="One\n\n> two\n")
    before = [list(model._base_manager.order_by("pk").values()) for model in looked_at()]

    tidy_text()

    assert [list(model._base_manager.order_by("pk").values()) for model in looked_at()] == before
    Topic.objects.filter(pk=topic.pk).update(subject="a\x0bb")
    assert "forum_conversation.Topic: 1 to clean" in tidy_text("--dry-run")
    assert Topic.objects.get().subject == "a\x0bb"
    tidy_text()
    assert ": 0 to clean" in tidy_text("--dry-run")
    assert not [line for line in tidy_text("--dry-run").splitlines() if ": 0 to" not in line]


def looked_at() -> list:
    return [model for model in tidied_models().values() if model is not LongJob]


def test_stopped_it_goes_on_where_it_was(monkeypatch):
    UserFactory.create_batch(3)
    User.objects.update(display_name="Ana\x0bRoe")
    job = tidy(User)
    LongJob.objects.filter(pk=job.pk).update(state=LongJob.State.STOPPED)

    tidy_text()

    assert LongJob.objects.filter(name=JOB, arguments__model="members.User").get() == job
    assert set(User.objects.values_list("display_name", flat=True)) == {"Ana Roe"}


def test_a_name_that_is_taken_in_its_clean_form_stays_for_somebody_to_decide():
    Tag.objects.create(name="M\u0101ori")
    twin = Tag.objects.create(name="Ma\u0304ori")
    other = Tag.objects.create(name="one\x0btwo")

    tidy_text()

    twin.refresh_from_db()
    other.refresh_from_db()
    assert (twin.name, other.name) == ("Ma\u0304ori", "one two")


def test_keys_addresses_and_what_is_made_from_other_columns_are_not_texts():
    looked = {
        f"{model._meta.label}.{field.name}"
        for model in tidied_models().values()
        for field in text_fields(model)
    }

    assert {
        "members.User.display_name",
        "wagtailcore.Page.title",
        "home.StandardPage.body",
    } < looked
    assert {"wagtailcore.Revision.content", "forum_polls.TopicPollOption.text"} < looked
    assert not looked & {
        "members.User.password",
        "members.User.email",
        "wagtailcore.Page.slug",
        "wagtailcore.Page.url_path",
        "forum_conversation.Post._content_rendered",
        "sessions.Session.session_data",
    }


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"a": ["x\x0by", 1, None, True]}, {"a": ["x y", 1, None, True]}),
        ('[{"a": "x\\u000by"}]', '[{"a": "x y"}]'),
        ('[{"a":  "unchanged"}]', '[{"a":  "unchanged"}]'),
        ("[not JSON\x0b at all", "[not JSON  at all"),
        ("\ud800", ""),
        ("line\none\x0btwo", "line\none\ntwo"),
    ],
)
def test_texts_within_json_are_cleaned(value, kept):
    assert clean_json(value) == kept
    assert clean_json(kept) == kept


def test_the_time_of_the_last_change_is_not_touched():
    topic = TopicFactory()
    long_ago = timezone.now() - timezone.timedelta(days=400)
    Post.objects.update(updated=long_ago, subject="a\x0bb")

    tidy_text()

    assert Post.objects.get(pk=topic.first_post_id).updated == long_ago


def test_the_folded_copy_of_a_name_is_tidied_with_it(db):
    found, other = UserFactory(), UserFactory(display_name="Zoë")
    User._base_manager.filter(pk=found.pk).update(display_name="Ana\x01Roe", folded_name="ana roe")

    tidy_text()

    found.refresh_from_db()
    other.refresh_from_db()
    assert (found.display_name, found.folded_name) == ("AnaRoe", "anaroe")
    assert (other.display_name, other.folded_name) == ("Zoë", "zoe")
