"""Cases with their numbers, rooms that peers share, and who signed what became of a topic."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_colour'),
        ('cop_forum', '0008_writing'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseCount',
            fields=[
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='communities.communitypage')),
                ('given', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('peer', 'Signed for the peers'), ('clinician', 'Signed for the clinicians')], max_length=10)),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['signed_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='room',
            name='peers',
            field=models.ForeignKey(blank=True, help_text='Only for a room that two communities share. What they agree on, or agree to disagree about, is then signed by a peer of this one and a clinician of the other.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.communitypage', verbose_name="which of the two is the peers' community"),
        ),
        migrations.AddField(
            model_name='room',
            name='peers_first_hours',
            field=models.PositiveSmallIntegerField(blank=True, default=0, help_text="In a new topic only members of the peers' community write until then; all who read the room read along. Whoever begins a topic may choose otherwise. 0: no such time.", validators=[django.core.validators.MaxValueValidator(336)], verbose_name='peers write first, for how many hours'),
        ),
        migrations.AddField(
            model_name='standing',
            name='case_number',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='standing',
            name='case_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.communitypage'),
        ),
        migrations.AddField(
            model_name='standing',
            name='is_case',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='standing',
            name='peers_first_hours',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='standing',
            name='waits',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.CheckConstraint(condition=models.Q(('waits', False), ('result__in', ('agreed', 'disagreed')), _connector='OR'), name='cop_forum_standing_waits'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case_number', None), ('is_case', False)), models.Q(('is_case', True), ('is_question', False)), _connector='OR'), name='cop_forum_standing_case'),
        ),
        migrations.AddConstraint(
            model_name='standing',
            constraint=models.UniqueConstraint(fields=('case_of', 'case_number'), name='cop_forum_one_case_a_number'),
        ),
        migrations.AddField(
            model_name='signature',
            name='member',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signature',
            name='standing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='cop_forum.standing'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('standing', 'side'), name='cop_forum_one_a_side'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('standing', 'member'), name='cop_forum_one_a_person'),
        ),
    ]
