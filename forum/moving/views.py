"""Bringing messages and topics to another place: choose, look at both ends, do it, undo it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from core.access import require
from core.addresses import number
from core.limits import limited
from core.marks import if_it_can_be_kept
from core.templatetags.ui import nz_date
from forum.authors import author_name
from forum.care.notes import noted
from forum.excerpts import READ, excerpt
from forum.moving import access, ends, forms, services
from forum.moving.models import Move, MoveKind
from forum.moving.notices import move_seen
from forum.notices import where_topic_stands
from forum.pace import Paced
from forum.paging import positions
from forum.paging.keyset import Stretch, cut
from forum.rooms.models import Forum
from forum.topics.models import Post, in_reading_order
from forum.topics.views import OneTopic
from members.sending import MakesOnce, once

PAGE = 20


class Asking(OneTopic, View):
    """A view that asks for permission before it does anything: without this one Python would look
    for ``dispatch`` in ``View`` first, beside ``Paced``."""


class Moving(MakesOnce, Paced, Asking):
    """A form, what both places will look like, and then the doing of it."""

    pace_scope, pace = "moving", (60, 60)
    template = "forum/moving.html"
    kind: MoveKind

    def get_controlled_object(self) -> Any:
        return self.get_object()

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return access.can_move(user, obj)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.respond(self.form(None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.respond(form)
        both = replace(self.ends(form), shown=form.as_read)
        if "sure" in request.POST and request.POST.get("shown") == both.shown:
            try:
                move = self.move(form)
            except ValidationError as refused:
                form.add_error(None, refused)
                return self.respond(form)
            messages.success(request, self.in_words(move))
            return redirect(where_topic_stands(move.target))
        return self.respond(form, both)

    def respond(self, form: Any, both: ends.Ends | None = None) -> HttpResponse:
        topic = self.get_object()
        context = {
            "form": form,
            "ends": both,
            "topic": topic,
            "forum": topic.forum,
            "kind": self.kind.value,
            "days": forms.DAYS_TO_UNDO,
            "asks_why": self.asks_why,
            **self.more(form),
        }
        return render(self.request, self.template, context)

    def in_words(self, move: Move) -> str:
        return _("Done. It can be undone until %(day)s, with “What was moved” above the topic.") % {
            "day": nz_date(move.undone_until)
        }

    @property
    def posts(self) -> Any:
        return self.get_object().posts.all()

    @property
    def asks_why(self) -> bool:
        return not access.is_all_by(self.request.user, self.posts)

    @property
    def rooms(self) -> Any:
        handler = self.request.forum_permission_handler
        allowed = access.rooms_for(
            self.request.user, self.get_object().forum_id, self.posts, handler
        )
        return Forum.objects.filter(pk__in=allowed, type=Forum.FORUM_POST)

    def more(self, form: Any) -> dict[str, Any]:
        return {}

    def form(self, data: Any) -> Any:
        raise NotImplementedError

    def ends(self, form: Any) -> ends.Ends:
        raise NotImplementedError

    def move(self, form: Any) -> Move:
        raise NotImplementedError


class TopicMoveView(Moving):
    """A topic to another room."""

    kind = MoveKind.MOVE

    def form(self, data: Any) -> forms.MoveForm:
        return forms.MoveForm(
            data, rooms=self.rooms, topic=self.get_object(), asks_why=self.asks_why
        )

    def ends(self, form: Any) -> ends.Ends:
        return ends.of_move(self.get_object(), form.cleaned_data["forum"], self.request.user)

    def move(self, form: Any) -> Move:
        changed = "lock_topic" in form.changed_data
        return services.move_topic(
            topic=self.get_object(),
            forum=form.cleaned_data["forum"],
            by=self.request.user,
            reason=form.why,
            locked=form.cleaned_data["lock_topic"] if changed else None,
        )


class TopicMergeView(Moving):
    """All messages of a topic into an earlier one."""

    kind = MoveKind.MERGE

    @property
    def words(self) -> str:
        return self.request.GET.get("q", "")[:200]

    def form(self, data: Any) -> forms.MergeForm:
        return forms.MergeForm(
            data,
            topics=forms.earlier_topics(self.get_object(), self.rooms),
            words=self.words,
            asks_why=self.asks_why,
        )

    def more(self, form: Any) -> dict[str, Any]:
        return {"words": self.words}

    def ends(self, form: Any) -> ends.Ends:
        return ends.of_merge(self.get_object(), form.cleaned_data["into"], self.request.user)

    def move(self, form: Any) -> Move:
        return services.merge_topics(
            topic=self.get_object(),
            into=form.cleaned_data["into"],
            by=self.request.user,
            reason=form.why,
        )


class TopicSplitView(Moving):
    """Chosen messages of a topic become a topic of their own: first they are chosen, by page."""

    kind = MoveKind.SPLIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.choose(set())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ticked = forms.ChosenForm(request.POST).ticked()
        if begin := number(request.POST.get("from")):
            ticked = ticked | self._from(begin)
        if page := number(request.POST.get("page")):
            return self.choose(ticked, page)
        in_view = self.get_object().posts.filter(approved=True, pk__in=ticked)
        self.chosen = set(in_view.values_list("pk", flat=True))
        if wrong := self._why_not():
            return self.choose(self.chosen, number(request.POST.get("here")) or 1, wrong)
        if "title" not in request.POST:
            return self.respond(self.form(None))
        return super().post(request, *args, **kwargs)

    def _from(self, begin: int) -> set[int]:
        """The message with this key and all that follow."""
        readable = self.get_object().posts.filter(approved=True)
        first = readable.filter(pk=begin).first()
        later = readable.filter(created__gte=first.created) if first else readable.none()
        found = later.values_list("pk", "created")
        return {pk for pk, created in found if (created, pk) >= (first.created, first.pk)}

    def _why_not(self) -> Any:
        if not self.chosen:
            return services.NOTHING
        if self.get_object().first_post_id in self.chosen:
            return services.NOT_THE_FIRST
        return services.TOO_MANY if len(self.chosen) > services.MOST else ""

    def choose(self, ticked: set[int], page: int = 1, wrong: Any = "") -> HttpResponse:
        topic, reader = self.get_object(), self.request.user
        pages = max((topic.posts_count - 1) // PAGE + 1, 1)
        page = min(max(page, 1), pages)
        found = positions.posts_from(_readable, topic, (page - 1) * PAGE + 1, PAGE)
        rows = [
            {
                "post": post,
                "name": author_name(post, reader),
                "words": excerpt(post.content.rendered[:READ], post.care_notes, reader),
                "is_first": post.pk == topic.first_post_id,
                "is_ticked": post.pk in ticked,
            }
            for post in found
        ]
        context = {
            "topic": topic,
            "forum": topic.forum,
            "rows": rows,
            "page": page,
            "pages": pages,
            "chosen": ",".join(map(str, sorted(ticked))),
            "elsewhere": len(ticked - {post.pk for post in found}),
            "shown": ",".join(str(post.pk) for post in found),
            "wrong": wrong,
        }
        return render(self.request, "forum/choose_messages.html", context)

    @property
    def posts(self) -> Any:
        return self.get_object().posts.filter(pk__in=self.chosen)

    def more(self, form: Any) -> dict[str, Any]:
        return {"chosen": ",".join(map(str, sorted(self.chosen))), "many": len(self.chosen)}

    def form(self, data: Any) -> forms.SplitForm:
        return forms.SplitForm(
            data, rooms=self.rooms, topic=self.get_object(), asks_why=self.asks_why
        )

    def ends(self, form: Any) -> ends.Ends:
        said = form.cleaned_data
        return ends.of_split(
            self.get_object(), self.chosen, said["title"], said["forum"], self.request.user
        )

    def move(self, form: Any) -> Move:
        return services.split_topic(
            topic=self.get_object(),
            posts=self.chosen,
            title=form.cleaned_data["title"],
            forum=form.cleaned_data["forum"],
            by=self.request.user,
            reason=form.why,
        )


def _readable(stretch: Stretch, *, topic: int, **key: Any) -> Any:
    posts = noted(Post.objects.filter(topic=topic, approved=True).select_related("poster"))
    return cut(in_reading_order(posts), stretch, key)


@login_required
@require_safe
def move(request: Any, pk: int) -> HttpResponse:
    """What was moved, for who looks after both rooms, and for who wrote something of it."""
    moved = _move_of(request, pk)
    with if_it_can_be_kept():
        move_seen(moved, request.user)
    handler = request.forum_permission_handler
    source, target = moved.source, moved.target
    context = {
        "move": moved,
        "source": source if source and handler.can_read_topic(source, request.user) else None,
        "target": target if target and handler.can_read_topic(target, request.user) else None,
        "looks_after": access.looks_after_both(request.user, moved),
        "may_undo": access.can_undo(request.user, moved),
    }
    return render(request, "forum/move.html", context)


@login_required
@require_POST
@once
@limited("forum-undo-move", limit=30, seconds=60)
def undo_move(request: Any, pk: int) -> HttpResponse:
    """Put it back; whoever comes second reads that it is done."""
    moved = _move_of(request, pk)
    require(access.looks_after_both, request.user, moved)
    try:
        services.undo(move=moved)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect("move", pk)
    messages.success(request, _("It is back where it was."))
    return redirect("move", pk)


def _move_of(request: Any, pk: int) -> Move:
    moved = get_object_or_404(Move.objects.in_words(), pk=pk)
    require(access.can_see_move, request.user, moved)
    return moved
