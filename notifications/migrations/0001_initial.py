import datetime
import django.db.models.deletion
import django.utils.timezone
import members.models.accounts
import notifications.models.letters
import notifications.models.notifications
import notifications.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letterbox',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='letterbox', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('key', models.CharField(default=notifications.models.letters.random_key, max_length=22, unique=True)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('paused_address', models.EmailField(blank=True, max_length=254)),
                ('trouble', models.CharField(blank=True, choices=[('bounced', 'came back'), ('complained', 'was reported as unwanted')], max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='Preferences',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notification_preferences', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0))),
                ('quiet_until', models.TimeField(default=datetime.time(7, 0))),
                ('waits_for_working_days', models.BooleanField(default=True)),
                ('time_zone', models.CharField(blank=True, max_length=64, validators=[notifications.models.notifications.is_time_zone])),
                ('mail_details', models.BooleanField(default=False)),
                ('caught_up_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(blank=True, max_length=40)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('reach', models.CharField(choices=[('at_once', 'By mail at once'), ('daily', 'In a daily mail'), ('weekly', 'In a weekly mail'), ('site', 'On the site only'), ('off', 'Not at all')], max_length=10)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('member', 'scope', 'kind'), name='notifications_one_choice')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=notifications.models.letters.random_key, max_length=22, unique=True)),
                ('rhythm', models.CharField(choices=[('at_once', 'By mail at once'), ('daily', 'In a daily mail'), ('weekly', 'In a weekly mail'), ('site', 'On the site only'), ('off', 'Not at all')], max_length=10)),
                ('essential', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('next_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('taken', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('came_back_at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['next_at', 'id'], name='notifications_letters_due'), models.Index(fields=['made_at'], name='notifications_letters_made')],
                'constraints': [models.UniqueConstraint(fields=('member', 'made_at', 'rhythm', 'essential'), name='notifications_one_letter')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=members.models.accounts.random_public_id, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('occasion', models.CharField(blank=True, max_length=60)),
                ('community_id', models.BigIntegerField(blank=True, null=True)),
                ('topic_id', models.BigIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('how', models.CharField(choices=[('at_once', 'By mail at once'), ('daily', 'In a daily mail'), ('weekly', 'In a weekly mail'), ('site', 'On the site only'), ('off', 'Not at all')], default='site', max_length=10)),
                ('mail_due_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['recipient', '-id'], name='notifications_page'), models.Index(fields=['kind', 'about_id'], name='notifications_thing'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient', 'topic_id'], name='notifications_unread'), models.Index(condition=models.Q(('mailed_at', None), models.Q(('mail_due_at', None), _negated=True)), fields=['mail_due_at', 'recipient'], name='notifications_due'), models.Index(condition=models.Q(('mailed_at', None), _negated=True), fields=['recipient', 'mailed_at'], name='notifications_in_letters')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'kind', 'about_id', 'occasion'), name='notifications_told_once'), models.CheckConstraint(condition=models.Q(('how', 'off'), _negated=True), name='notifications_off_leaves_no_row')],
            },
        ),
    ]
