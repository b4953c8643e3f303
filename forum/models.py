"""Our own tables beside machina's: Django looks for them here."""

from forum.care.models import CommunityNotes, HelpWords, PostNotes, ReaderNotes
from forum.checking.models import WhyHeld, WritingRules
from forum.history.models import EarlierVersion, Handling, Removal
from forum.outcomes.models import Standing
from forum.paging.positions import Milestone
from forum.reading.models import SearchablePost
from forum.rooms.models import Room
from forum.topics.held import DeclinedPost, HeldChange

__all__ = [
    "CommunityNotes",
    "DeclinedPost",
    "EarlierVersion",
    "Handling",
    "HeldChange",
    "HelpWords",
    "Milestone",
    "PostNotes",
    "ReaderNotes",
    "Removal",
    "Room",
    "SearchablePost",
    "Standing",
    "WhyHeld",
    "WritingRules",
]
