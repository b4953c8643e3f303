"""HTML that an older renderer made, and making it anew."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from machina.core.db.models import get_model

from forum import services
from forum.posting import markup
from forum.posting.rendering import outdated, rerender, written_fields
from forum.rooms.models import Forum
from forum.topics.models import Post
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.shared import shared

ForumProfile = get_model("forum_member", "ForumProfile")
OLD = "<!--0--><p>As it was</p>"
HERE = Path(__file__).parent


def render_all(**options):
    out = StringIO()
    call_command("rerender_posts", stdout=out, **options)
    return out.getvalue()


def age(*rows):
    for row in rows:
        names = [field.name for field in row._meta.fields if field.name.endswith("_rendered")]
        type(row)._base_manager.filter(pk=row.pk).update(**dict.fromkeys(names, OLD))


def as_stored(row):
    """All of the row as the database has it."""
    return type(row)._base_manager.filter(pk=row.pk).values().get()


@shared
def topic(members_room):
    return TopicFactory(room=members_room, text="**First**")


def test_what_is_stored_says_which_renderer_made_it(topic):
    assert topic.first_post.content.rendered == "<!--1--><p><strong>First</strong></p>\n"
    assert markup.stored("") == markup.stored(None) == ""


@pytest.mark.django_db
def test_every_kind_of_text_is_known():
    assert {f"{field.model._meta.label}.{field.name}" for field in written_fields()} == {
        "forum.Forum.description",
        "forum_conversation.Post.content",
        "forum_member.ForumProfile.signature",
    }


def test_the_old_is_rendered_anew_and_nothing_else_is_written(members_room, topic):
    Forum.objects.filter(pk=members_room.forum_id).update(description="*Here*")
    profile = ForumProfile.objects.create(user=UserFactory(), signature="*Me*")
    rows = [topic.first_post, PostFactory(topic=topic), members_room.forum, profile]
    age(*rows)
    before = [as_stored(row) for row in rows]

    said = render_all()

    after = [as_stored(row) for row in rows]
    changed = [
        {name for name in old if old[name] != new[name]}
        for old, new in zip(before, after, strict=True)
    ]
    assert changed == [
        {"_content_rendered"}, {"_content_rendered"}, {"_description_rendered"},
        {"_signature_rendered"},
    ]  # fmt: skip
    assert after[0]["_content_rendered"] == "<!--1--><p><strong>First</strong></p>\n"
    assert after[3]["_signature_rendered"] == "<!--1--><p><em>Me</em></p>\n"
    assert "Post content: 2 to render" in said
    assert "Post content: 2 of 2" in said


def test_what_is_up_to_date_or_empty_is_left_alone(topic):
    PostFactory(topic=topic)
    age(topic.first_post)

    assert [list(rerender(field)) for field in written_fields()].count([1]) == 1
    assert [list(rerender(field)) for field in written_fields()] == [[], [], []]


def test_it_goes_on_where_it_was_stopped(topic):
    posts = PostFactory.create_batch(4, topic=topic)
    age(*posts)
    content = Post._meta.get_field("content")

    assert next(rerender(content, batch=3)) == 3
    assert list(outdated(content)) == posts[3:]
    assert list(rerender(content, batch=3)) == [1]


def test_a_dry_run_only_counts(topic):
    age(topic.first_post)

    assert "Post content: 1 to render" in render_all(dry_run=True)
    assert as_stored(topic.first_post)["_content_rendered"] == OLD


def test_what_somebody_changes_meanwhile_stays_as_they_wrote_it(topic, monkeypatch):
    post, other = PostFactory.create_batch(2, topic=topic)
    age(post, other)
    stored = markup.stored

    def while_somebody_edits(text):
        html = stored(text)
        monkeypatch.setattr(markup, "stored", stored)
        services.edit_post(post=post, by=post.poster, subject="x", text="*Changed*")
        other.delete()
        return html

    monkeypatch.setattr(markup, "stored", while_somebody_edits)
    assert list(rerender(Post._meta.get_field("content"))) == [0]

    post.refresh_from_db()
    assert post.content.raw == "*Changed*"
    assert post.content.rendered == "<!--1--><p><em>Changed</em></p>\n"
    assert not Post.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("posts", [1, 9])
def test_a_batch_costs_the_same_whatever_is_in_it(topic, posts, django_assert_num_queries):
    age(*PostFactory.create_batch(posts, topic=topic))

    with django_assert_num_queries(6):  # look, savepoint, lock, write, release, look again
        assert list(rerender(Post._meta.get_field("content"))) == [posts]


def test_the_version_is_raised_when_something_comes_out_differently():
    """When this fails, raise ``markup.VERSION`` and store what comes out now under its number."""
    html = re.sub(r"(?<=[ke]-)[0-9a-f]{8}(?=-)", "NAME", markup.render(read("sample.md")))

    assert html == read(f"sample.{markup.VERSION}.html")


def read(name):
    return (HERE / name).read_text()
