"""Drafts, beside messages without a name that are not sent yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0013_polls'),
        ('forum', '0011_auto_20190627_2132'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='unsent',
            name='fields',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='unsent',
            name='post',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum_conversation.post'),
        ),
        migrations.AddField(
            model_name='unsent',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='unsent',
            name='writer',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name='unsent',
            name='label',
            field=models.CharField(blank=True, max_length=155),
        ),
        migrations.AddConstraint(
            model_name='unsent',
            constraint=models.UniqueConstraint(condition=models.Q(('writer', ''), _negated=True), fields=('author', 'writer'), name='cop_forum_one_draft_a_form'),
        ),
    ]
