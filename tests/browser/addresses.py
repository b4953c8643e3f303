"""Where the demo's pages are: asked of its database, so that no test repeats a slug."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.browser.site import PROJECT, RunningSite


class Addresses(dict[str, str]):
    """The path of each page a test may ask for, by a plain name."""

    @classmethod
    def of(cls, site: RunningSite) -> "Addresses":
        told = subprocess.run(
            [sys.executable, "-m", "tests.browser.addresses"],
            cwd=PROJECT,
            env=site.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode:
            raise RuntimeError(told.stderr)
        return cls(json.loads(told.stdout))


def find() -> dict[str, str]:
    """The addresses in this process's database."""
    talk = find_talk() | find_reports() | find_duty() | find_quotations()
    return find_pages() | talk | find_people() | find_communities() | find_mail()


def find_pages() -> dict[str, str]:
    from communities.models import CommunityIndexPage, CommunityPage
    from events.models import ConferencePage, EventIndexPage, EventPage
    from home.models import StandardPage
    from opportunities.models import OpportunityIndexPage, OpportunityPage
    from resources.models import ResourceIndexPage, ResourcePage

    def first(pages: Any) -> str:
        return pages.live().first().get_url()

    upcoming = EventPage.objects.upcoming()
    places = {
        "home": "/",
        "standard page": first(StandardPage.objects),
        "resources": first(ResourceIndexPage.objects),
        "resource": first(ResourcePage.objects.filter(document__isnull=False)),
        "resource with a te reo title": first(ResourcePage.objects.filter(language="mi")),
        "events": first(EventIndexPage.objects),
        "event on site": first(upcoming.exclude(place="")),
        "event online": first(upcoming.exclude(online_link="")),
        "event that is over": first(EventPage.objects.past()),
        "conference": first(ConferencePage.objects),
        "opportunities": first(OpportunityIndexPage.objects),
        "opportunity": first(OpportunityPage.objects.filter(kind="scholarship")),
        "communities": first(CommunityIndexPage.objects),
        "community": first(CommunityPage.objects),
    }
    kind = ResourcePage.objects.live().values_list("kind", flat=True).first()
    return places | {
        "scenario": first(ResourcePage.objects.filter(kind="scenario")),
        "resources of one kind": f"{places['resources']}?kind={kind}",
        "resources, none left": f"{places['resources']}?kind={kind}&year=1899&topic=none",
        "resources, second page": f"{places['resources']}?page=2",
        "events that are over": f"{places['events']}?when=past",
    }


def find_quotations() -> dict[str, str]:
    from django.urls import reverse
    from machina.core.db.models import get_model

    from resources.models import Quotation

    asked = Quotation.objects.get(consent="asked")
    given = Quotation.objects.get(consent="given", place="quote")
    case = asked.page.quotations.get(place="dilemma")
    topic = get_model("forum_conversation", "Post").objects.get(pk=case.source).topic_id
    return {
        "may we quote you": reverse("quotations:answer", args=[asked.key]),
        "you are quoted": reverse("quotations:answer", args=[given.key]),
        "take words back": reverse("quotations:take_back", args=[given.key]),
        "what one is quoted with": reverse("quotations:mine"),
        "make a resource of a topic": reverse("promoting:promote", args=[topic]),
    }


def find_talk() -> dict[str, str]:
    from django.urls import reverse
    from machina.core.db.models import get_model

    from forum.history.models import Removal
    from forum.moving.models import Move, TopicTimes
    from forum.quoting.models import Quote
    from forum.rooms.models import Room
    from forum.signing.models import Opening, Unsent
    from forum.templatetags.forum_ways import (
        address,
        again_address,
        delete_address,
        edit_address,
        quote_address,
        reply_address,
    )
    from forum.topics.held import DeclinedPost
    from members.models import User
    from tests.browser.people import ADDRESS

    topics = get_model("forum_conversation", "Topic").objects.filter(approved=True)
    posts = get_model("forum_conversation", "Post").objects.filter(approved=True)
    member = User.objects.get(email=ADDRESS["member"])
    shared = next(room for room in Room.objects.all() if room.communities.count() > 1)
    public = topics.filter(forum__room__audience="public")
    own_rooms = Room.objects.filter(communities__memberships__member=member)
    inside = topics.filter(forum__room__in=own_rooms)
    disagreed = inside.filter(standing__result="disagreed")
    unsigned = inside.filter(standing__waits=True).earliest("pk")
    with_quotes = inside.filter(posts__in=Quote.objects.values("post")).earliest("pk")
    long_topic = topics.order_by("-posts_count").filter(forum=shared.forum).first()
    with_poll = inside.filter(poll__isnull=False).first()
    with_file = inside.filter(posts__attachments__isnull=False, posts__approved=True).first()
    own_start = topics.filter(poster=member).first().first_post
    own_open = topics.filter(poster=member).exclude(standing__result__gt="").first()
    own_reply = posts.filter(poster=member).exclude(topic__first_post__poster=member).first()
    start = reverse("forum_conversation:topic_create", args=[shared.forum.slug, shared.forum.pk])

    kept = DeclinedPost.objects.select_related("forum", "topic__forum")
    sent_back = kept.filter(author=member).earliest("pk")
    own_unsent = Unsent.objects.filter(author=member).select_related("forum", "topic__forum")
    unsent, draft = own_unsent.get(writer=""), own_unsent.exclude(writer="").earliest("pk")
    sealed = posts.filter(poster=None, username__contains=",").earliest("pk")
    newcomer = User.objects.get(email=ADDRESS["newcomer"])
    waits = get_model("forum_conversation", "Topic").objects.get(poster=newcomer, approved=False)

    planned = TopicTimes.objects.exclude(opens_at=None).earliest("pk")
    removals = Removal.objects.in_words()
    gone = removals.withdrawn_by(member).get()
    hidden = removals.get(withdrawn=False)
    changed = posts.get(poster=member, earlier_versions__isnull=False)
    held = posts.get(held_change__state="waiting")
    others = long_topic.posts.exclude(poster=member).latest("pk")

    def moderate(view: str) -> str:
        return reverse(f"forum_moderation:{view}", args=[long_topic.slug, long_topic.pk])

    return {
        "discussions": reverse("forum:index"),
        "public room": address(public.first().forum),
        "shared room": address(shared.forum),
        "public topic": address(public.order_by("-posts_count").first()),
        "topic": address(long_topic),
        "topic with a poll": address(with_poll),
        "topic with files": address(with_file),
        "new topic": start,
        "reply": reply_address(long_topic),
        "quote": quote_address(long_topic.first_post),
        "topic with quotes": address(with_quotes),
        "content notes as one wants them": reverse("my_content_notes"),
        "content notes of a post": reverse("note_post", args=[long_topic.first_post_id]),
        "edit a topic": edit_address(own_start),
        "edit a post": edit_address(own_reply),
        "delete a post": delete_address(own_reply),
        "close a topic": moderate("topic_lock"),
        "move a topic": moderate("topic_move"),
        "choose messages to move": reverse("split_topic", args=[long_topic.pk]),
        "merge a topic": reverse("merge_topic", args=[long_topic.pk]),
        "what was moved": reverse("move", args=[Move.objects.earliest("pk").pk]),
        "topic that was split": address(Move.objects.earliest("pk").target),
        "when a topic opens": reverse("when_topic_opens", args=[planned.pk]),
        "delete a topic": moderate("topic_delete"),
        "pin a topic": moderate("topic_update_to_sticky"),
        "unread": reverse("forum_tracking:unread_topics"),
        "my feed": reverse("my_feed"),
        "undo what was marked": reverse("undo_read"),
        "mark all read": reverse("forum_tracking:mark_all_forums_read"),
        "subscriptions": reverse("forum_member:user_subscriptions"),
        "subscribe": reverse("forum_member:topic_subscribe", args=[long_topic.pk]),
        "edit my profile": reverse("people:me"),
        "keep a message": reverse("keep_post", args=[others.pk]),
        "kept for later": reverse("kept_posts"),
        "questions": reverse("questions"),
        "topic with two views": address(disagreed.filter(standing__is_case=False).earliest("pk")),
        "case that both signed": address(disagreed.filter(standing__is_case=True).earliest("pk")),
        "topic that waits for a word": address(unsigned),
        "sign what became of a topic": reverse("sign_topic", args=[unsigned.pk]),
        "new case": f"{start}?kind=case",
        "say what became of a topic": reverse("settle_topic", args=[own_open.pk]),
        "open a topic again": reverse("reopen_topic", args=[own_open.pk]),
        "sent back": reverse("declined_post", args=[sent_back.pk]),
        "delete what was sent back": reverse("forget_declined_post", args=[sent_back.pk]),
        "try again": again_address(sent_back),
        "not sent": unsent.get_absolute_url(),
        "write on": again_address(unsent),
        "delete what is not sent": reverse("forget_unsent", args=[unsent.key]),
        "drafts": reverse("drafts"),
        "draft": draft.get_absolute_url(),
        "write on with a draft": again_address(draft),
        "topic with a draft": address(draft.topic),
        "topic without names": address(sealed.topic),
        "who wrote it": reverse("ask_for_opening", args=[sealed.pk]),
        "seal to open": Opening.objects.get().get_absolute_url(),
        "room with one's own": address(sent_back.forum),
        "topic that waits": address(waits),
        "queue": reverse("forum_moderation:queue"),
        "queue, all chosen": reverse("forum_moderation:queue") + "?all=1",
        "topic with removed messages": f"{address(gone.topic)}?page=last",
        "withdrawn message": reverse("removed", args=[gone.post_id]),
        "hidden message": reverse("removed", args=[hidden.post_id]),
        "hidden messages": reverse("hidden_posts"),
        "change that waits": reverse("waiting_change", args=[held.pk]),
        "send a change back": reverse("send_change_back", args=[held.pk]),
        "what was changed": reverse("changes", args=[changed.pk]),
        "take details out": reverse("take_out_details", args=[others.pk]),
        "hide a post": delete_address(others),
    } | find_queued()


def find_queued() -> dict[str, str]:
    from django.urls import reverse
    from machina.core.db.models import get_model

    posts = get_model("forum_conversation", "Post").objects
    post = posts.filter(approved=False, removal=None).latest("pk")
    return {
        f"{action} a waiting post": reverse(f"forum_moderation:{view}", args=[post.pk])
        for action, view in {
            "read": "queued_post",
            "approve": "approve_queued_post",
            "send back": "disapprove_queued_post",
        }.items()
    }


def find_people() -> dict[str, str]:
    from django.urls import reverse

    from members.models import User
    from people.models import ConfirmedRole
    from tests.browser.people import ADDRESS

    def profile(person: str) -> str:
        return User.objects.get(email=ADDRESS[person]).public_id

    contact = User.objects.get(email=ADDRESS["facilitator"])
    asked = ConfirmedRole.objects.open().get(organisation__contacts=contact)
    return {
        "my profile": reverse("forum_member:profile", args=[profile("member")]),
        "my profile, as others see it": reverse("forum_member:profile", args=[profile("member")])
        + "?as=member",
        "my roles": reverse("people:roles"),
        "ask for a role": reverse("people:ask_role"),
        "roles at my organisation": reverse("people:roles_to_answer"),
        "a role at my organisation": reverse("people:answer_role", args=[asked.public_id]),
        "welcome": reverse("welcome"),
        "welcome, you": reverse("welcome_step", args=["you"]),
        "welcome, what to hear": reverse("welcome_step", args=["hearing"]),
        "what is new": reverse("notifications:index"),
        "what to hear": reverse("notifications:choices"),
        "catching up": reverse("notifications:catch_up"),
        "welcome, communities": reverse("welcome_step", args=["communities"]),
        "welcome, done": reverse("welcome_done"),
        "agreement": reverse("people:agreement"),
        "people": reverse("people:directory"),
        "people, some": reverse("people:directory") + "?role=clinician&q=nurse",
        "people, none": reverse("people:directory") + "?q=zyzzyva",
        "profile of another": reverse("forum_member:profile", args=[profile("facilitator")]),
        "posts of another": reverse("forum_member:user_posts", args=[profile("facilitator")]),
    }


def find_communities() -> dict[str, str]:
    from django.urls import reverse

    from communities.models import CommunityPage, Membership

    communities = {page.join_policy: page for page in CommunityPage.objects.order_by("-pk")}
    asking = Membership.objects.requested().select_related("member").first()
    own = communities["open"]
    new = asking.community.memberships.unwelcomed().select_related("member").first()

    def care(view: str, community: CommunityPage = asking.community, *args: str) -> str:
        return reverse(f"communities:{view}", args=[community.pk, *args])

    return {
        "events of a community": own.get_url() + "?show=events",
        "resources of a community": own.get_url() + "?show=resources",
        "people of a community": own.get_url() + "?show=people",
        "how writing works": reverse("how_writing_works", args=[own.pk]),
        "content notes of a community": reverse("community_content_notes", args=[own.pk]),
        "where to write": reverse("write_in_community", args=[own.pk]),
        "open a first room": reverse("open_first_room", args=[communities["invitation"].pk]),
        "say welcome": care("welcome", asking.community, new.member.public_id),
        "colour of a community": care("colour"),
        "community by rule": communities["rule"].get_url(),
        "community on request": asking.community.get_url(),
        "hidden community": communities["invitation"].get_url(),
        "ask to join": care("ask"),
        "my communities": reverse("communities:mine"),
        "looking after": care("looking_after"),
        "looking after one's own": care("looking_after", own),
        "not welcomed yet": care("looking_after") + "?show=new",
        "answer a request": care("answer_request", asking.community, asking.member.public_id),
        "remove a member": care("remove", asking.community, new.member.public_id),
        "make a facilitator": care("facilitator", asking.community, new.member.public_id),
        "hand over": care("step_down", own),
        "pin a notice": care("notice"),
        "history of a community": care("history"),
    }


def find_reports() -> dict[str, str]:
    from django.urls import reverse

    from members.models import User
    from moderation.models import Limit, Report
    from tests.browser.people import ADDRESS

    sender, carer = (User.objects.get(email=ADDRESS[who]) for who in ("member", "facilitator"))
    taken = Report.objects.filter(state="taken", taken_by=carer).earliest("pk")
    place = taken.communities.get()
    sent = Report.objects.filter(reporter=sender).earliest("pk")
    decided = Report.objects.filter(state="agreed").earliest("pk")
    limit = Limit.objects.filter(community=place).earliest("pk")
    return {
        "report something": reverse("moderation:report", args=["person", carer.public_id]),
        "my reports": reverse("moderation:mine"),
        "my report": reverse("moderation:answer", args=[sent.key]),
        "reports of a community": reverse("moderation:community", args=[place.pk]),
        "reports of the site": reverse("moderation:site"),
        "a report": taken.get_absolute_url(),
        "a report that waits": sent.get_absolute_url(),
        "a report that is decided": decided.get_absolute_url(),
        "decide on a report": reverse("moderation:decide", args=[taken.key]),
        "around a member": reverse("moderation:history", args=[place.pk, limit.member.public_id]),
        "reports about a person": reverse("moderation:person", args=[taken.key]),
    }


def find_duty() -> dict[str, str]:
    from django.urls import reverse

    from members.models import User
    from moderation.models import DutyItem
    from tests.browser.people import ADDRESS

    sender = User.objects.get(email=ADDRESS["member"])
    closed = DutyItem.objects.asked_by(sender).earliest("pk")
    given = DutyItem.objects.get(offered_to__isnull=False)
    waits = DutyItem.objects.get(state="open", level=1)
    place = closed.community_id
    return {
        "who is on duty": reverse("duty:mine"),
        "ask somebody to get in touch": reverse("duty:ask", args=[place]),
        "what I asked for": reverse("duty:asked", args=[closed.key]),
        "duty of a community": reverse("duty:community", args=[place]),
        "duty that is over": reverse("duty:community", args=[place]) + "?show=over",
        "duty of others": reverse("duty:site"),
        "rota": reverse("duty:hours", args=[place]),
        "open a duty item": reverse("duty:open", args=[place]),
        "a duty item": given.get_absolute_url(),
        "a duty item that waits": waits.get_absolute_url(),
        "a duty item that is over": closed.get_absolute_url(),
        "a duty item that is offered": given.get_absolute_url(),
        "close a duty item": reverse("duty:close", args=[given.key]),
        "after something hard": reverse("duty:talk", args=[closed.key]),
    }


def find_mail() -> dict[str, str]:
    from django.urls import reverse

    from notifications.mail import tokens
    from notifications.models.letters import Letter

    box = Letter.objects.earliest("pk").member.letterbox

    def stop(scope: str) -> str:
        return reverse("notifications:stop", args=[tokens.token(box.key, scope)])

    return {"stop mail": stop("daily"), "stop all mail": stop(tokens.ALL)} | find_announcement()


def find_announcement() -> dict[str, str]:
    from announcements.models import Announcement

    return {"announcement": Announcement.objects.gone().get().get_absolute_url()}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings")
    django.setup()
    print(json.dumps(find()))  # noqa: T201
