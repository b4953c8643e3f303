import django.db.models.deletion
from django.db import migrations, models


# What forum.positions lays from now on as posts are written.
LAY_ALL = """
    INSERT INTO cop_forum_milestone (topic_id, position, created, post_id)
    SELECT topic_id, number, created, id FROM (
        SELECT topic_id, created, id,
               row_number() OVER (PARTITION BY topic_id ORDER BY created, id) AS number
        FROM forum_conversation_post
        WHERE approved
    ) AS numbered
    WHERE number > 1 AND number % 100 = 1
"""
# The posts that wait, the longest waiting first.
WAITING = """
    CREATE INDEX cop_forum_post_waiting ON forum_conversation_post (created, id) WHERE NOT approved
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0002_constraints_and_indexes'),
        ('forum_conversation', '0013_auto_20201220_1745'),
    ]

    operations = [
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('created', models.DateTimeField()),
                ('post_id', models.PositiveIntegerField()),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum_conversation.topic')),
            ],
            options={
                'indexes': [models.Index(fields=['topic', 'position'], name='cop_forum_milestone_position'), models.Index(fields=['topic', 'created', 'post_id'], name='cop_forum_milestone_point')],
            },
        ),
        migrations.RunSQL(LAY_ALL, migrations.RunSQL.noop),
        migrations.RunSQL(WAITING, "DROP INDEX cop_forum_post_waiting"),
    ]
