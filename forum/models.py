"""Our own tables beside machina's: Django looks for them here."""

from forum.bookmarks.models import Bookmark
from forum.care.models import CommunityNotes, HelpWords, PostNotes, ReaderNotes
from forum.checking.models import WhyHeld, WritingRules
from forum.files.models import Picture
from forum.history.models import EarlierVersion, Handling, Removal
from forum.outcomes.models import CaseCount, Signature, Standing
from forum.paging.positions import Milestone
from forum.polls.models import Counted, HasVoted, NamedChoice, PollRules, Tally
from forum.quoting.models import Quote
from forum.reactions.models import Reaction
from forum.reading.models import SearchablePost
from forum.rooms.models import Room
from forum.signing.models import Opening, Seal, TopicNumber, Unsent, UsualWay
from forum.topics.held import DeclinedPost, HeldChange

__all__ = [
    "Bookmark",
    "CaseCount",
    "CommunityNotes",
    "Counted",
    "DeclinedPost",
    "EarlierVersion",
    "Handling",
    "HasVoted",
    "HeldChange",
    "HelpWords",
    "Milestone",
    "NamedChoice",
    "Opening",
    "Picture",
    "PollRules",
    "PostNotes",
    "Quote",
    "Reaction",
    "ReaderNotes",
    "Removal",
    "Room",
    "Seal",
    "SearchablePost",
    "Signature",
    "Standing",
    "Tally",
    "TopicNumber",
    "Unsent",
    "UsualWay",
    "WhyHeld",
    "WritingRules",
]
