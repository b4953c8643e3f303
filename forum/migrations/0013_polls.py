"""How polls are held, who has voted, and their sums. Votes that joined person and choice are taken
apart: that is not undone."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count

BATCH = 1_000


def take_apart(apps, schema_editor):
    """Put a sum and a list of who voted in place of each poll's votes."""
    poll_of, option_of, vote_of = (
        apps.get_model('forum_polls', name) for name in ('TopicPoll', 'TopicPollOption', 'TopicPollVote')
    )
    rules_of, tally_of, voted_of = (
        apps.get_model('cop_forum', name) for name in ('PollRules', 'Tally', 'HasVoted')
    )
    for poll in poll_of.objects.order_by('pk').iterator(chunk_size=BATCH):
        votes = vote_of.objects.filter(poll_option__poll=poll).exclude(voter=None)
        voters = votes.order_by('voter').values_list('voter', flat=True).distinct()
        voted_of.objects.bulk_create(
            [voted_of(poll=poll, member_id=voter, token=None) for voter in voters], batch_size=BATCH
        )
        rules_of.objects.create(
            poll=poll,
            kind='several' if poll.max_options > 1 else 'single',
            shows='at_close' if poll.hide_results else 'from_six',
            voters=len(voters),
            shown_voters=len(voters),
        )
        for option in option_of.objects.filter(poll=poll).annotate(n=Count('votes')):
            tally_of.objects.create(option=option, points=option.n, shown_points=option.n)
    vote_of.objects.all().delete()
    poll_of.objects.update(user_changes=False, hide_results=False)
    for name in ('DeclinedPost', 'Unsent'):
        for kept in apps.get_model('cop_forum', name).objects.exclude(poll={}):
            told = {key: kept.poll[key] for key in ('question', 'options', 'duration') if key in kept.poll}
            most = kept.poll.get('max_options') or 1
            if most > 1:
                told |= {'kind': 'several', 'max_options': most}
            if kept.poll.get('hide_results'):
                told['shows'] = 'at_close'
            kept.poll = told
            kept.save(update_fields=['poll'])


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0012_bookmarks'),
        ('forum_polls', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PollRules',
            fields=[
                ('poll', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='rules', serialize=False, to='forum_polls.topicpoll')),
                ('kind', models.CharField(choices=[('single', 'One choice each'), ('several', 'Several choices each'), ('ranked', 'Put the choices in order'), ('scale', 'A scale from 1 to 5')], default='single', max_length=8)),
                ('shows', models.CharField(choices=[('from_six', 'From six votes on, and again with every six more'), ('at_close', 'At the close')], default='from_six', max_length=8)),
                ('result_only', models.BooleanField(default=False)),
                ('with_names', models.BooleanField(default=False)),
                ('low', models.CharField(blank=True, max_length=60)),
                ('high', models.CharField(blank=True, max_length=60)),
                ('voters', models.PositiveIntegerField(default=0)),
                ('shown_voters', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('option', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='tally', serialize=False, to='forum_polls.topicpolloption')),
                ('points', models.PositiveIntegerField(default=0)),
                ('shown_points', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('token', models.UUIDField(primary_key=True, serialize=False)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum_polls.topicpoll')),
            ],
        ),
        migrations.CreateModel(
            name='HasVoted',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token', models.UUIDField(default=uuid.uuid4, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum_polls.topicpoll')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'member'), name='cop_forum_votes_once')],
            },
        ),
        migrations.CreateModel(
            name='NamedChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named_choices', to='forum_polls.topicpolloption')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('option', 'member'), name='cop_forum_named_once')],
            },
        ),
        migrations.RunPython(take_apart, migrations.RunPython.noop),
    ]
