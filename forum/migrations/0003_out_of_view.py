"""What is out of view, what posts said before they were changed, and who sees that in a room."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0002_declined_posts'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='room',
            name='shows_history',
            field=models.BooleanField(default=False, help_text='What a message said before it was changed, word by word. Its author and those who look after the room see it in any case.', verbose_name='everybody here sees what was changed'),
        ),
        migrations.CreateModel(
            name='EarlierVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=255)),
                ('text', models.TextField()),
                ('reason', models.CharField(blank=True, max_length=255)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_versions', to='forum_conversation.post')),
            ],
        ),
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('takes_topic', models.BooleanField()),
                ('withdrawn', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('was_readable', models.BooleanField()),
                ('words_gone', models.BooleanField(default=False)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='removal', to='forum_conversation.post')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='removals', to='forum_conversation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('withdrawn', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='cop_forum_hidden_with_reason')],
            },
        ),
    ]
