"""What follows when a page, a site or its settings change."""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from frame.kept import forget

for _signal in (
    post_save,
    post_delete,
    page_published,
    page_unpublished,
    page_slug_changed,
    post_page_move,
):
    _signal.connect(forget, dispatch_uid="frame.forget")
