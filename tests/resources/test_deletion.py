import pytest

from resources.models import ResourcePage
from tests.factories.resources import ResourcePageFactory


@pytest.mark.django_db
def test_a_resource_can_be_deleted():
    page = ResourcePageFactory()

    page.delete()

    assert not ResourcePage.objects.exists()


@pytest.mark.django_db
def test_a_coordinator_deletes_a_resource_in_the_editor(coordinator_client):
    page = ResourcePageFactory()

    answer = coordinator_client.post(f"/admin/pages/{page.pk}/delete/")

    assert answer.status_code == 302
    assert not ResourcePage.objects.exists()
