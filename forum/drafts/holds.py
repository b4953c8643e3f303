"""What a form says of the words in it: for which place they are, and which draft they are of."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.signing import BadSignature, Signer

from forum.rooms.models import Forum
from forum.topics.models import Post, Topic
from members.models import random_public_id

FIELD = "draft"
ROOM, CASE, TOPIC, POST = "room", "case", "topic", "post"
_signer = Signer(salt="forum.drafts")


@dataclass(frozen=True)
class Hold:
    """One form as it stands in one page.

    ``writer`` is the form: whatever it saves is one draft, however often, and whatever became of
    the answers. ``base`` and ``version`` name the draft with whose words it began; another form
    that wrote there since has words of its own.
    """

    kind: str
    pk: int
    forum_pk: int
    writer: str
    base: str = ""
    version: int = 0

    @classmethod
    def of(cls, place: Forum | Topic | Post, draft: Any = None, *, is_case: bool = False) -> "Hold":
        """A form for a new topic in a room, an answer in a topic, or a change to a post."""
        if isinstance(place, Forum):
            kind, forum_pk = (CASE if is_case else ROOM), place.pk
        elif isinstance(place, Topic):
            kind, forum_pk = TOPIC, place.forum_id
        else:
            kind, forum_pk = POST, place.topic.forum_id
        return cls(kind, place.pk, forum_pk, random_public_id()).from_(draft)

    @classmethod
    def read(cls, text: str) -> "Hold | None":
        """What a form sent back; None for what no form of ours says."""
        try:
            kind, pk, forum_pk, writer, base, version = _signer.unsign(text).split(".")
        except BadSignature:
            return None
        return cls(kind, int(pk), int(forum_pk), writer, base, int(version))

    def from_(self, draft: Any) -> "Hold":
        """The same, begun with this draft."""
        return replace(self, base=draft.key, version=draft.version) if draft else self

    def next(self, draft: Any) -> "Hold":
        """What another form would say that goes on with this draft."""
        return replace(self, writer=random_public_id()).from_(draft)

    @property
    def place(self) -> str:
        """The same for every form of one place."""
        return f"{self.kind}-{self.pk}"

    def __str__(self) -> str:
        said = (self.kind, self.pk, self.forum_pk, self.writer, self.base, self.version)
        return _signer.sign(".".join(map(str, said)))
