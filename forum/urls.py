"""machina's pages under its own namespaces, without its search (and so without Haystack)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.http import urlencode
from machina.core.loading import get_class

from forum.bookmarks.views import keep_post, kept_posts, remove_kept
from forum.care.views import community_notes, my_notes, note_post
from forum.checking.views import how_writing_works
from forum.drafts.views import drafts, save_draft
from forum.feeds.views import feed, my_feed
from forum.following.views import follow_community, follow_room, follow_topic
from forum.history.views import changes, hidden_posts, removed, restore
from forum.mentions.views import names
from forum.moving.views import TopicMergeView, TopicSplitView, move, undo_move
from forum.outcomes.views import questions, reopen_topic, settle_topic, sign_topic
from forum.posting.again import declined_post, forget_declined_post
from forum.posting.changing import (
    forget_change,
    let_change_through,
    send_change_back,
    waiting_change,
)
from forum.posting.chosen import answer_chosen, take_back_approval
from forum.posting.planned import when_topic_opens
from forum.posting.taking_out import take_out_details
from forum.posting.unsent_views import forget_unsent, take_back_unsent, unsent_post
from forum.reactions.views import react
from forum.reading.in_community import open_first_room, where_to_write
from forum.reading.unread import read_topic, undo_read
from forum.unsealing.views import answer_opening, ask_for_opening, opening


def to_search(request: HttpRequest) -> HttpResponse:
    """Lead from machina's old address of a search to the site's own."""
    words = {"in": "discussions", "q": request.GET.get("q", "")}
    response = redirect("search", permanent=True)
    response["Location"] += f"?{urlencode(words)}"
    return response


def pages_of(app: str) -> tuple:
    return include(get_class(f"{app}.urls", "urlpatterns_factory").urlpatterns)


urlpatterns = [
    path("", pages_of("forum")),
    path("", pages_of("forum_conversation")),
    path("feeds/", pages_of("forum_feeds")),
    path("member/", pages_of("forum_member")),
    path("moderation/", pages_of("forum_moderation")),
    path("tracking/", pages_of("forum_tracking")),
    path("search/", to_search),
    path("feed/", my_feed, name="my_feed"),
    path("feed/<str:token>/", feed, name="feed"),
    path("feed/<str:token>/rooms/<int:forum_id>/", feed, name="feed_of_room"),
    path("feed/<str:token>/communities/<int:community_id>/", feed, name="feed_of_community"),
    path("topics/<int:pk>/read/", read_topic, name="read_topic"),
    path("read/undo/", undo_read, name="undo_read"),
    path("topics/<int:pk>/follow/", follow_topic, name="follow_topic"),
    path("rooms/<int:forum_id>/follow/", follow_room, name="follow_room"),
    path("rooms/<int:forum_id>/names/", names, name="names"),
    path("in/<int:community_id>/follow/", follow_community, name="follow_community"),
    path("sent-back/<int:pk>/", declined_post, name="declined_post"),
    path("sent-back/<int:pk>/delete/", forget_declined_post, name="forget_declined_post"),
    path("drafts/", drafts, name="drafts"),
    path("drafts/save/", save_draft, name="save_draft"),
    path("not-sent/<str:key>/", unsent_post, name="unsent"),
    path("not-sent/<str:key>/take-back/", take_back_unsent, name="take_back_unsent"),
    path("not-sent/<str:key>/delete/", forget_unsent, name="forget_unsent"),
    path("seals/<int:pk>/ask/", ask_for_opening, name="ask_for_opening"),
    path("seals/<str:key>/", opening, name="opening"),
    path("seals/<str:key>/answer/", answer_opening, name="answer_opening"),
    path("moderation/queue/chosen/", answer_chosen, name="answer_chosen"),
    path("moderation/queue/take-back/", take_back_approval, name="take_back_approval"),
    path("moderation/hidden/", hidden_posts, name="hidden_posts"),
    path("removed/<int:post_id>/", removed, name="removed"),
    path("removed/<int:post_id>/put-back/", restore, name="restore"),
    path("changes/<int:post_id>/", changes, name="changes"),
    path("changes/<int:post_id>/waiting/", waiting_change, name="waiting_change"),
    path("changes/<int:post_id>/let-through/", let_change_through, name="let_change_through"),
    path("changes/<int:post_id>/send-back/", send_change_back, name="send_change_back"),
    path("changes/<int:post_id>/forget/", forget_change, name="forget_change"),
    path("take-out/<int:post_id>/", take_out_details, name="take_out_details"),
    path("keep/<int:pk>/", keep_post, name="keep_post"),
    path("kept/", kept_posts, name="kept_posts"),
    path("kept/<int:pk>/remove/", remove_kept, name="remove_kept"),
    path("reactions/", react, name="react"),
    path("questions/", questions, name="questions"),
    path("topics/<int:pk>/settle/", settle_topic, name="settle_topic"),
    path("topics/<int:pk>/sign/", sign_topic, name="sign_topic"),
    path("topics/<int:pk>/reopen/", reopen_topic, name="reopen_topic"),
    path("topics/<int:pk>/split/", TopicSplitView.as_view(), name="split_topic"),
    path("topics/<int:pk>/merge/", TopicMergeView.as_view(), name="merge_topic"),
    path("topics/<int:pk>/opens/", when_topic_opens, name="when_topic_opens"),
    path("moves/<int:pk>/", move, name="move"),
    path("moves/<int:pk>/undo/", undo_move, name="undo_move"),
    path("in/<int:community_id>/write/", where_to_write, name="write_in_community"),
    path("notes/", my_notes, name="my_content_notes"),
    path("notes/of-post/<int:pk>/", note_post, name="note_post"),
    path("in/<int:community_id>/notes/", community_notes, name="community_content_notes"),
    path("in/<int:community_id>/writing/", how_writing_works, name="how_writing_works"),
    path("in/<int:community_id>/open-a-room/", open_first_room, name="open_first_room"),
]
