"""Proofs in processes of their own."""

from tests.ops.conftest import database_url

__all__ = ["database_url"]
