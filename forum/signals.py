"""What happened in the discussions."""

from django.dispatch import Signal

room_opened = Signal()
"""Sent inside the transaction that opens a room. Sender: Room. Argument: room."""

post_published = Signal()
"""Sent inside the transaction in which a post becomes readable: posted where nobody has to approve
it, or approved. Sent once for each post. Sender: Post. Arguments: post, starts_topic (bool),
by (who approved it, or None)."""

post_recalled = Signal()
"""Sent inside the transaction in which an approved post is made to wait again. Sender: Post.
Arguments: post, by."""

post_queued = Signal()
"""Sent inside the transaction that stores a post which waits for approval. Sender: Post.
Arguments: post, starts_topic (bool)."""

post_declined = Signal()
"""Sent inside the transaction that turns a waiting post down, before it is deleted. Sender: Post.
Arguments: post, by, kept (the DeclinedPost with its words, or None)."""

post_not_sent = Signal()
"""Sent inside the transaction in which a message without a name turns out not to be sendable.
Sender: Unsent. Argument: unsent, with its reason."""

seal_asked = Signal()
"""Sent inside the transaction in which somebody asks for a seal to be opened. Sender: Opening.
Argument: opening."""

seal_settled = Signal()
"""Sent inside the transaction in which that is agreed to or refused. Sender: Opening. Argument:
opening, with its author where it is open."""

post_changed = Signal()
"""Sent inside the transaction in which the words of a post change. Sender: Post. Arguments: post,
before (the post as it was)."""

change_answered = Signal()
"""Sent inside the transaction that lets a waiting change of a post through, or sends it back.
Sender: Post. Arguments: post, by, let_through (bool)."""

change_held = Signal()
"""Sent inside the transaction that stores a change which waits for a facilitator. Sender: Post.
Arguments: post, change."""

post_removed = Signal()
"""Sent inside the transaction that takes a post, or with it its topic, out of view. Sender: Post.
Arguments: post, removal."""

post_restored = Signal()
"""Sent inside the transaction that puts it back. Sender: Post. Arguments: post, removal (deleted
by now), by."""

post_folded = Signal()
"""Sent inside the transaction in which a facilitator adds a content note to somebody's post.
Sender: Post. Arguments: post, by, reason."""

post_handled = Signal()
"""Sent inside the transaction in which a facilitator does something with somebody's post that is
not hiding it. Sender: Post. Arguments: post, handling."""

posts_moved = Signal()
"""Sent inside the transaction that brings posts into another topic or room, or back. Sender: Post.
Arguments: post_ids, move (with ``undone_at`` when it is undone; None for what makes room)."""

posts_deleted = Signal()
"""Sent inside the transaction that deletes a topic, when its posts are gone. Sender: Post.
Argument: post_ids."""

posts_retitled = Signal()
"""Sent inside the transaction in which a topic gets another title. Sender: Post. Argument:
post_ids, of the replies that are called after it."""

posts_withdrawn = Signal()
"""Sent inside the transaction in which a person who leaves takes their words back. Sender: Post.
Argument: post_ids (whose text or title is another now)."""

topic_settled = Signal()
"""Sent inside the transaction in which it is said what became of a topic, and again when the last
signature is there. Sender: Standing. Arguments: standing, by (whose word it was)."""

reaction_given = Signal()
"""Sent inside the transaction in which a member says a word to a post, for the first time.
Sender: Reaction. Argument: reaction."""
