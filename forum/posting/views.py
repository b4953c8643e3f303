"""Writing, changing and deleting posts: address, files and poll have to belong together."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views import View
from machina.apps.forum_conversation import views as machina
from machina.conf import settings as machina_settings
from machina.core.db.models import get_model
from wagtail.models import Site

from core.addresses import number
from forum import notices, pace
from forum.care import in_touch
from forum.care.hints import TOLD, Hints, hints_in
from forum.care.models import HelpWords
from forum.care.notes import noted
from forum.cases.views import BeginsCase
from forum.checking.rules import rules_in, why_wait
from forum.drafts.writing import KeepsDraft
from forum.files import uploads
from forum.files.models import Attachment
from forum.moving.addresses import topic_of_address
from forum.polls.forms import options_of
from forum.posting.again import SentBackMeanwhile, TriesAgain
from forum.posting.changing import MayWait
from forum.posting.planned import OpensLater
from forum.posting.sent import with_management_form, words_of
from forum.posting.unsent_views import SignsOtherwise
from forum.posting.with_files import WithFiles
from forum.quoting.views import Quotes
from forum.rooms.viewmixins import PeersFirst
from members.sending import MakesOnce

Forum = get_model("forum", "Forum")
Topic = get_model("forum_conversation", "Topic")


class Addressed(View):
    """Forum, topic and post of the address, which have to belong to each other."""

    request: Any
    topic_pk_url_kwarg: str
    post_pk_url_kwarg: str | None

    def get_forum(self) -> Any:
        if not hasattr(self, "_forum"):
            topic = self.get_topic()
            pk = self.kwargs["forum_pk"]
            forums = Forum.objects.select_related("room")
            self._forum = topic.forum if topic else get_object_or_404(forums, pk=pk)
        return self._forum

    def get_topic(self) -> Any:
        pk = self.kwargs.get(self.topic_pk_url_kwarg)
        if pk is None:
            return None
        if not hasattr(self, "_topic"):
            self._topic = topic_of_address(pk, self._post_key, self.kwargs["forum_pk"])
        return self._topic

    @property
    def _post_key(self) -> int | None:
        return self.kwargs.get(self.post_pk_url_kwarg) if self.post_pk_url_kwarg else None

    def get_post(self) -> Any:
        pk = self._post_key
        if pk is None:
            return None
        if not hasattr(self, "_forum_post"):
            posts = noted(self.get_topic().posts.select_related("poster"))
            self._forum_post = get_object_or_404(posts, pk=pk)
        return self._forum_post


class PostingView(pace.Paced, WithFiles, Addressed, machina.BasePostFormView):
    """What every form for a post has in common, from the preview to the storing."""

    pace_scope, pace = "form", (60, 60)
    success_message = _("Your post is there. Thank you.")
    approval_required_message = _(
        "Thank you. Your post waits for a facilitator to read it. Until then you alone see it "
        "here, and you can change it. You will be told."
    )
    writes = True
    preview = False

    def check_permissions(self, request: Any) -> HttpResponse | None:
        """Who may not write here for a while is told when they send it, with their words kept."""
        request.forum_permission_handler.overlooks_bounds = request.method == "POST"
        return super().check_permissions(request)

    @transaction.atomic
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = None
        self.preview = "preview" in request.POST
        self.may_attach = request.forum_permission_handler.can_attach_files(
            self.get_forum(), request.user
        )
        self.restore_files()
        post_form = self.get_post_form(self.get_post_form_class())
        attachment_formset = self.get_attachment_formset(self.get_attachment_formset_class())
        more = self.get_more_forms(post_form)
        # Each form is asked, so that every mistake is shown at once.
        valid = [
            form.is_valid()
            for form in (post_form, attachment_formset, *more.values())
            if form is not None
        ]
        if in_touch.ASK in request.POST:
            care = in_touch.ask(request, self.get_forum())
            return self.respond(post_form, attachment_formset, care=care, **more)
        self.attachment_preview = self.preview and attachment_formset is not None
        if self.no_files:
            post_form.add_error(None, self.no_files)
        if self.no_files or not all(valid):
            return self.form_invalid(post_form, attachment_formset, **more)
        care = self.hints(post_form, attachment_formset, **more)
        if self.preview:
            return self.respond(post_form, attachment_formset, preview=True, care=care, **more)
        if care.is_new:
            return self.respond(post_form, attachment_formset, care=care, **more)
        if reason := self.why_wait(post_form, attachment_formset):
            post_form.add_error(None, reason)
            return self.form_invalid(post_form, attachment_formset, care=care, **more)
        try:
            return self.store(post_form, attachment_formset, **more)
        except ValidationError as refused:
            post_form.add_error(None, refused)
            return self.form_invalid(post_form, attachment_formset, care=care, **more)

    def hints(self, post_form: Any, attachment_formset: Any, **more: Any) -> Hints:
        """What in these forms the author may want to look at again."""
        said = attachment_formset.new_files_said() if attachment_formset else {}
        return hints_in(
            words_of(post_form, attachment_formset, *more.values()),
            {name: words for name, words in said.items() if uploads.is_picture(name)},
            self.request.user,
            self.request.POST.get(TOLD, ""),
            HelpWords.of(Site.find_for_request(self.request)),
        )

    def get_more_forms(self, post_form: Any) -> dict[str, Any]:
        """Further forms that have to be valid, by their name in the template's context."""
        return {}

    @property
    def is_trusted(self) -> bool:
        """Whether this person looks after the room, and is not held up in it."""
        handler = self.request.forum_permission_handler
        return handler.can_approve_posts(self.get_forum(), self.request.user)

    def why_wait(self, post_form: Any, attachment_formset: Any) -> str | None:
        if self.is_trusted:
            return None
        handler = self.request.forum_permission_handler
        if bound := handler.bound_in(self.get_forum(), self.request.user):
            return bound.in_words
        if post_form.is_new and (slow := self.why_slow()):
            return slow
        return pace.why_wait(
            self.request.user,
            starts_topic=self.get_topic() is None,
            edits=not post_form.is_new,
            files=len(attachment_formset.new_files()) if attachment_formset else 0,
        )

    def why_slow(self) -> str:
        forum = self.get_forum()
        return why_wait(rules_in(forum.pk), author=self.request.user, forum_id=forum.pk)

    def store(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        self.forum_post = post_form.save()
        if attachment_formset is not None:
            attachment_formset.post = self.forum_post
            attachment_formset.save()
        self.forget_files()
        messages.success(self.request, self.in_words(post_form))
        return HttpResponseRedirect(self.get_success_url())

    def in_words(self, post_form: Any) -> Any:
        """What is said once the form is stored."""
        return self.success_message if self.forum_post.approved else self.approval_required_message

    def form_invalid(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        return self.respond(post_form, attachment_formset, **more)

    def respond(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        """Show the form once more, and keep the files for it."""
        self.keep_files(attachment_formset)
        return self.render_to_response(
            self.get_context_data(
                post_form=post_form, attachment_formset=attachment_formset, **more
            )
        )

    # The words

    def get_post_form_kwargs(self) -> dict[str, Any]:
        return super().get_post_form_kwargs() | {
            "perm_handler": self.request.forum_permission_handler
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = kwargs | {
            "view": self,
            "forum": self.get_forum(),
            "topic": self.get_topic(),
            "post": self.get_post(),
        }
        return context | self.files_shown(kwargs["attachment_formset"])


class TopicFormView(PostingView, machina.BaseTopicFormView):
    """A form for a post that carries a topic: with a title and, where allowed, a poll."""

    def get_more_forms(self, post_form: Any) -> dict[str, Any]:
        formset = self.get_poll_option_formset(self.get_poll_option_formset_class())
        self.poll_counts = formset is not None and post_form.wants_poll
        if formset is not None:
            formset.is_scale = post_form.wants_scale
        return {"poll_option_formset": formset if self.poll_counts else None}

    def respond(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        more["poll_options_validated"] = self.poll_counts
        if not self.poll_counts:
            more["poll_option_formset"] = self.get_poll_option_formset(
                self.get_poll_option_formset_class()
            )
        return super().respond(post_form, attachment_formset, **more)

    def store(self, post_form: Any, attachment_formset: Any, **more: Any) -> HttpResponse:
        response = super().store(post_form, attachment_formset, **more)
        if self.poll_counts:
            more["poll_option_formset"].save_options(post_form.store_poll())
        return response

    def get_poll_option_formset_kwargs(self) -> dict[str, Any]:
        own = options_of(self.get_topic())
        kwargs: dict[str, Any] = {"prefix": "poll", "queryset": own}
        if self.request.method == "POST":
            kwargs["data"] = with_management_form(self.request.POST, "poll")
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if kwargs.get("preview") and self.poll_counts:
            context["poll_preview"] = True
            context["poll_options_previews"] = kwargs["poll_option_formset"].kept_forms()
        return context


class TopicCreateView(
    MakesOnce,
    KeepsDraft,
    BeginsCase,
    TriesAgain,
    SignsOtherwise,
    OpensLater,
    TopicFormView,
    machina.TopicCreateView,
):
    refusal = _("You can read this room. Writing in it is for members of its community.")

    def perform_permissions_check(self, user: Any, obj: Any, perms: Any) -> bool:
        return self.request.forum_permission_handler.can_add_topic(obj, user)

    def get_success_url(self) -> str:
        """The topic, also while it waits: its author reads it there."""
        return notices.where_topic_stands(self.forum_post.topic)


class TopicUpdateView(
    MakesOnce, KeepsDraft, SentBackMeanwhile, MayWait, TopicFormView, machina.TopicUpdateView
):
    success_message = _("Your change is saved.")
    refusal = _("This post can be changed by who wrote it, and by nobody else.")

    def key_of_post(self) -> int | None:
        """The key that the form itself names: the address names that of the topic."""
        return number(self.request.POST.get("first_post"))

    def get_controlled_object(self) -> Any:
        return self.get_post()

    def get_post(self) -> Any:
        post = self.get_topic().first_post
        if post is None:
            raise Http404
        post.topic = self.get_topic()
        return post


class PostCreateView(
    MakesOnce,
    KeepsDraft,
    TriesAgain,
    SignsOtherwise,
    Quotes,
    PeersFirst,
    PostingView,
    machina.PostCreateView,
):
    refusal = _("You can read this topic. Replying is for members of its community.")

    def check_permissions(self, request: HttpRequest) -> HttpResponse | None:
        if self.get_topic().is_locked:
            self.refusal = _("This topic is closed. It stays here to be read.")
        return super().check_permissions(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["previous_posts"] = (
            noted(self.get_topic().posts)
            .filter(approved=True)
            .select_related("poster", "updated_by")
            .prefetch_related(Prefetch("attachments", Attachment.objects.select_related("picture")))
            .order_by("-created", "-pk")[: machina_settings.TOPIC_REVIEW_POSTS_NUMBER]
        )
        return context


class PostUpdateView(
    MakesOnce, KeepsDraft, SentBackMeanwhile, MayWait, PostingView, machina.PostUpdateView
):
    success_message = _("Your change is saved.")
    refusal = _("This post can be changed by who wrote it, and by nobody else.")
