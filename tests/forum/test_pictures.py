"""Pictures that come with a post: described by their author, shown in their place and size."""

import re

import pytest

from forum import services
from forum.files.models import Attachment, Picture
from tests.factories.forum import PostFactory, TopicFactory, pdf, photograph
from tests.factories.members import UserFactory
from tests.forum.addresses import file_url, reply_url, rows, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared


@shared
def talk(members_room):
    return TopicFactory(room=members_room, author=UserFactory(), subject="Roster")


def form(*files, told="", preview=False, **said):
    data = rows("attachment", len(files), **said)
    data |= {f"attachment-{n}-file": file for n, file in enumerate(files)}
    data |= {"content": "See here", "told": told} | ({"preview": "1"} if preview else {})
    return data


def marks_of(page):
    return re.search(r'name="told" value="([^"]*)"', page.content.decode())[1]


def test_a_picture_stands_in_its_post_with_its_description_and_its_size(talk):
    client = client_of(UserFactory())
    data = form(photograph(size=(1280, 600)), **{"0-comment": "A green “kete”"})
    page = client.post(reply_url(talk), data)
    client.post(reply_url(talk), form(photograph(size=(1280, 600)), told=marks_of(page),
                                      **{"0-comment": "A green “kete”"}))  # fmt: skip

    attachment = Attachment.objects.get()
    html = client.get(topic_url(talk)).content.decode()
    (image,) = re.findall(r"<img[^>]*>", html)
    assert f'src="{file_url(attachment)}"' in image
    assert 'alt="A green “kete”"' in image
    assert 'width="640" height="300"' in image
    with attachment.file.open() as stored:
        assert b"telling camera" not in stored.read()


def test_where_pages_cost_less_it_is_a_file_with_its_description(talk):
    PostFactory(topic=talk, attachments=[photograph()])
    Attachment.objects.update(comment="A green kete")
    client = client_of(UserFactory())
    client.cookies["less_data"] = "1"

    html = client.get(topic_url(talk)).content.decode()

    assert "<img" not in html
    assert "A green kete" in html


def test_a_file_that_is_no_picture_is_one_to_take_away(talk):
    PostFactory(topic=talk, attachments=[pdf()])
    post = PostFactory(topic=talk)
    broken = Attachment.objects.create(post=post, file=photograph())
    type(broken).objects.filter(pk=broken.pk).delete()

    assert "<img" not in client_of(UserFactory()).get(topic_url(talk)).content.decode()
    assert not Picture.objects.exists()


def test_what_is_not_described_is_asked_for_once_and_stops_nothing(talk):
    client = client_of(UserFactory())
    page = client.post(reply_url(talk), form(photograph()))
    html = page.content.decode()

    assert "A picture that is not described" in html
    assert "kete.jpg" in html
    assert not Attachment.objects.exists()
    client.post(reply_url(talk), form(photograph(), told=marks_of(page)))
    assert Attachment.objects.get().comment in (None, "")
    topic_page = client.get(topic_url(talk)).content.decode()
    assert 'alt="A picture that is not described"' in topic_page


def test_what_is_described_is_asked_about_the_people_on_it_alone(talk):
    page = client_of(UserFactory()).post(
        reply_url(talk), form(photograph(), **{"0-comment": "A kete"})
    )

    assert "Has everybody on it said yes?" in page.content.decode()
    assert "A picture that is not described" not in page.content.decode()


def test_a_preview_says_what_is_seen_on_each_picture_or_that_nothing_is_said(talk):
    client = client_of(UserFactory())
    data = form(photograph("a.jpg"), photograph("b.jpg"), preview=True, **{"0-comment": "A kete"})
    html = client.post(reply_url(talk), data).content.decode()
    listed = re.search(r'<ul class="attachments".*?</ul>', html, re.DOTALL)[0]

    assert "A kete" in listed
    assert listed.count("not described") == 1


def test_a_picture_goes_out_of_view_with_its_post(talk):
    author, reader = UserFactory(), UserFactory()
    post = PostFactory(topic=talk, author=author, attachments=[photograph()])
    address = file_url(post.attachments.get())
    shown = client_of(reader).get(address)
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"

    services.hide_post(post=post, by=UserFactory(), reason="Somebody is on it")

    assert client_of(reader).get(address).status_code == 404
    assert address not in client_of(reader).get(topic_url(talk)).content.decode()


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((40, 30), (40, 30)),
        ((2000, 100), (640, 32)),
        ((300, 3000), (48, 480)),
        ((9, 1), (9, 1)),
    ],
    ids=["small", "wide", "high", "a line"],
)
def test_a_picture_is_never_larger_than_the_place_it_has(talk, size, shown):
    post = PostFactory(topic=talk, attachments=[photograph(size=size)])

    picture = post.attachments.get().picture
    assert (picture.width, picture.height) == shown


def test_ten_pictures_are_asked_for_as_one(talk):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(UserFactory())
    PostFactory(topic=talk, attachments=[photograph()])
    client.get(topic_url(talk))
    with CaptureQueriesContext(connection) as one:
        client.get(topic_url(talk))
    for _n in range(5):
        PostFactory(topic=talk, attachments=[photograph(), photograph()])
    client.get(topic_url(talk))
    with CaptureQueriesContext(connection) as many:
        client.get(topic_url(talk))

    assert len(many) == len(one)


def test_the_short_box_takes_files_too(talk):
    client = client_of(UserFactory())
    html = client.get(topic_url(talk)).content.decode()

    box = html[html.index('id="reply"') :]
    assert 'enctype="multipart/form-data"' in box
    assert box.count('type="file"') == 3
    assert "Of a picture: what can be seen in it" in box
