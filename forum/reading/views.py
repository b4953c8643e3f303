"""A topic's page."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.paginator import InvalidPage, Page
from django.db.models import CharField, OuterRef, Q, QuerySet, Value
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from machina.apps.forum_conversation.views import TopicView as MachinaTopicView
from machina.core.db.models import get_model
from machina.core.loading import get_class

from core.addresses import number
from core.marks import if_it_can_be_kept
from core.prepared import prepared
from forum import notices
from forum.following.levels import level, said_of_topic
from forum.history.querysets import has_removed_in_topic
from forum.moving.addresses import leading_on, topic_instead
from forum.moving.models import has_moves
from forum.notices import where_topic_stands
from forum.paging import positions
from forum.paging.keyset import Stretch, cut
from forum.reading.shown import with_what_is_shown
from forum.signing.enums import Way
from forum.signing.seals import way_in, written_by
from forum.topics.held import has_own_in_topic, sent_back_to, unsent_by
from forum.topics.models import in_reading_order

Post = get_model("forum_conversation", "Post")
Topic = get_model("forum_conversation", "Topic")
TrackingHandler = get_class("forum_tracking.handler", "TrackingHandler")


NEW = "new"


class TopicView(MachinaTopicView):
    """Reading a topic. For a visitor nothing is written; for a member only what is new."""

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        topic = self.get_topic()
        at_home = {
            "forum_slug": topic.forum.slug,
            "forum_pk": topic.forum_id,
            "slug": topic.slug,
            "pk": topic.pk,
        }
        if kwargs != at_home:
            response = redirect("forum_conversation:topic", **at_home)
            if query := request.META.get("QUERY_STRING"):
                response["Location"] += f"?{query}"
            return response
        tracking = TrackingHandler(request)
        self.last_read_on = tracking.last_read_on(topic, request.user)
        if page := self.page_of_requested_post():
            request.GET = request.GET.copy()
            request.GET["page"] = str(page)
            del request.GET["post"]
        elif elsewhere := self.post_elsewhere():
            return leading_on(where_topic_stands(elsewhere.topic), request)
        response = super(MachinaTopicView, self).get(request, **kwargs)
        with if_it_can_be_kept():
            posts = response.context_data["page_obj"]
            if posts.has_next():
                until = posts.object_list[-1].created
                tracking.mark_topic_read(topic, request.user, self.last_read_on, until)
                notices.seen_in_part(topic, request.user, [post.pk for post in posts])
            else:
                tracking.mark_topic_read(topic, request.user, self.last_read_on)
                notices.seen(topic, request.user)
        return response

    def post_elsewhere(self) -> Any:
        """The post named in ``?post=``, where it is in another topic that this reader may read."""
        wanted = number(self.request.GET.get("post"))
        if wanted is None:
            return None
        posts = Post.objects.exclude(topic=self.get_topic()).select_related("topic__forum")
        post = posts.filter(pk=wanted, approved=True).first()
        handler = self.request.forum_permission_handler
        return post if post and handler.can_read_post(post, self.request.user) else None

    def page_of_requested_post(self) -> int | None:
        """The page on which the post named in ``?post=`` stands, or with ``new`` the first that its
        reader has not read.

        One's own that waits is on the last.
        """
        asked, topic = self.request.GET.get("post"), self.get_topic()
        if asked == NEW:
            return self.page_of_first_new_post()
        wanted = number(asked)
        if wanted is None:
            return None
        shown = Q(approved=True)
        if topic.has_own:
            shown |= written_by(self.request.user.pk) & Q(removal=None)
        post = Post.objects.filter(shown, pk=wanted, topic=topic).first()
        if post is None:
            return None
        place = post.position if post.approved else max(topic.posts_count, 1)
        return (place - 1) // self.paginate_by + 1

    def page_of_first_new_post(self) -> int:
        """The page where reading goes on; of a topic that is new to them the first, of one that
        they know all of the last."""
        topic, read = self.get_topic(), self.last_read_on
        if read is None:
            return 1
        new = in_reading_order(topic.posts.filter(approved=True, created__gt=read))
        first = new.only("created", "topic").first()
        place = max(topic.posts_count, 1) if first is None else first.position
        return (place - 1) // self.paginate_by + 1

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """The page, found by position; how many there are, the topic's counter says.

        A waiting topic has no counter, and holds little.
        """
        topic, paginator = self.get_topic(), self.get_paginator(queryset, page_size)
        if topic.approved:
            paginator.count = topic.posts_count
        asked = self.request.GET.get("page") or 1
        try:
            number = paginator.validate_number(paginator.num_pages if asked == "last" else asked)
        except InvalidPage as error:
            raise Http404 from error
        first = (number - 1) * page_size + 1
        page = Page(
            self.posts_from(first, page_size)
            if topic.approved
            else with_what_is_shown(queryset)[first - 1 : first - 1 + page_size],
            number,
            paginator,
        )
        return paginator, page, page.object_list, page.has_other_pages()

    def posts_from(self, position: int, length: int) -> list:
        topic, user = self.get_topic(), self.request.user
        kept = {"reader": user.pk} if user.is_authenticated else {}
        readable = partial(_readable, bool(kept), **kept)
        found = positions.posts_from(readable, topic, position, length)
        for post in found:
            post.topic = topic
        return found

    def get_topic(self) -> Any:
        if not hasattr(self, "topic"):
            user = self.request.user
            found = _topics(user.is_authenticated, pk=self.kwargs["pk"], user=user.pk)
            if not found:
                raise Http404
            (self.topic,) = found
        return self.topic

    def check_permissions(self, request: Any) -> HttpResponse | None:
        """The address of an emptied topic leads to where its posts are, for who may read them."""
        try:
            return super().check_permissions(request)
        except Http404:
            there = topic_instead(self.kwargs["pk"])
            if there and request.forum_permission_handler.can_read_topic(there, request.user):
                return leading_on(where_topic_stands(there), request, permanent=True)
            raise

    def get_controlled_object(self) -> Any:
        return self.get_topic()

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return self.request.forum_permission_handler.can_read_topic(obj, user)

    def is_readable(self, thing: Any) -> bool:
        return False

    def get_queryset(self) -> QuerySet:
        """The approved posts; of a topic that waits or is out of view, one's own or what one may
        approve."""
        topic, user = self.get_topic(), self.request.user
        if topic.approved:
            return topic.posts.filter(approved=True)
        in_its_place = topic.posts.exclude(removal__takes_topic=False)
        if self.request.forum_permission_handler.can_approve_posts(topic.forum, user):
            return in_its_place
        return in_its_place.filter(written_by(user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super(MachinaTopicView, self).get_context_data(**kwargs)
        topic = self.get_topic()
        context["topic"], context["forum"] = topic, topic.forum
        context["last_read_on"] = self.last_read_on
        if topic.approved and topic.has_own and not context["page_obj"].has_next():
            own = topic.posts.filter(written_by(self.request.user), approved=False, removal=None)
            context["held"] = with_what_is_shown(own)
            context["sent_back"] = sent_back_to(self.request.user, topic=topic)
        if topic.has_own:
            context |= self.unsent(is_last=not context["page_obj"].has_next())
        if not topic.approved:
            context["removal"] = topic.removals.filter(takes_topic=True).first()
        poll = getattr(topic, "poll", None)
        if poll is not None:
            context["poll"] = poll
        return context

    def unsent(self, *, is_last: bool) -> dict[str, Any]:
        """The reader's words for this topic that are not sent: the draft with which the reply box
        begins, and on the last page the others. What is more than words needs the whole form."""
        found = list(unsent_by(self.request.user, topic=self.get_topic()))
        fits = (
            kept
            for kept in found
            if kept.is_draft
            and kept.way == Way.NAME
            and not (kept.post_id or kept.source_id or kept.fields)
        )
        draft = next(fits, None)
        others = [kept for kept in found if kept != draft]
        return {"draft": draft, "unsent": others if is_last else []}


@prepared(pk=int, user=int)
def _topics(known: bool, *, pk: Any, user: Any) -> QuerySet:
    has_own = has_own_in_topic(user if known else None)
    usual_way = way_in("forum", user) if known else Value(None, output_field=CharField())
    found = Topic.objects.select_related("forum__room", "poll__rules", "standing", "times")
    if known:
        found = found.annotate(
            said=said_of_topic(member=user, topic=OuterRef("pk")),
            around=level(member=user, forum=OuterRef("forum")),
        )
    return found.annotate(
        has_own=has_own,
        has_removed=has_removed_in_topic(),
        has_moves=has_moves(),
        usual_way=usual_way,
    ).filter(pk=pk)


@prepared(reader=int, topic=int, created=datetime, id=int)
def _readable(
    known: bool, stretch: Stretch, *, topic: Any, reader: Any = None, **key: Any
) -> QuerySet:
    posts = Post.objects.filter(topic=topic, approved=True)
    return cut(with_what_is_shown(posts, reader if known else None), stretch, key)
