"""Background work that belongs to no app in particular."""

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from work.retries import retry
from work.words import called


@called(_("Taking a file away from the store"))
@retry(times=12)
@task()
def delete_from_the_store(name: str) -> None:
    """Delete a file that could not be deleted while the store was away; again, it is gone."""
    getattr(default_storage, "delete_now", default_storage.delete)(name)
