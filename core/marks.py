"""Marks and counts that a page makes on its way, and can do without."""

from collections.abc import Iterator
from contextlib import contextmanager

from work.parts import only_reads


@contextmanager
def if_it_can_be_kept() -> Iterator[None]:
    """Pass over what the block writes while the database only reads, so that the page can be read.

    Not within a transaction, which would be over. What guards or promises something may
    not be passed over.
    """
    try:
        yield
    except Exception as error:
        if not only_reads(error):
            raise
