"""Scenarios in the library, and words of members that stand in it while they agree."""

import django.db.models.deletion
import django.utils.timezone
import members.models.accounts
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='resourcepage',
            name='another_view',
            field=models.TextField(blank=True, help_text='Another, as fairly as its own people would say it.'),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='dilemma',
            field=models.TextField(blank=True, help_text='What somebody has to decide, told so that nobody can be recognised. Leave it empty where a member was asked: their words stand here while they agree.'),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='one_view',
            field=models.TextField(blank=True, help_text='One way to see it.'),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='supervision_questions',
            field=models.TextField(blank=True, help_text='One question a line.', verbose_name='questions for supervision'),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='what_people_did',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='resourcepage',
            name='kind',
            field=models.CharField(choices=[('strategic_plan', 'Strategic plan'), ('evaluation', 'Evaluation report'), ('review', 'Review paper'), ('research', 'Research article'), ('statement', 'Position statement'), ('competencies', 'Competency framework'), ('values', 'Values framework'), ('practice_guide', 'Practice guide'), ('slides', 'Slide deck'), ('transcript', 'Transcript'), ('position_description', 'Position description'), ('easy_read', 'Easy Read'), ('news', 'News article'), ('policy', 'Policy'), ('training_outline', 'Training outline'), ('scenario', 'Grey-area scenario')], max_length=30),
        ),
        migrations.CreateModel(
            name='Quotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=members.models.accounts.random_public_id, editable=False, max_length=12, unique=True)),
                ('place', models.CharField(choices=[('quote', 'as a quotation'), ('dilemma', 'as the dilemma that a scenario begins with')], default='quote', max_length=10)),
                ('source', models.PositiveBigIntegerField(db_index=True)),
                ('words', models.TextField(blank=True)),
                ('consent', models.CharField(choices=[('asked', 'You are asked'), ('given', 'You agreed'), ('refused', 'You said no'), ('withdrawn', 'Taken back')], default='asked', max_length=10)),
                ('shown_as', models.CharField(choices=[('nothing', 'Without a name'), ('role', 'By what I do'), ('name', 'By my name')], default='nothing', max_length=10)),
                ('role', models.CharField(blank=True, choices=[('peer', 'Peer support worker'), ('clinician', 'Clinician'), ('team_leader', 'Team leader'), ('manager', 'Manager'), ('coordinator', 'Coordinator'), ('educator', 'Educator'), ('researcher', 'Researcher'), ('policy', 'Policy or funding'), ('other', 'Something else')], max_length=20)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='quotations', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotations', to='resources.resourcepage')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('page', 'source', 'place'), name='resources_quoted_once'), models.CheckConstraint(condition=models.Q(models.Q(('consent__in', ('asked', 'given')), models.Q(('words', ''), _negated=True)), models.Q(('consent__in', ('refused', 'withdrawn')), ('words', '')), _connector='OR'), name='resources_words_with_consent')],
            },
        ),
    ]
