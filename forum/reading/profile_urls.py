"""Members' pages, by an address that says nothing about them."""

from django.urls import URLPattern, path
from machina.apps.forum_member.urls import (
    ForumMemberURLPatternsFactory as MachinaForumMemberURLPatternsFactory,
)


class ForumMemberURLPatternsFactory(MachinaForumMemberURLPatternsFactory):
    def get_urlpatterns(self) -> list[URLPattern]:
        ours = [
            path(
                "profile/<str:public_id>/",
                self.forum_profile_detail_view.as_view(),
                name="profile",
            ),
            path(
                "profile/<str:public_id>/posts/",
                self.user_posts_list.as_view(),
                name="user_posts",
            ),
        ]
        theirs = super().get_urlpatterns()
        return [
            *[pattern for pattern in theirs if pattern.name not in ("profile", "user_posts")],
            *ours,
        ]


urlpatterns_factory = ForumMemberURLPatternsFactory()
