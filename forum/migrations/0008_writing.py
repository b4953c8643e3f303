"""Changes that wait, how writing works in a community, and what facilitators did."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_colour'),
        ('cop_forum', '0007_signing'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='earlierversion',
            name='taken_out',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Handling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('taken_out', 'Somebody else’s details were taken out'), ('folded', 'A content note was added'), ('closed', 'The topic was closed to replies'), ('moved', 'The topic was moved')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handlings', to='forum_conversation.post')),
            ],
        ),
        migrations.CreateModel(
            name='WritingRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('newcomers', models.PositiveSmallIntegerField(choices=[(0, 'No'), (1, 'The first one'), (3, 'The first three')], default=0)),
                ('checks_changes', models.BooleanField(default=True)),
                ('slow', models.PositiveSmallIntegerField(choices=[(0, 'No'), (1, 'One a minute'), (10, 'One every ten minutes'), (60, 'One an hour')], default=0)),
                ('holds_links', models.BooleanField(default=True)),
                ('holds_repeats', models.BooleanField(default=True)),
                ('watched', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='writing_rules', to='communities.communitypage')),
            ],
        ),
        migrations.CreateModel(
            name='HeldChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=255)),
                ('text', models.TextField()),
                ('notes', models.TextField(null=True)),
                ('reason', models.CharField(blank=True, max_length=255)),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('waiting', 'Waits for a facilitator'), ('sent_back', 'Sent back')], default='waiting', max_length=10)),
                ('because', models.TextField(blank=True)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='held_change', to='forum_conversation.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('because', ''), ('state', 'waiting')), models.Q(('state', 'sent_back'), models.Q(('because', ''), _negated=True)), _connector='OR'), name='cop_forum_sent_back_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='WhyHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('newcomer', 'One of their first messages here'), ('watched', 'A watched word'), ('link', 'A link by somebody new'), ('repeat', 'The same words again')], max_length=10)),
                ('entry', models.CharField(blank=True, max_length=100)),
                ('version', models.PositiveIntegerField(null=True)),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='why_held', to='forum_conversation.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('version__isnull', False), ('why', 'watched'), models.Q(('entry', ''), _negated=True)), models.Q(models.Q(('why', 'watched'), _negated=True), ('entry', ''), ('version', None)), _connector='OR'), name='cop_forum_watched_has_its_entry')],
            },
        ),
    ]
