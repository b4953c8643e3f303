"""What coordinators find in the editors' place, and what they do not."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from core.roles import COORDINATORS
from frame.models import SiteSettings
from home.models import LinkPage, StandardPage
from resources.models import ResourceIndexPage, ResourcePage, Topic
from tests.factories.home import HelpLineFactory, SiteSettingsFactory, StandardPageFactory
from tests.factories.resources import (
    ResourceIndexPageFactory,
    ResourcePageFactory,
    SiteDocumentFactory,
    TopicFactory,
)


def add_url(model, parent):
    return reverse(
        "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
    )


@pytest.mark.parametrize("model", [StandardPage, LinkPage, ResourceIndexPage])
def test_a_coordinator_can_open_the_form_of_each_page_under_home(coordinator_client, home, model):
    assert coordinator_client.get(add_url(model, home)).status_code == 200


def test_a_coordinator_publishes_a_resource_with_a_file(client, coordinator_client, home):
    library = ResourceIndexPageFactory(slug="resources")
    topic, document = TopicFactory(), SiteDocumentFactory()
    assert coordinator_client.get(add_url(ResourcePage, library)).status_code == 200

    response = coordinator_client.post(
        add_url(ResourcePage, library),
        nested_form_data(
            {
                "title": "A guide to supervision",
                "slug": "supervision",
                "search_description": "For the first month.",
                "kind": "practice_guide",
                "document": document.pk,
                "link": "",
                "summary": "What helps.",
                "key_points": "Meet early",
                "easy_read_summary": "",
                "easy_read_document": "",
                "authors": "",
                "publisher": "Te Pou",
                "year": "2021",
                "language": "en",
                "body": streamfield([("prose", rich_text("<p>Read on.</p>", features=["bold"]))]),
                "seo_title": "",
                "action-publish": "action-publish",
                "comments": inline_formset([]),
            }
        )
        | {"audiences": ["peer_workers", "managers"], "topics": [topic.pk]},
    )

    assert response.status_code == 302, response.context["form"].errors
    page = ResourcePage.objects.get()
    assert (page.live, page.audiences, page.document) == (
        True,
        ["peer_workers", "managers"],
        document,
    )
    assert list(page.topics.all()) == [topic]
    assert "Read on." in client.get("/resources/supervision/").content.decode()


def test_an_edited_resource_keeps_who_it_is_for(coordinator_client, home):
    page = ResourcePageFactory(audiences=["managers"])

    text = coordinator_client.get(
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    ).content.decode()

    assert 'value="managers" id="id_audiences_2" checked' in text
    assert 'value="public" id="id_audiences_5">' in text


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(lambda: StandardPageFactory(), id="page"),
        pytest.param(lambda: ResourceIndexPageFactory(), id="library"),
        pytest.param(lambda: ResourcePageFactory(topics=[TopicFactory()]), id="resource"),
    ],
)
def test_a_coordinator_sees_drafts_as_they_will_look(coordinator_client, home, page):
    draft = page()
    draft.title = "Not yet published"
    draft.save_revision()

    response = coordinator_client.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))

    assert response.status_code == 200
    assert "Not yet published" in response.content.decode()


def test_a_coordinator_sorts_topics(coordinator_client, db):
    response = coordinator_client.post(
        reverse(Topic.snippet_viewset.get_url_name("add")), {"name": "Supervision", "slug": "sup"}
    )

    assert response.status_code == 302
    assert Topic.objects.get().name == "Supervision"
    assert (
        coordinator_client.get(reverse(Topic.snippet_viewset.get_url_name("list"))).status_code
        == 200
    )


def test_a_coordinator_sets_where_to_get_help_now(client, coordinator_client, home):
    settings = SiteSettingsFactory()
    line = HelpLineFactory(settings=settings, label="Call the old number")
    url = reverse("wagtailsettings:edit", args=["frame", "sitesettings", settings.site_id])
    assert coordinator_client.get(url).status_code == 200

    response = coordinator_client.post(
        url,
        nested_form_data(
            {
                "site_name": "Alongside",
                "tagline": "",
                "help_text": "Need to talk?",
                "footer_text": "",
                "help_lines": inline_formset(
                    [
                        {"id": line.pk, "label": "Call or text 1737", "link": "tel:1737"},
                        {"id": "", "label": "111 in an emergency", "link": "tel:111"},
                    ],
                    initial=1,
                ),
            }
        ),
    )

    assert response.status_code == 302, response.context["form"].errors
    text = client.get("/").content.decode()
    assert "Need to talk?" in text
    assert "Call the old number" not in text
    assert text.index('href="tel:1737"') < text.index('href="tel:111"')
    assert SiteSettings.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_home",
        "wagtailimages:index",
        "wagtailimages:add",
        "wagtaildocs:index",
        "wagtaildocs:add",
        "wagtailredirects:index",
        "wagtailadmin_collections:index",
        "wagtailadmin_reports:site_history",
    ],
)
def test_a_coordinator_may_open(coordinator_client, home, name):
    assert coordinator_client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["wagtailusers_groups:index", "wagtailsites:index"])
def test_a_coordinator_changes_neither_groups_nor_sites(coordinator_client, home, name):
    assert coordinator_client.get(reverse(name)).status_code == 302


def test_a_member_has_no_way_into_the_editors_place(member_client, home):
    response = member_client.get(reverse("wagtailadmin_home"), follow=True)

    assert "wagtail-sidebar" not in response.content.decode()


def test_granting_the_role_again_changes_nothing(db):
    def rights():
        group = Group.objects.get(name=COORDINATORS)
        return (
            set(group.permissions.values_list("codename", flat=True)),
            GroupPagePermission.objects.filter(group=group).count(),
            GroupCollectionPermission.objects.filter(group=group).count(),
        )

    call_command("sync_roles", verbosity=0)
    first = rights()
    call_command("sync_roles", verbosity=0)

    assert rights() == first
    assert first[1:] == (5, 8)
    assert {"access_admin", "change_sitesettings", "change_topic"} <= first[0]


def test_a_picture_is_uploaded_with_words_for_those_who_do_not_see_it(coordinator_client, home):
    form = coordinator_client.get(reverse("wagtailimages:add")).context["form"]

    assert form.fields["description"].required
