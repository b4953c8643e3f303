"""The demo's rooms and what is said in them."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q

from communities.models import CommunityPage
from demo import data
from demo.loader.section import Demo, Section, demo_users
from forum import services
from forum.care.services import keep_list, note_own
from forum.checking.rules import rules_in, why_held
from forum.checking.services import choose_rules, note_why_held
from forum.drafts import services as drafts
from forum.drafts.holds import Hold
from forum.files.models import Attachment
from forum.history.models import Removal
from forum.moving.models import EmptiedTopic, Move
from forum.posting import unsent
from forum.quoting.words import not_said, plain
from forum.rooms.models import Room
from forum.signing.models import Unsent
from forum.signing.seals import forget as forget_seals
from forum.signing.seals import sealed_posts_of
from forum.topics.held import DeclinedPost
from forum.topics.models import Post, Topic
from forum.unsealing.services import ask


def _exists() -> bool:
    return Topic.objects.filter(poster__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    talk, said = data.talk(), 0
    communities = _communities()
    for entry in data.communities():
        if "notes" in entry:
            keep_list(community=communities[entry["key"]], names=entry["notes"])
        if "writing" in entry:
            choose_rules(community=communities[entry["key"]], **entry["writing"])
    for entry in data.rooms():
        room = services.open_room(
            name=entry["name"],
            description=entry["description"],
            audience=entry["audience"],
            communities=[communities[key] for key in entry.get("communities", [])],
            pre_moderated=entry.get("pre_moderated", False),
            peers=communities[entry["peers"]] if "peers" in entry else None,
        )
        for topic in talk[entry["key"]]:
            said += _hold(demo, room, topic)
        for key, kept in data.unsent():
            if key == entry["key"]:
                unsent.take_back(unsent=_seal(demo, room, None, kept))
        for key, draft in data.drafts():
            if key == entry["key"]:
                _begin_to_write(demo, room, draft)
        demo.say(f"    {entry['name']}")
    return f"{len(talk)} rooms, {sum(map(len, talk.values()))} topics, {said} posts"


def _communities() -> dict[str, CommunityPage]:
    keys = {entry["slug"]: entry["key"] for entry in data.communities()}
    pages = CommunityPage.objects.filter(owner__in=demo_users(), slug__in=keys)
    return {keys[page.slug]: page for page in pages}


def _hold(demo: Demo, room: Room, entry: dict[str, Any]) -> int:
    """Write one conversation from beginning to end; says how many posts it has."""
    topic = _begin(demo, room, entry)
    answers = []
    note_own(post=topic.first_post, names=entry.get("notes", []))
    _say_why(room, topic.first_post)
    _say_words(demo, topic.first_post, entry)
    for answer in entry.get("reply", []):
        post = _answer(demo, room, topic, answer)
        _describe(answer, post)
        note_own(post=post, names=answer.get("notes", []))
        _say_why(room, post)
        _say_words(demo, post, answer)
        if back := answer.get("sent_back"):
            by = demo.people[back["by"]]
            services.disapprove_post(post=post, by=by, reason=back["reason"].strip())
        answers.append(post)
        _go_on(demo, post, answer)
    _count_votes(demo, topic, entry)
    _settle(demo, topic, answers, entry)
    if entry.get("locked"):
        services.lock_topic(topic=topic)
    if "pinned_days" in entry:
        services.pin_topic(topic=topic, until=_midnight(demo, entry["pinned_days"]))
    if "apart" in entry:
        _split(demo, topic, answers, entry["apart"])
    return len(data.posts(entry))


def _midnight(demo: Demo, days: int) -> datetime:
    """The end of the day so many days from today."""
    return demo.clock.days_ago(-days - 1, "00:00")


def _split(demo: Demo, topic: Topic, answers: list[Post], entry: dict[str, Any]) -> None:
    """Make a topic of its own of the replies from this number on, counted from 1, a day later."""
    posts = answers[entry["from"] - 1 :]
    move = services.split_topic(
        topic=topic,
        posts=[post.pk for post in posts],
        title=entry["title"],
        forum=topic.forum,
        by=demo.people[entry["by"]],
        reason=entry["reason"],
    )
    Move.objects.filter(pk=move.pk).update(at=posts[-1].created + timedelta(days=1))


def _begin(demo: Demo, room: Room, entry: dict[str, Any]) -> Topic:
    if "way" in entry:
        kept = _seal(demo, room, None, entry)
        return unsent.send(unsent=kept, at=demo.clock.of(entry)).topic
    return services.start_topic(
        room=room,
        author=demo.people[entry["author"]],
        subject=entry["subject"],
        text=entry["text"].strip(),
        attachments=_attachments(entry),
        poll=_poll(entry),
        sticky=entry.get("sticky", False),
        announcement=entry.get("announcement", False),
        approved=not entry.get("pending", False),
        at=demo.clock.of(entry),
        opens_at=_opens_at(demo, entry),
    )


def _opens_at(demo: Demo, entry: dict[str, Any]) -> datetime | None:
    if "opens_in_days" not in entry:
        return None
    return demo.clock.days_ago(-entry["opens_in_days"], "09:00")


def _answer(demo: Demo, room: Room, topic: Topic, answer: dict[str, Any]) -> Post:
    if "way" in answer:
        kept = _seal(demo, room, topic, answer)
        return unsent.send(unsent=kept, at=demo.clock.of(answer))
    return services.reply(
        topic=topic,
        author=demo.people[answer["author"]],
        text=answer["text"].strip(),
        source=_source(topic, answer),
        quoted=answer.get("quotes", ""),
        attachments=_attachments(answer),
        approved=not answer.get("pending", False),
        at=demo.clock.of(answer),
    )


def _source(topic: Topic, answer: dict[str, Any]) -> Post | None:
    """The message of the topic in which the words stand that an answer quotes."""
    if "quotes" not in answer:
        return None
    posts = topic.posts.order_by("created", "pk")
    return next(p for p in posts if not not_said(answer["quotes"], plain(p.content.rendered)))


def _seal(demo: Demo, room: Room, topic: Topic | None, entry: dict[str, Any]) -> Unsent:
    """Words without a name, whose minutes are over; the next form asks as if for the first time."""
    kept = unsent.seal_up(
        author=demo.people[entry["author"]],
        forum=room.forum,
        topic=topic,
        way=entry["way"],
        subject=entry.get("subject", ""),
        text=entry["text"].strip(),
    )
    Unsent.objects.filter(pk=kept.pk).update(goes_at=demo.clock.now)
    unsent.remember_way(author=kept.author, forum=room.forum, way="name")
    return kept


def _begin_to_write(demo: Demo, room: Room, entry: dict[str, Any]) -> None:
    """A draft of a new topic, or of an answer in the topic that is named."""
    topics = Topic.objects.filter(forum=room.forum)
    place = topics.get(subject=entry["answers"]) if "answers" in entry else room.forum
    draft = drafts.keep(
        author=demo.people[entry["author"]],
        hold=Hold.of(place),
        subject=entry.get("subject", ""),
        text=entry["text"].strip(),
    )
    Unsent.objects.filter(pk=draft.pk).update(at=demo.clock.of(entry))  # type: ignore[union-attr]


def _say_why(room: Room, post: Post) -> None:
    """Why a message waits, where it is by a watched word of its community."""
    if post.approved:
        return
    rules = rules_in(room.forum_id)
    for each in rules:
        each.holds_repeats = False
    note_why_held(post=post, found=why_held(rules, author=post.poster, text=post.content.raw))


def _say_words(demo: Demo, post: Post, entry: dict[str, Any]) -> None:
    """What others said to it with a button; they were told of it long ago."""
    for word, people in entry.get("said", {}).items():
        for key in people:
            services.react(post=post, member=demo.people[key], word=word)


def _go_on(demo: Demo, post: Post, answer: dict[str, Any]) -> None:
    """What became of a reply an hour later: its author changed it, wants to, or
    withdrew it, or it was hidden."""
    later = demo.clock.of(answer) + timedelta(hours=1)
    if changed := answer.get("changed"):
        text, reason = changed["text"].strip(), changed["reason"]
        by = post.poster
        services.edit_post(post=post, by=by, subject=post.subject, text=text, reason=reason)
        Post.objects.filter(pk=post.pk).update(updated=later)
        post.earlier_versions.update(at=later)
    if asked := answer.get("asked"):
        by = demo.people[asked["by"]]
        ask(post=post, by=by, reason=asked["reason"], words=asked["words"])
    if wanted := answer.get("change_waits"):
        services.hold_change(
            post=post, subject=post.subject, text=wanted["text"].strip(), reason=wanted["reason"]
        )
    if answer.get("withdrawn"):
        services.withdraw_post(post=post)
    if hidden := answer.get("hidden"):
        by = demo.people[hidden["by"]]
        services.hide_post(post=post, by=by, reason=hidden["reason"].strip())
    Removal.objects.filter(post=post).update(at=later)


def _attachments(entry: dict[str, Any]) -> list[ContentFile]:
    paths = [data.path_of("attachments", name) for name in entry.get("attachments", [])]
    if "picture" in entry:
        paths.append(data.path_of("pictures", entry["picture"]["file"]))
    return [ContentFile(path.read_bytes(), name=path.name) for path in paths]


def _describe(entry: dict[str, Any], post: Post) -> None:
    """Say what is to be seen on the picture that came with a post."""
    if "picture" in entry:
        post.attachments.update(comment=entry["picture"]["shows"])


def _poll(entry: dict[str, Any]) -> dict[str, Any] | None:
    if "poll" not in entry:
        return None
    return {key: said for key, said in entry["poll"].items() if key not in ("votes", "ranked")}


def _count_votes(demo: Demo, topic: Topic, entry: dict[str, Any]) -> None:
    if "poll" not in entry:
        return
    type(topic.poll).objects.filter(pk=topic.poll.pk).update(created=topic.created)
    options = list(topic.poll.options.order_by("pk"))
    chosen: dict[str, list[Any]] = {
        key: [options[number - 1] for number in order]
        for key, order in entry["poll"].get("ranked", {}).items()
    }
    for option, voters in zip(options, entry["poll"].get("votes", []), strict=False):
        for key in voters:
            chosen.setdefault(key, []).append(option)
    for key, picks in chosen.items():
        services.vote(poll=topic.poll, member=demo.people[key], options=picks)


def _settle(demo: Demo, topic: Topic, answers: list[Post], entry: dict[str, Any]) -> None:
    """Say what the topic is, and what became of it; the answer by its number from 1."""
    if entry.get("case"):
        services.begin_case(topic=topic)
    services.set_question(topic=topic, asks=entry.get("question", False))
    if hours := entry.get("peers_first_hours"):
        services.let_peers_first(topic=topic, hours=hours)
    if "settled" not in entry:
        return
    told, after = entry["settled"], demo.clock.of(entry["reply"][-1])
    services.settle(
        topic=topic,
        by=demo.people[told["by"]],
        result=told["result"],
        answer=answers[told["answer"] - 1] if "answer" in told else None,
        summary=told.get("summary", "").strip(),
        other_summary=told.get("other_summary", "").strip(),
        at=after + timedelta(hours=2),
    )
    for key in told.get("signed_by", []):
        services.sign(topic=topic, by=demo.people[key], at=after + timedelta(hours=5))


def _remove() -> None:
    """Remove the conversations that the demo's people began, and the rooms that have none left."""
    of_them = Q(poster__in=demo_users()) | Q(first_post__in=sealed_posts_of(*demo_users()))
    keys = list(Topic.objects.filter(of_them).values_list("pk", flat=True))
    topics = Topic.objects.filter(pk__in=keys)
    names = [entry["name"] for entry in data.rooms()]
    begun_in = Q(forum__topics__in=topics) | Q(forum__name__in=names)
    rooms = list(Room.objects.filter(begun_in).distinct().select_related("forum"))
    for attachment in Attachment.objects.filter(post__topic__in=topics):
        attachment.file.delete(save=False)
    DeclinedPost.objects.filter(author__in=demo_users()).delete()
    for person in demo_users():
        forget_seals(member=person)
    Move.objects.filter(source__in=topics).delete()
    EmptiedTopic.objects.filter(leads_to__in=topics).delete()
    topics.delete()
    for room in rooms:
        if room.forum.topics.exists() or room.forum.get_children().exists():
            room.forum.update_trackers()
        else:
            room.forum.delete()


SECTION = Section("Conversations", _exists, _write, _remove)
