"""Joining opens what is marked for the community, leaving closes it: pages, documents, lists."""

from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from communities import services
from home.models import StandardPage
from tests.factories.communities import home_of_the_site
from tests.factories.members import UserFactory
from tests.shared import shared


@shared
def members_page(community) -> StandardPage:
    page = home_of_the_site().add_child(instance=StandardPage(title="Our notes", slug="notes"))
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(community.group)
    return page


@shared
def members_document(community):
    collection = Collection.get_first_root_node().add_child(name="Our files")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(community.group)
    document = get_document_model()(title="Notes", collection=collection)
    document.file.save("notes.txt", ContentFile(b"our notes"))
    return document


def statuses(client: Client, *addresses: str) -> list[int]:
    answers = [client.get(address) for address in addresses]
    for answer in answers:
        answer.getvalue()
    return [answer.status_code for answer in answers]


def test_a_page_and_a_document_open_with_joining_and_close_with_leaving(
    member_client, member, community, members_page, members_document
):
    addresses = (members_page.url, members_document.url)
    assert statuses(member_client, *addresses) == [404, 404]

    services.join(community=community, member=member)
    assert statuses(member_client, *addresses) == [200, 200]

    services.leave(community=community, member=member)
    assert statuses(member_client, *addresses) == [404, 404]


def test_a_visitor_does_not_learn_that_they_exist(client, members_page, members_document):
    assert statuses(client, members_page.url, members_document.url) == [404, 404]
    assert statuses(client, "/no-such-page/", "/documents/99999/no.txt") == [404, 404]


def test_lists_of_pages_follow(member, community, members_page):
    assert members_page not in StandardPage.objects.visible_to(member)

    services.join(community=community, member=member)

    assert members_page in StandardPage.objects.visible_to(member)


def test_what_facilitators_alone_see_stays_closed_to_members(community, member, members_page):
    facilitator = UserFactory()
    restriction = PageViewRestriction.objects.get()
    restriction.groups.set([community.facilitator_group])
    services.join(community=community, member=member)
    services.appoint_facilitator(community=community, member=facilitator)

    clients = [Client(), Client()]
    clients[0].force_login(member)
    clients[1].force_login(facilitator)
    assert [client.get(members_page.url).status_code for client in clients] == [404, 200]

    services.dismiss_facilitator(community=community, member=facilitator)
    assert clients[1].get(members_page.url).status_code == 404


def test_a_page_for_everybody_signed_in_sends_a_visitor_to_sign_in(
    client, member_client, members_page
):
    PageViewRestriction.objects.update(restriction_type=PageViewRestriction.LOGIN)

    assert client.get(members_page.url).url == f"/accounts/login/?next={members_page.url}"
    assert member_client.get(members_page.url).status_code == 200


def test_a_document_for_everybody_signed_in_sends_a_visitor_to_sign_in(
    client, member_client, members_document
):
    CollectionViewRestriction.objects.update(restriction_type=CollectionViewRestriction.LOGIN)

    assert client.get(members_document.url).url.startswith("/accounts/login/?next=")
    assert statuses(member_client, members_document.url) == [200]
