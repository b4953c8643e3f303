"""Addresses in plain letters: new ones, and old ones that lead on."""

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from communities.services import join
from core.slugs import plain_address
from forum.rooms.enums import Audience
from forum.topics.models import Topic
from home.models import StandardPage
from tests.factories.communities import CommunityFactory, home_of_the_site
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Kōrero & kai", "korero-kai"),
        ("Ko\u0304rero", "korero"),
        ("Te Whare Tapa Whā", "te-whare-tapa-wha"),
        ("O’Brien’s peer-led hui", "obriens-peer-led-hui"),
        ("Straße, Łódź, Søren", "strasse-lodz-soren"),
        ("Здравствуйте", "zdravstvuite"),
        ("こんにちは", "konnichiha"),
        ("100 % yes", "100-yes"),
        ("snake_case", "snake_case"),
        ("😀", ""),
        ("???", ""),
        ("", ""),
    ],
)
def test_an_address_has_plain_letters(title, address):
    assert plain_address(title) == address


@pytest.mark.django_db
class TestTopics:
    @pytest.fixture
    def topic(self) -> Topic:
        return TopicFactory(
            room=RoomFactory(name="Kōrero", audience=Audience.MEMBERS), subject="Whānau 😀"
        )

    def test_its_title_keeps_its_macrons_and_its_address_has_none(self, topic):
        assert topic.subject == "Whānau 😀"
        assert (topic.slug, topic.forum.slug) == ("whanau", "korero")
        assert topic_url(topic).isascii()

    @pytest.mark.parametrize("name", ["😀", "???"])
    def test_a_title_without_letters_has_an_address_too(self, name):
        topic = TopicFactory(room=RoomFactory(name=name), subject=name)
        assert (topic.slug, topic.forum.slug) == ("topic", "room")

    def test_the_old_address_leads_to_the_new_one(self, topic, member_client):
        old = topic_url(topic).replace("korero", "kōrero").replace("whanau", "whānau")

        answer = member_client.get(f"{old}?page=1")

        assert (answer.status_code, answer.url) == (302, f"{topic_url(topic)}?page=1")
        assert member_client.get(answer.url).status_code == 200

    def test_it_leads_nobody_who_may_not_read_it(self, client, member, member_client):
        room = RoomFactory(
            name="Kōrero", audience=Audience.COMMUNITIES, communities=[CommunityFactory()]
        )
        topic = TopicFactory(room=room, subject="Whānau")
        new = topic_url(topic)
        old = new.replace("korero", "kōrero").replace("whanau", "whānau")

        for reader in (client, member_client):
            assert [reader.get(each).status_code for each in (old, new)] == [404, 404]
        join(community=room.communities.get(), member=member)
        assert member_client.get(old).url == new


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def editor(self) -> Client:
        client = Client()
        client.force_login(UserFactory(is_superuser=True))
        return client

    def form(self, **fields) -> dict:
        return nested_form_data(
            {
                "title": "Kōrero",
                "slug": "kōrero",
                "search_description": "",
                "body": streamfield([]),
                "seo_title": "",
                "action-publish": "1",
                **fields,
            }
        )

    def test_what_is_typed_or_filled_in_by_the_form_becomes_plain(self, editor):
        home = home_of_the_site()
        editor.post(f"/admin/pages/add/home/standardpage/{home.pk}/", self.form())

        page = StandardPage.objects.get()
        assert (page.title, page.slug, page.url) == ("Kōrero", "korero", "/korero/")

    def test_what_is_made_of_the_title_is_plain_and_used_once(self):
        home = home_of_the_site()
        first = home.add_child(instance=StandardPage(title="Kōrero"))
        second = home.add_child(instance=StandardPage(title="Ko\u0304rero"))

        assert (first.slug, second.slug) == ("korero", "korero-2")

    def test_one_that_is_taken_gets_a_number(self, editor):
        home = home_of_the_site()
        first = StandardPageFactory(parent=home, slug="korero")

        editor.post(f"/admin/pages/add/home/standardpage/{home.pk}/", self.form())
        copy = {"new_title": "Copy", "new_slug": "kōrero", "new_parent_page": home.pk}
        editor.post(f"/admin/pages/{first.pk}/copy/", copy)

        slugs = StandardPage.objects.order_by("pk").values_list("slug", flat=True)
        assert list(slugs) == ["korero", "korero-2", "korero-3"]

    def test_a_plain_address_stays_as_it_is(self):
        page = StandardPageFactory(slug="As_It--was")
        page.title = "Kōrero"
        page.save_revision().publish()

        assert Page.objects.get(pk=page.pk).slug == "As_It--was"

    @pytest.fixture
    def before(self) -> StandardPage:
        """A page from before, with another below it."""
        page = StandardPageFactory(parent=home_of_the_site(), title="Kōrero", slug="korero-first")
        below = StandardPageFactory(parent=page, title="Below", slug="below")
        url_path = page.url_path.replace("korero-first", "kōrero")
        Page.objects.filter(pk=page.pk).update(slug="kōrero", url_path=url_path)
        Page.objects.filter(pk=below.pk).update(url_path=f"{url_path}below/")
        return page

    def test_editing_one_makes_its_address_plain_and_the_old_one_leads_on(
        self, before, client, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            StandardPage.objects.get(pk=before.pk).save_revision().publish()

        assert client.get("/kōrero/").url == "/korero/"
        assert client.get("/kōrero/below/").url == "/korero/below/"
