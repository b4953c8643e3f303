"""What the discussions keep of a person, for their own copy.

Of a room that they may not read any more they learn nothing, not even what it or
a topic in it is called now; nor what another's topic is called that is out of view.
Their own words are theirs in every room.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from machina.core.db.models import get_model
from machina.core.loading import get_class

from communities.models import CommunityPage
from forum.care.models import ReaderNotes
from forum.care.notes import names, names_of, noted
from forum.feeds.models import FeedAddress
from forum.files.models import Attachment
from forum.following.models import Said
from forum.history.models import EarlierVersion, Handling, Removal
from forum.outcomes.models import Signature, Standing
from forum.polls.models import HasVoted, NamedChoice
from forum.quoting.models import Quote
from forum.rooms.models import Room
from forum.signing.models import Opening, Unsent, UsualWay
from forum.signing.seals import begun_by, has_begun, is_sealed, written_by
from forum.topics.held import DeclinedPost, HeldChange
from forum.topics.models import Post, Topic
from members.export import Row, exported

ForumProfile = get_model("forum_member", "ForumProfile")
ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicPoll = get_model("forum_polls", "TopicPoll")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")

BATCH = 500


def _readable(user: Any) -> set[int]:
    return get_class("forum_permission.handler", "PermissionHandler")().readable_forum_ids(user)


def places_for(
    user: Any, readable: set[int] | None = None
) -> Callable[[Topic | DeclinedPost | Unsent], dict[str, str]]:
    """Tells where a topic is, or what was sent back, as far as the person may know."""
    readable = _readable(user) if readable is None else readable

    def place(thing: Topic | DeclinedPost | Unsent) -> dict[str, str]:
        if thing.forum_id not in readable:
            return {"room": _now("A room that you cannot read now")}
        topic = thing.topic if isinstance(thing, DeclinedPost | Unsent) else thing
        where = {"room": thing.forum.name}
        if topic is not None and (topic.approved or has_begun(topic, user)):
            where["topic"] = topic.subject
        return where

    return place


@exported("posts", _("What you wrote in the discussions"))
def posts(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = noted(Post.objects).filter(written_by(user)).select_related("topic__forum", "removal")
    for post in rows.order_by("pk").iterator(chunk_size=BATCH):
        removal = getattr(post, "removal", None)
        yield place(post.topic) | {
            "title": post.subject,
            "signed": post.username if is_sealed(post) else None,
            "text": post.content.raw,
            "content_notes": names_of(post),
            "written": post.created,
            "changed": post.updated if post.updates_count else None,
            "waits_for_approval": not post.approved and removal is None,
            "out_of_view": _out_of_view(removal) if removal else None,
        }


def _out_of_view(removal: Removal) -> str:
    until = date_format(localtime(removal.kept_until), "j F Y")
    if removal.withdrawn:
        return _now("Withdrawn by you, kept until %(day)s") % {"day": until}
    said = {"day": until, "reason": removal.reason}
    return _now("Hidden by a facilitator, kept until %(day)s: %(reason)s") % said


@exported("answers", _("Messages that you answered one by one"))
def answers(user: Any) -> Iterator[Row]:
    """Where they stand, without their words, which are others'."""
    place = places_for(user)
    rows = Quote.objects.filter(written_by(user, "post")).select_related(
        "post__topic__forum", "source__topic__forum"
    )
    for quote in rows.order_by("pk").iterator(chunk_size=BATCH):
        there = place(quote.source.topic) if quote.source else {}
        yield place(quote.post.topic) | {
            "written": quote.post.created,
            "answers_in_room": there.get("room"),
            "answers_in_topic": there.get("topic"),
            "with_words_of_it": bool(quote.quoted),
        }


@exported("earlier_words", _("What your messages said before they were changed"))
def earlier_words(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = EarlierVersion.objects.filter(written_by(user, "post")).select_related(
        "post__topic__forum"
    )
    for version in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield place(version.post.topic) | {
            "title": version.title or None,
            "text": version.text,
            "until": version.at,
            "reason": version.reason or None,
        }


@exported("hidden", _("Messages that you hid"))
def hidden(user: Any) -> Iterator[Row]:
    """Without their words, which are others'."""
    place = places_for(user)
    rows = Removal.objects.filter(by=user, withdrawn=False).select_related("topic__forum")
    for removal in rows.order_by("pk").iterator(chunk_size=BATCH):
        where = place(removal.topic)
        yield {"room": where["room"], "reason": removal.reason, "hidden": removal.at}


@exported("handled", _("What facilitators did with your messages"))
def handled(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = Handling.objects.filter(post__poster=user).select_related("post__topic__forum")
    for handling in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield place(handling.post.topic) | {
            "what": handling.get_deed_display(),
            "reason": handling.reason or None,
            "at": handling.at,
        }


@exported("handled_by_you", _("What you did with messages of others"))
def handled_by_you(user: Any) -> Iterator[Row]:
    """Without whose they are."""
    place = places_for(user)
    rows = Handling.objects.filter(by=user).select_related("post__topic__forum")
    for handling in rows.order_by("pk").iterator(chunk_size=BATCH):
        where = place(handling.post.topic)
        yield {
            "room": where["room"],
            "what": handling.get_deed_display(),
            "reason": handling.reason or None,
            "at": handling.at,
        }


@exported("sent_back", _("Messages of yours that a facilitator sent back"))
def sent_back(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = DeclinedPost.objects.filter(author=user).select_related("topic", "forum").order_by("pk")
    for kept in rows.iterator(chunk_size=BATCH):
        yield place(kept) | {
            "title": kept.subject,
            "text": kept.text,
            "poll": kept.poll or None,
            "reason": kept.reason,
            "sent_back": kept.at,
            "kept_until": kept.kept_until,
        }


@exported("unsent", _("What you have written and not sent"))
def unsent(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = Unsent.objects.filter(author=user).select_related("topic", "forum").order_by("pk")
    for kept in rows.iterator(chunk_size=BATCH):
        yield place(kept) | {
            "title": kept.subject if kept.starts_topic else None,
            "text": kept.text,
            "signed": kept.label or None,
            "filled_in": dict(kept.fields) or None,
            "poll": kept.poll or None,
            "content_notes": names(kept.notes),
            "is_a_case": kept.is_case,
            "goes_out": kept.goes_at,
            "not_sent_because": kept.reason or None,
            "written": kept.at,
        }


@exported("ways", _("How you sign in rooms where you write without your name"))
def ways(user: Any) -> Iterator[Row]:
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    readable = handler.readable_forum_ids(user)
    for usual in UsualWay.objects.filter(author=user).select_related("forum").order_by("pk"):
        hidden = usual.forum_id not in readable
        room = _now("A room that you cannot read now") if hidden else usual.forum.name
        yield {"room": room, "way": usual.get_way_display()}


@exported("opened_to_others", _("Messages without your name that two people learned are yours"))
def opened_to_others(user: Any) -> Iterator[Row]:
    for opening in Opening.objects.filter(author=user).order_by("pk"):
        yield {
            "room": opening.room,
            "reason": opening.get_reason_display(),
            "words": opening.words,
            "opened": opening.settled_at,
        }


@exported("seals_opened", _("Messages of which you asked, or agreed to learn, who wrote them"))
def seals_opened(user: Any) -> Iterator[Row]:
    """Without their words and their author, who are somebody else's."""
    by_them = Q(asked_by=user) | Q(agreed_by=user)
    for opening in Opening.objects.filter(by_them).order_by("pk"):
        yield {
            "reason": opening.get_reason_display(),
            "your_words": opening.words if opening.asked_by_id == user.pk else None,
            "asked": opening.asked_at,
            "settled": opening.settled_at,
            "refused": opening.refused,
        }


@exported("held_changes", _("Changes of yours that wait, or were sent back"))
def held_changes(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = HeldChange.objects.filter(written_by(user, "post")).select_related("post__topic__forum")
    for change in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield place(change.post.topic) | {
            "title": change.title or None,
            "text": change.text,
            "content_notes": None if change.notes is None else names(change.notes),
            "said": change.reason,
            "state": change.get_state_display(),
            "reason": change.because or None,
            "at": change.at,
        }


@exported("summed_up", _("What you said became of topics"))
def summed_up(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = Standing.objects.filter(settled_by=user).select_related("topic__forum").order_by("pk")
    for standing in rows.iterator(chunk_size=BATCH):
        yield place(standing.topic) | {
            "what_became_of_it": standing.get_result_display(),
            "summary": standing.summary,
            "the_other_view": standing.other_summary,
            "said": standing.settled_at,
        }


@exported("signed", _("What became of topics, and you signed it"))
def signed(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = Signature.objects.filter(member=user).select_related("standing__topic__forum")
    for signature in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield place(signature.standing.topic) | {
            "signature": signature.get_side_display(),
            "signed": signature.signed_at,
        }


@exported("attachments", _("Files you attached"), with_files=True)
def attachments(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = Attachment.objects.filter(written_by(user, "post")).select_related("post__topic__forum")
    for attachment in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield place(attachment.post.topic) | {
            "file": attachment.file,
            "what_it_is": attachment.comment,
        }


@exported("polls", _("Polls you made"))
def polls(user: Any) -> Iterator[Row]:
    rows = (
        TopicPoll.objects.filter(begun_by(user, "topic")).prefetch_related("options").order_by("pk")
    )
    for poll in rows.iterator(chunk_size=BATCH):
        yield {
            "question": poll.question,
            "options": [option.text for option in poll.options.all()],
            "made": poll.created,
        }


@exported("votes", _("Polls in which you voted"))
def votes(user: Any) -> Iterator[Row]:
    """And for what, where that was with names; of other votes nobody can say it."""
    place, chosen = places_for(user), _chosen_by(user)
    rows = HasVoted.objects.filter(member=user, token=None).select_related("poll__topic__forum")
    for voted in rows.order_by("poll_id").iterator(chunk_size=BATCH):
        where = place(voted.poll.topic)
        if "topic" in where:
            where["question"] = voted.poll.question
            if voted.poll_id in chosen:
                yield where | {"vote": chosen[voted.poll_id]}
                continue
        yield where


def _chosen_by(user: Any) -> dict[int, list[str]]:
    """What the person voted for with their name, by the polls' keys."""
    chosen: dict[int, list[str]] = {}
    rows = NamedChoice.objects.filter(member=user).order_by("option__poll_id", "place", "pk")
    for poll, text in rows.values_list("option__poll", "option__text"):
        chosen.setdefault(poll, []).append(text)
    return chosen


@exported("subscriptions", _("Topics you follow"))
def subscriptions(user: Any) -> Iterator[Row]:
    place = places_for(user)
    rows = Topic.objects.filter(subscribers=user).select_related("forum").order_by("pk")
    yield from map(place, rows.iterator(chunk_size=BATCH))


@exported("rooms", _("Rooms you follow"))
def rooms(user: Any) -> Iterator[Row]:
    readable = _readable(user)
    for room in Room.objects.filter(followers=user).select_related("forum").order_by("pk"):
        yield _room(room.forum, readable)


def _room(forum: Any, readable: set[int]) -> Row:
    hidden = forum.pk not in readable
    return {"room": _now("A room that you cannot read now") if hidden else forum.name}


@exported("levels", _("What you muted, and communities you follow"))
def levels(user: Any) -> Iterator[Row]:
    readable = _readable(user)
    place = places_for(user, readable)
    known = set(CommunityPage.objects.visible_to(user).values_list("pk", flat=True))
    rows = Said.objects.filter(member=user).select_related("topic__forum", "forum", "community")
    for said in rows.order_by("pk"):
        if said.topic:
            yield {**place(said.topic), "level": said.get_level_display()}
        elif said.forum:
            yield {**_room(said.forum, readable), "level": said.get_level_display()}
        elif said.community:
            is_known = said.community_id in known
            named = said.community.title if is_known else _now("A community closed to you")
            yield {"community": named, "level": said.get_level_display()}


@exported("content_notes", _("Content notes as you want them"))
def content_notes(user: Any) -> Iterator[Row]:
    for kept in ReaderNotes.objects.filter(reader=user):
        yield {"shown": names(kept.shown), "left_out": names(kept.left_out)}


@exported("signature", _("Your signature and picture"), with_files=True)
def signature(user: Any) -> Iterator[Row]:
    for profile in ForumProfile.objects.filter(user=user):
        yield {
            "signature": profile.signature.raw if profile.signature else None,
            "picture": profile.avatar,
        }


@exported("read", _("What you have read"))
def read(user: Any) -> Iterator[Row]:
    """The marks of what the person has read; a whole room's, then single topics'."""
    readable = _readable(user)
    place = places_for(user, readable)
    rooms = ForumReadTrack.objects.filter(user=user).select_related("forum").order_by("pk")
    for track in rooms.iterator(chunk_size=BATCH):
        if track.forum_id in readable:
            yield {"room": track.forum.name, "read_until": track.mark_time}
    topics = TopicReadTrack.objects.filter(user=user).select_related("topic__forum").order_by("pk")
    for track in topics.iterator(chunk_size=BATCH):
        yield place(track.topic) | {"read_until": track.mark_time}


@exported("feed", _("Your feed"))
def own_feed(user: Any) -> Iterator[Row]:
    for kept in FeedAddress.objects.filter(member=user):
        yield {"on_since": kept.made_at}
