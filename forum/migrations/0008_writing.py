"""Changes that wait to be read, and what facilitators did with messages."""


import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0006_content_notes'),
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
    ]
