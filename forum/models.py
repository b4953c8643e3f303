"""Our own tables beside machina's: Django looks for them here."""

from forum.bookmarks.models import Bookmark
from forum.care.models import CommunityNotes, HelpWords, PostNotes, ReaderNotes
from forum.checking.models import WhyHeld, WritingRules
from forum.feeds.models import FeedAddress
from forum.files.models import Picture
from forum.following.models import Said
from forum.history.models import EarlierVersion, Handling, Removal
from forum.moving.models import EmptiedTopic, Move, MovedMark, MovedPost, TopicTimes
from forum.outcomes.models import CaseCount, Signature, Standing
from forum.paging.positions import Milestone
from forum.polls.models import Counted, HasVoted, NamedChoice, PollRules, Tally
from forum.quoting.models import Quote
from forum.reactions.models import Reaction
from forum.reading.models import MarkedRead, SearchablePost
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
    "EmptiedTopic",
    "FeedAddress",
    "Handling",
    "HasVoted",
    "HeldChange",
    "HelpWords",
    "MarkedRead",
    "Milestone",
    "Move",
    "MovedMark",
    "MovedPost",
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
    "Said",
    "Seal",
    "SearchablePost",
    "Signature",
    "Standing",
    "Tally",
    "TopicNumber",
    "TopicTimes",
    "Unsent",
    "UsualWay",
    "WhyHeld",
    "WritingRules",
]
