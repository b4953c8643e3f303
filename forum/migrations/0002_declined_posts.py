"""Words that were sent back, and what finds somebody's own posts that wait among all others."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

HELD = {
    "cop_forum_post_held": "forum_conversation_post (poster_id, topic_id) WHERE NOT approved",
    "cop_forum_topic_held": "forum_conversation_topic (poster_id, forum_id) WHERE NOT approved",
}


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0001_initial'),
        ('forum', '0011_auto_20190627_2132'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclinedPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_topic', models.BooleanField()),
                ('subject', models.CharField(max_length=255)),
                ('text', models.TextField()),
                ('poll', models.JSONField(default=dict)),
                ('had_files', models.BooleanField()),
                ('reason', models.TextField()),
                ('post_id', models.PositiveIntegerField(unique=True)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.forum')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum_conversation.topic')),
            ],
        ),
        *[
            migrations.RunSQL(f"CREATE INDEX {name} ON {place}", f"DROP INDEX {name}")
            for name, place in HELD.items()
        ],
    ]
