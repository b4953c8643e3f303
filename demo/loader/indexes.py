"""The search and reference indexes, written once for all that the demo adds."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler, register_signal_handlers
from wagtail.signal_handlers import disable_reference_index_auto_update

from core import indexes


@contextmanager
def written_at_the_end() -> Iterator[None]:
    """Have both indexes written anew afterwards, instead of by a task for each object.

    Hundreds of tasks would keep the worker of a new site busy for its first minute. Noted before
    anything is written: a process that is killed leaves them to the next one.
    """
    indexes.outdated(indexes.REFERENCES, indexes.SEARCH)
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        register_signal_handlers()
        indexes.write_outdated(verbosity=0)
