"""One address for each name of the site, within the rooms of one community where it can be."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.urls import NoReverseMatch, reverse
from machina.core.db.models import get_model
from wagtail.models import Collection, CollectionViewRestriction

from announcements.models import Announcement
from communities.models import CommunityPage
from events.models import EventPage
from forum.bookmarks.models import Bookmark
from forum.feeds.services import new_address
from forum.moving.models import Move, TopicTimes
from forum.outcomes.models import Standing
from forum.rooms.models import Room
from forum.signing.models import Opening, Unsent
from forum.topics.held import DeclinedPost, HeldChange
from members.models import User
from moderation.models import DutyItem, Limit, Report, WeeklyHours
from notifications.mail import tokens
from notifications.models import Notification
from notifications.models.letters import Letter
from people.enums import ConfirmedRoleState
from people.models import ConfirmedRole
from resources.models import Quotation, SiteDocument, SiteImage
from tests.browser.people import ADDRESS

Topic = get_model("forum_conversation", "Topic")
Post = get_model("forum_conversation", "Post")
TopicPoll = get_model("forum_polls", "TopicPoll")
Attachment = get_model("forum_attachments", "Attachment")

OF_A_COMMUNITY = (
    *("join", "leave", "ask", "take_back", "answer"),
    *("looking_after", "invite", "notice", "colour", "step_down", "history"),
)
OF_A_REPORT = ("answer", "look", "take", "hand_back", "decide", "undo", "person")
DUTY_OF_A_COMMUNITY = ("ask", "community", "open", "hours", "day")
OF_A_DUTY_ITEM = (
    *("look", "take", "put_back", "note", "offer", "accept", "decline", "second", "raise"),
    "close",
)
OF_A_MEMBER = ("answer_request", "welcome", "remove", "facilitator")


@dataclass
class Places:
    """What the addresses name: a community, a room that is its own, and what is in it."""

    community: CommunityPage
    room: Room
    topic: Any
    post: Any
    closed_picture: str
    other: User
    asked: ConfirmedRole

    @classmethod
    def find(cls) -> "Places":
        """The peer's community of the demo; the post is the peer's own, at the start of a topic."""
        peer = User.objects.get(email=ADDRESS["member"])
        clinician = User.objects.get(email=ADDRESS["clinician"])
        community = (
            CommunityPage.objects.filter(memberships__in=peer.memberships.active())
            .exclude(memberships__in=clinician.memberships.active())
            .first()
        )
        rooms = Room.objects.filter(audience="communities", communities=community)
        alone = [room for room in rooms if room.communities.count() == 1]
        posts = Post.objects.filter(poster=peer, approved=True, topic__forum__room__in=alone)
        post = posts.select_related("topic__forum__room").order_by("pk").first()
        picture = _picture_of(community)
        other = User.objects.get(email=ADDRESS["facilitator"])
        asked = ConfirmedRole.objects.filter(
            state=ConfirmedRoleState.REQUESTED, organisation__contacts=other
        ).first()
        return cls(community, post.topic.forum.room, post.topic, post, picture, other, asked)

    def address_of(self, name: str) -> str:
        """Where the site answers to this name. KeyError when nobody has said what it needs."""
        if name.startswith("/"):
            return name
        try:
            return reverse(name)
        except NoReverseMatch:
            return self._with_arguments[name]

    @cached_property
    def _with_arguments(self) -> dict[str, str]:
        room, topic, post = self.room.forum, self.topic, self.post
        waiting = Post.objects.filter(approved=False, removal=None).latest("pk")
        own = Post.objects.filter(poster=post.poster)
        withdrawn = own.get(removal__withdrawn=True)
        changed = own.get(earlier_versions__isnull=False)
        sent_back = DeclinedPost.objects.get(author=post.poster)
        unsent = Unsent.objects.get(author=post.poster, writer="")
        sealed = Post.objects.filter(poster=None, username__contains=",").earliest("pk")
        opening = Opening.objects.get()
        held = [HeldChange.objects.waiting().earliest("pk").post_id]
        event = EventPage.objects.upcoming().first()
        document = SiteDocument.objects.first()
        other = self.other.public_id
        in_room = {"forum_slug": room.slug, "forum_pk": room.pk}
        in_topic = in_room | {"topic_slug": topic.slug, "topic_pk": topic.pk}
        of_topic = {"slug": topic.slug, "pk": topic.pk}
        role = ConfirmedRole.objects.in_force().filter(member=post.poster).first()
        letter = Letter.objects.filter(member=post.poster).earliest("pk")
        told = Notification.objects.filter(recipient=post.poster).first()
        limit = Limit.objects.earliest("pk")
        reported = Report.objects.untaken().get(reporter=post.poster)
        duty = DutyItem.objects.live().filter(asked=True, offered_to__isnull=False).get()
        asked = DutyItem.objects.asked_by(post.poster).get()
        hours = WeeklyHours.objects.filter(community=self.community).earliest("pk")
        feed = new_address(member=post.poster)
        token = default_token_generator.make_token(post.poster)
        quotation = Quotation.objects.get(consent="asked")
        arguments: dict[str, dict[str, Any]] = {
            "media": {"args": [self.closed_picture]},
            "wagtaildocs_serve": {"args": [document.pk, document.filename]},
            "wagtail_serve": {"args": [self.community.url.strip("/") + "/"]},
            "account_keep": {"args": ["nobodys-token"]},
            "account_reset_password_from_key": {"kwargs": {"uidb36": "1", "key": token}},
            "mfa_remove_webauthn": {"args": [1]},
            "mfa_edit_webauthn": {"args": [1]},
            "openid_connect_login": {"args": ["nobody"]},
            "openid_connect_callback": {"args": ["nobody"]},
            "account_invitation": {"args": ["nobodys-token"]},
            "moderation:report": {"args": ["message", post.pk]},
            "moderation:community": {"args": [self.community.pk]},
            "duty:asked": {"args": [asked.key]},
            "duty:take_back": {"args": [asked.key]},
            "duty:talk": {"args": [asked.key]},
            "duty:from_message": {"args": [post.pk]},
            "duty:from_report": {"args": [reported.key]},
            "duty:remove_hours": {"args": [self.community.pk, hours.pk]},
            "duty:remove_day": {"args": [self.community.pk, 1]},
            "moderation:history": {"args": [self.community.pk, other]},
            "moderation:lift": {"args": [limit.key]},
            "moderation:limit": {"args": [limit.key]},
            "people:photo": {"args": [other]},
            "people:give_up_role": {"args": [role.public_id]},
            "people:answer_role": {"args": [self.asked.public_id]},
            "welcome_step": {"args": ["communities"]},
            "home:put_step_aside": {"args": ["join"]},
            "notifications:open": {"args": [letter.key]},
            "notifications:stop": {"args": [tokens.token(letter.member.letterbox.key, "daily")]},
            "notifications:mark_one_read": {"args": [told.public_id]},
            "announcements:read": {"args": [Announcement.objects.gone().get().pk]},
            "write_in_community": {"args": [self.community.pk]},
            "open_first_room": {"args": [self.community.pk]},
            "follow_topic": {"args": [topic.pk]},
            "read_topic": {"args": [topic.pk]},
            "feed": {"args": [feed]},
            "feed_of_room": {"args": [feed, room.pk]},
            "feed_of_community": {"args": [feed, self.community.pk]},
            "follow_room": {"args": [room.pk]},
            "names": {"args": [room.pk]},
            "follow_community": {"args": [self.community.pk]},
            "settle_topic": {"args": [topic.pk]},
            "reopen_topic": {"args": [topic.pk]},
            "split_topic": {"args": [topic.pk]},
            "merge_topic": {"args": [topic.pk]},
            "move": {"args": [Move.objects.get().pk]},
            "undo_move": {"args": [Move.objects.get().pk]},
            "when_topic_opens": {"args": [TopicTimes.objects.get(unpins_at=None).pk]},
            "quotations:answer": {"args": [quotation.key]},
            "quotations:take_back": {"args": [quotation.key]},
            "promoting:promote": {"args": [Standing.objects.get(is_case=True).topic_id]},
            "sign_topic": {"args": [Standing.objects.get(waits=True).topic_id]},
            "community_content_notes": {"args": [self.community.pk]},
            "how_writing_works": {"args": [self.community.pk]},
            "note_post": {"args": [post.pk]},
            "keep_post": {"args": [post.pk]},
            "remove_kept": {
                "args": [Bookmark.objects.filter(member=post.poster).earliest("pk").pk]
            },
            "declined_post": {"args": [sent_back.pk]},
            "forget_declined_post": {"args": [sent_back.pk]},
            "unsent": {"args": [unsent.key]},
            "take_back_unsent": {"args": [unsent.key]},
            "forget_unsent": {"args": [unsent.key]},
            "ask_for_opening": {"args": [sealed.pk]},
            "opening": {"args": [opening.key]},
            "answer_opening": {"args": [opening.key]},
            "removed": {"args": [withdrawn.pk]},
            "restore": {"args": [withdrawn.pk]},
            "changes": {"args": [changed.pk]},
            "take_out_details": {"args": [post.pk]},
            "waiting_change": {"args": held},
            "let_change_through": {"args": held},
            "send_change_back": {"args": held},
            "forget_change": {"args": held},
            "communities:withdraw_invitation": {"args": [self.community.pk, "nobodys-key"]},
            "events:register_interest": {"args": [event.pk]},
            "events:withdraw_interest": {"args": [event.pk]},
            "events:calendar": {"args": [event.pk]},
            "forum:forum": {"args": [room.slug, room.pk]},
            "forum_conversation:topic_poll_vote": {"args": [TopicPoll.objects.first().pk]},
            "forum_conversation:attachment": {"args": [Attachment.objects.first().pk]},
            "forum_conversation:topic": {"kwargs": in_room | of_topic},
            "forum_conversation:topic_create": {"kwargs": in_room},
            "forum_conversation:topic_update": {"kwargs": in_room | of_topic},
            "forum_conversation:post_create": {"kwargs": in_topic},
            "forum_conversation:post_update": {"kwargs": in_topic | {"pk": post.pk}},
            "forum_conversation:post_delete": {"kwargs": in_topic | {"pk": post.pk}},
            "forum_feeds:forum_latest_topics": {"kwargs": in_room},
            "forum_feeds:forum_latest_topics_with_descendants": {"kwargs": in_room},
            "forum_member:topic_subscribe": {"args": [topic.pk]},
            "forum_member:topic_unsubscribe": {"args": [topic.pk]},
            "forum_member:profile": {"args": [other]},
            "forum_member:user_posts": {"args": [other]},
            "forum_moderation:queued_post": {"args": [waiting.pk]},
            "forum_moderation:approve_queued_post": {"args": [waiting.pk]},
            "forum_moderation:disapprove_queued_post": {"args": [waiting.pk]},
            "forum_tracking:mark_subforums_read": {"args": [room.pk]},
            "forum_tracking:mark_topics_read": {"args": [room.pk]},
        }
        for act in OF_A_COMMUNITY:
            arguments[f"communities:{act}"] = {"args": [self.community.pk]}
        for act in OF_A_MEMBER:
            arguments[f"communities:{act}"] = {"args": [self.community.pk, other]}
        for act in DUTY_OF_A_COMMUNITY:
            arguments[f"duty:{act}"] = {"args": [self.community.pk]}
        for act in OF_A_DUTY_ITEM:
            arguments[f"duty:{act}"] = {"args": [duty.key]}
        for act in OF_A_REPORT:
            arguments[f"moderation:{act}"] = {"args": [reported.key]}
        moderation = ("lock", "unlock", "delete", "move", "update_to_post", "update_to_sticky")
        for act in (*moderation, "update_to_announce"):
            arguments[f"forum_moderation:topic_{act}"] = {"kwargs": of_topic}
        return {name: reverse(name, **how) for name, how in arguments.items()}


def _picture_of(community: CommunityPage) -> str:
    """The path of a picture that only the community's members may see."""
    collection = Collection.get_first_root_node().add_child(name=community.title)
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(community.group)
    image = SiteImage.objects.first()
    image.collection = collection
    image.save()
    return image.get_rendition("width-400").file.name
