"""A post's files belong to the post, and are handed to its readers only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forum import services
from forum.files.models import Attachment
from forum.topics.models import Post
from tests.factories.forum import PostFactory, TopicFactory, pdf, photograph
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, file_url, reply_url, rows, start_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def topic(members_room):
    return TopicFactory(room=members_room)


@shared
def secret_file(private_room):
    post = services.start_topic(
        room=private_room,
        author=UserFactory(),
        subject="Ours",
        text="Ours",
        attachments=[pdf()],
        approved=True,
    ).first_post
    return post.attachments.get()


def answer(client, url):
    """The status; the file that may come with it is read and closed."""
    response = client.get(url)
    if response.streaming:
        response.getvalue()
    return response.status_code


KEPT = rows("attachment", 1) | {"kept_files": "1"}
"""A row as the page shows it beside a file of an earlier try."""


def reply_with(file, **more):
    return {"content": "See this", "attachment-0-file": file} | rows("attachment", 1) | more


def test_a_reply_brings_its_file(topic, member_client):
    member_client.post(reply_url(topic), reply_with(pdf()))

    post = topic.posts.get(content="See this")
    attachment = post.attachments.get()
    assert attachment.filename == "agenda.pdf"
    response = member_client.get(file_url(attachment))
    assert response.getvalue().startswith(b"%PDF")
    assert response["Content-Disposition"] == 'attachment; filename="agenda.pdf"'
    assert response["Content-Type"] == "application/pdf"
    policy = response["Content-Security-Policy"]
    assert policy == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_files_stand_where_nobody_can_guess_them_and_nobody_is_served_them(topic):
    posts = [
        services.reply(topic=topic, author=UserFactory(), text="x", attachments=[pdf()])
        for _ in range(2)
    ]
    names = [post.attachments.get().file.name for post in posts]

    folders = [name.split("/")[2] for name in names]
    assert len(set(folders)) == 2
    assert all(len(folder) >= 20 for folder in folders)
    assert Client().get(f"/media/{names[0]}").status_code == 404


def test_a_reply_cannot_take_the_file_of_another_post(topic, secret_file, member_client):
    stolen = rows("attachment", 1, 1, **{"0-id": secret_file.pk, "0-comment": "Mine now"})

    response = member_client.post(reply_url(topic), {"content": "Got it"} | stolen)

    assert response.status_code == 200
    secret_file.refresh_from_db()
    assert secret_file.post.topic.subject == "Ours"
    assert not Post.objects.filter(content="Got it").exists()


def test_a_reply_cannot_delete_the_file_of_another_post(topic, secret_file, member_client):
    for initial in (0, 1):
        data = rows("attachment", 1, initial, **{"0-id": secret_file.pk, "0-DELETE": "on"})
        member_client.post(reply_url(topic), {"content": "Gone?"} | data)

    assert Attachment.objects.filter(pk=secret_file.pk).exists()


def test_editing_a_post_cannot_take_the_file_of_another_post(topic, secret_file, member):
    own = PostFactory(topic=topic, author=member)
    data = rows("attachment", 1, 1, **{"0-id": secret_file.pk, "0-comment": "Mine now"})

    client_of(member).post(edit_url(own), {"content": "Edited", "subject": "x"} | data)

    secret_file.refresh_from_db()
    assert secret_file.post.topic.subject == "Ours"


def test_who_may_not_read_the_room_does_not_learn_of_the_file(secret_file, peer, member_client):
    assert answer(Client(), file_url(secret_file)) == 404
    assert answer(member_client, file_url(secret_file)) == 404
    assert answer(client_of(peer), file_url(secret_file)) == 200


def test_the_file_of_a_waiting_post_is_for_its_author_and_the_facilitator(
    private_room, peer, facilitator, peers
):
    from communities.services import join

    other = UserFactory()
    join(community=peers, member=other)
    topic = TopicFactory(room=private_room)
    waiting = services.reply(
        topic=topic, author=peer, text="x", attachments=[pdf()], approved=False
    )
    url = file_url(waiting.attachments.get())

    seen = {user: answer(client_of(user), url) for user in (other, peer, facilitator)}

    assert seen == {other: 404, peer: 200, facilitator: 200}


def test_a_file_that_is_gone_is_a_page_not_found(topic, member_client):
    post = services.reply(topic=topic, author=UserFactory(), text="x", attachments=[pdf()])
    attachment = post.attachments.get()
    attachment.file.storage.delete(attachment.file.name)

    assert member_client.get(file_url(attachment)).status_code == 404


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("page.html", b"<script>"),
        SimpleUploadedFile("drawing.svg", b"<svg>"),
        SimpleUploadedFile("agenda.pdf", b"not a pdf"),
    ],
    ids=lambda file: file.name,
)
def test_a_refused_file_keeps_what_was_typed(topic, member_client, file):
    response = member_client.post(reply_url(topic), reply_with(file))

    assert response.status_code == 200
    assert "See this" in response.content.decode()
    assert not topic.posts.filter(content="See this").exists()


def test_more_than_five_files_are_refused(topic, member_client):
    files = {f"attachment-{n}-file": pdf() for n in range(6)}

    response = member_client.post(
        reply_url(topic), {"content": "Six"} | rows("attachment", 6) | files
    )

    assert response.status_code == 200
    assert not Attachment.objects.exists()


def test_a_file_sent_with_a_preview_is_there_when_the_post_is_sent(topic, member_client):
    data = reply_with(photograph(), preview="1")
    previewed = member_client.post(reply_url(topic), data)
    assert previewed.status_code == 200
    assert not topic.posts.filter(content="See this").exists()

    told = {"told": previewed.context["care"].told}
    member_client.post(reply_url(topic), {"content": "See this"} | KEPT | told)

    assert topic.posts.get(content="See this").attachments.get().filename == "kete.jpg"


def test_a_file_kept_for_one_post_never_reaches_another(
    peer, private_room, public_room, django_capture_on_commit_callbacks
):
    """Two tabs: a file for a private topic, then a reply in a public one."""
    private = TopicFactory(room=private_room)
    public = TopicFactory(room=public_room)
    client = client_of(peer)
    client.post(reply_url(private), reply_with(pdf("private.pdf"), preview="1"))

    told = [
        "We could not keep your files."
        in client.post(reply_url(where), {"content": "x"} | KEPT).text
        for where in (public, private, private)
    ]

    assert told == [True, False, True]
    with_files = Post.objects.filter(attachments__isnull=False)
    assert [post.topic for post in with_files] == [private]


def test_files_are_not_kept_for_somebody_who_may_not_add_any(peers, facilitator, private_room):
    from machina.core.db.models import get_model

    get_model("forum_permission", "GroupForumPermission").objects.filter(
        permission__codename="can_attach_file"
    ).delete()
    topic = TopicFactory(room=private_room)
    client = client_of(facilitator)

    client.post(reply_url(topic), reply_with(pdf(), preview="1"))
    client.post(reply_url(topic), reply_with(pdf()))

    assert topic.posts.filter(content="See this").exists()
    assert not Attachment.objects.exists()


def test_a_file_can_be_taken_out_again(topic, member, django_capture_on_commit_callbacks):
    post = services.reply(topic=topic, author=member, text="x", attachments=[pdf()])
    attachment = post.attachments.get()
    data = rows("attachment", 1, 1, **{"0-id": attachment.pk, "0-DELETE": "on"})

    with django_capture_on_commit_callbacks(execute=True):
        client_of(member).post(edit_url(post), {"content": "Without"} | data)

    assert not post.attachments.exists()
    assert not attachment.file.storage.exists(attachment.file.name)


def test_a_topic_can_begin_with_a_file(members_room, member_client):
    data = {"subject": "An agenda", "content": "See this", "attachment-0-file": pdf()}

    response = member_client.post(start_url(members_room), data | rows("attachment", 1))

    post = Post.objects.get(subject="An agenda")
    assert response.url == topic_url(post.topic)
    assert post.attachments.count() == 1
