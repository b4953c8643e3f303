from typing import Any

import factory

from forum.topics.models import Post
from moderation import services, things
from moderation.enums import Reason, What
from moderation.models import Report
from moderation.things import Thing
from tests.factories.forum import PostFactory
from tests.factories.members import UserFactory


def thing_of(about: Any) -> Thing:
    """What is reported of a post or a person, as its reporter found it."""
    if isinstance(about, Post):
        posts = Post.objects.select_related("topic__forum", "poster")
        return things.of_post(posts.get(pk=about.pk))
    return Thing(
        what=What.PERSON,
        about=about,
        subject=about,
        title=about.display_name,
        words="Words of theirs.",
        address=f"/forum/member/profile/{about.public_id}/",
        version=1,
    )


class ReportFactory(factory.Factory):
    """Sent as a member sends one, about a post unless a person is given as ``about``."""

    class Meta:
        model = Report

    about = factory.SubFactory(PostFactory)
    reporter = factory.SubFactory(UserFactory)
    reason = Reason.HURTS
    words = "It hurts me to read this."

    @classmethod
    def _create(cls, model_class, *args, about, **fields):
        return services.send_report(thing=thing_of(about), **fields)


def decided(report: Report, by: Any, outcome: str = "agreed", why: str = "private") -> Report:
    """Taken and decided, with words to both sides."""
    services.take(report=report, by=by)
    return services.decide(
        report=report,
        by=by,
        outcome=outcome,
        why=why,
        to_reporter="Thank you for telling us.",
        to_author="Please leave names out.",
    )
