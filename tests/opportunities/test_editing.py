"""A coordinator writes and publishes a scholarship in the editor."""

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from opportunities.models import OpportunityPage
from tests.factories.opportunities import OpportunityPageFactory


def scholarship_form(**fields):
    return nested_form_data(
        {
            "title": "Peer Support Level 4: 20 scholarships",
            "slug": "level-4-scholarships",
            "search_description": "Fees paid for twenty peer support workers.",
            "kind": "scholarship",
            "provider": "Whitireia",
            "level": "NZQF Level 4",
            "places": "20",
            "cost": "Fees paid",
            "opens_on": "2026-09-01",
            "closes_on": "2099-09-27",
            "who_may_apply": "People working at community NGO providers.",
            "how_to_apply": "Fill in the form.",
            "link": "https://example.org/apply",
            "body": streamfield([("prose", rich_text("<p>What you will learn.</p>"))]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-publish": "action-publish",
        }
        | fields
    )


def add_url(parent):
    return reverse("wagtailadmin_pages:add", args=["opportunities", "opportunitypage", parent.pk])


def test_a_coordinator_publishes_a_scholarship(client, coordinator_client, opportunity_index):
    assert coordinator_client.get(add_url(opportunity_index)).status_code == 200
    response = coordinator_client.post(add_url(opportunity_index), scholarship_form())

    assert response.status_code == 302, response.context["form"].errors
    notice = OpportunityPage.objects.get()
    assert notice.live
    listed = client.get(opportunity_index.get_url())
    assert [page.title for page in listed.context["page_obj"]] == [notice.title]
    assert "What you will learn." in client.get(notice.get_url()).content.decode()


def test_the_editor_says_what_is_wrong(coordinator_client, opportunity_index):
    response = coordinator_client.post(
        add_url(opportunity_index), scholarship_form(closes_on="2026-08-31")
    )

    assert response.status_code == 200
    assert response.context["form"].errors == {"closes_on": ["It cannot close before it opens."]}


def test_editing_and_preview_work(coordinator_client, opportunity_index):
    page = OpportunityPageFactory(parent=opportunity_index)
    edit = coordinator_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    draft = coordinator_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert edit.status_code == 200
    assert page.title in draft.content.decode()
