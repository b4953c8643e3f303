"""Run inside this site: let as many replies wait in the room that is measured as fill a page.

DJANGO_SETTINGS_MODULE=… DATABASE_URL=… python -m bench.waiting

A thousandth of the posts waits: of 10,000 that is less than a page, which would be compared with a
full one.
"""

import django

django.setup()

FULL = 40


def main() -> None:
    from machina.core.db.models import get_model

    from forum.services import reply
    from members.models import User

    longest = get_model("forum_conversation", "Topic").objects.order_by("-posts_count").first()
    posts = get_model("forum_conversation", "Post").objects
    waiting = posts.filter(topic__forum=longest.forum_id, approved=False).count()
    author = User.objects.active().order_by("pk").first()
    for number in range(waiting, FULL):
        reply(topic=longest, author=author, text=f"Waiting words {number}.", approved=False)


if __name__ == "__main__":
    main()
