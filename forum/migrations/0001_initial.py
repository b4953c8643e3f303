"""Our tables beside machina's, and what machina's lack. They stay machina's: what is added to them are
plain statements, not model state."""

from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion
import modelsearch.index

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
# The posts that wait, the longest waiting first.
WAITING = """
    CREATE INDEX cop_forum_post_waiting ON forum_conversation_post (created, id) WHERE NOT approved
"""


def statement(name: str, place: str, kind: str = "INDEX") -> migrations.RunSQL:
    return migrations.RunSQL(f"CREATE {kind} {name} ON {place}", f"DROP INDEX {name}")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0001_initial'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        ('forum', '0011_auto_20190627_2132'),
        ('forum_permission', '0005_userforumpermission_authenticated_user'),
        ('forum_polls', '0003_topicpoll_hide_results'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchablePost',
            fields=[
            ],
            options={
                'verbose_name': 'post',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=(modelsearch.index.Indexed, 'forum_conversation.post'),
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('created', models.DateTimeField()),
                ('post_id', models.PositiveIntegerField()),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum_conversation.topic')),
            ],
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('public', 'Everyone, visitors too'), ('members', 'Everyone who is signed in'), ('communities', 'Only the communities named')], default='communities', help_text='People who may not read a room do not learn that it is there.', max_length=12, verbose_name='who may read')),
                ('pre_moderated', models.BooleanField(default=False, help_text='A facilitator or coordinator reads each message before it appears.', verbose_name='messages wait for approval')),
                ('communities', models.ManyToManyField(blank=True, help_text='Their members may write here, and their facilitators look after the room. Name two for a room they share. With none, everybody who is signed in may write.', related_name='rooms', to='communities.communitypage')),
            ],
            options={
                'ordering': ['forum__tree_id', 'forum__lft'],
            },
        ),
        migrations.AddField(
            model_name='room',
            name='followers',
            field=models.ManyToManyField(blank=True, editable=False, related_name='followed_rooms', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='room',
            name='forum',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='room', to='forum.forum'),
        ),
        migrations.AddIndex(
            model_name='milestone',
            index=models.Index(fields=['topic', 'position'], name='cop_forum_milestone_position'),
        ),
        migrations.AddIndex(
            model_name='milestone',
            index=models.Index(fields=['topic', 'created', 'post_id'], name='cop_forum_milestone_point'),
        ),
        *[statement(name, place, "UNIQUE INDEX") for name, place in UNIQUE.items()],
        *[statement(name, place) for name, place in PLAIN.items()],
        migrations.RunSQL(WAITING, "DROP INDEX cop_forum_post_waiting"),
    ]
