"""What machina's tables lack. They stay machina's: these are plain statements, not model state."""

from django.db import migrations

UNIQUE = {
    # One vote for one choice, however often a button is pressed at once.
    "cop_forum_one_vote": "forum_polls_topicpollvote (poll_option_id, voter_id)",
    # machina's unique_together lets NULLs through, so a rule could stand there twice.
    "cop_forum_one_user_rule": "forum_permission_userforumpermission (permission_id, "
    "coalesce(forum_id, 0), coalesce(user_id, 0), anonymous_user, authenticated_user)",
    "cop_forum_one_group_rule": "forum_permission_groupforumpermission (permission_id, "
    "coalesce(forum_id, 0), group_id)",
}
PLAIN = {
    # A topic's posts in reading order, and the position of one of them.
    "cop_forum_post_order": "forum_conversation_post (topic_id, created, id)",
    # A member's posts, newest first.
    "cop_forum_post_author": "forum_conversation_post (poster_id, created)",
    # A room's topics as they are listed, and its unread ones.
    "cop_forum_topic_list": "forum_conversation_topic (forum_id, type, last_post_on)",
    "cop_forum_topic_latest": "forum_conversation_topic (forum_id, last_post_on)",
}


def statement(name: str, place: str, kind: str = "INDEX") -> migrations.RunSQL:
    return migrations.RunSQL(f"CREATE {kind} {name} ON {place}", f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("cop_forum", "0001_initial"),
        ("forum_conversation", "0013_auto_20201220_1745"),
        ("forum_permission", "0005_userforumpermission_authenticated_user"),
        ("forum_polls", "0003_topicpoll_hide_results"),
    ]

    operations = [
        *[statement(name, place, "UNIQUE INDEX") for name, place in UNIQUE.items()],
        *[statement(name, place) for name, place in PLAIN.items()],
    ]
