"""What people want to hear of topics, rooms and communities, beside whom machina has follow them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_colour'),
        ('cop_forum', '0015_pictures'),
        ('forum', '0011_auto_20190627_2132'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        ('members', '0002_agreement_page'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'Muted'), (1, 'As usual'), (2, 'You follow this')])),
                ('community', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='communities.communitypage')),
                ('forum', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.forum')),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum_conversation.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('member', 'topic'), name='cop_forum_said_of_topic'), models.UniqueConstraint(fields=('member', 'forum'), name='cop_forum_said_of_forum'), models.UniqueConstraint(fields=('member', 'community'), name='cop_forum_said_of_community'), models.CheckConstraint(condition=models.Q(models.Q(('community', None), ('forum', None), ('level', 0), ('topic__isnull', False)), models.Q(('community', None), ('forum__isnull', False), ('level', 0), ('topic', None)), models.Q(('community__isnull', False), ('forum', None), ('topic', None), models.Q(('level', 1), _negated=True)), _connector='OR'), name='cop_forum_said_of_one_place')],
            },
        ),
    ]
