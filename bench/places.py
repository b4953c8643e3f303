"""Run inside either site: who looks, and at what. Prints JSON.

DJANGO_SETTINGS_MODULE=… DATABASE_URL=… python -m bench.places
"""

import json
import time
from importlib import import_module

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import connection
from django.urls import reverse

django.setup()

CSRF = "bench" * 6 + "12"


def cookies(user) -> str:
    """Somebody signed in, with a token for forms; here with a second step, which rights ask for."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if apps.is_installed("allauth.mfa"):
        session["account_authentication_methods"] = [_second_step(user)]
        session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return (
        f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    )


def _second_step(user) -> dict:
    steps = apps.get_model("mfa", "Authenticator").objects
    step, _made = steps.get_or_create(user=user, type="totp", defaults={"data": {}})
    return {"method": "mfa", "id": step.pk, "type": "totp", "at": time.time()}


def one(statement: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def main() -> None:
    from machina.core.db.models import get_model

    topic_model = get_model("forum_conversation", "Topic")
    longest = topic_model.objects.select_related("forum").order_by("-posts_count").first()
    room = longest.forum
    short = room.topics.filter(approved=True, posts_count=1).order_by("pk").first()
    usual = (
        room.topics.filter(approved=True, posts_count__gte=20).exclude(pk=longest.pk)
        .order_by("posts_count", "pk").first() or longest
    )  # fmt: skip
    of_room = (
        "SELECT min(member_id) FROM communities_membership JOIN cop_forum_room_communities AS r "
        "ON r.communitypage_id = community_id JOIN cop_forum_room ON cop_forum_room.id = r.room_id "
        f"WHERE forum_id = {room.pk}"
    )
    (moderator,) = one(f"{of_room} AND is_facilitator")
    (member,) = one(
        f"{of_room} AND member_id NOT IN "
        "(SELECT member_id FROM communities_membership WHERE is_facilitator)"
    )
    people = get_user_model().objects

    def at(name, topic):
        return reverse(
            f"forum_conversation:{name}", args=[room.slug, room.pk, topic.slug, topic.pk]
        )

    print(
        json.dumps(
            {
                "csrf": CSRF,
                "cookies": {
                    "member": cookies(people.get(pk=member)),
                    "moderator": cookies(people.get(pk=moderator)),
                },
                "pages": {
                    "index": reverse("forum:index"),
                    "room": reverse("forum:forum", args=[room.slug, room.pk]),
                    "topic": at("topic", usual),
                    "last page of the longest topic": at("topic", longest)
                    + f"?page={-(-longest.posts_count // 20)}",
                    "unread": reverse("forum_tracking:unread_topics"),
                    "queue": reverse("forum_moderation:queue"),
                    "feed": reverse("forum_feeds:latest_topics"),
                    "posting into a short topic": at("post_create", short),
                    "posting into the longest topic": at("post_create", longest),
                },
                "longest": longest.posts_count,
            }
        )
    )


if __name__ == "__main__":
    main()
