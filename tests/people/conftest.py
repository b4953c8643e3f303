"""People with a mark in every field, and those who look at them."""

from tests.members.conftest import neighbourhood, peer, post

__all__ = ["neighbourhood", "peer", "post"]
