"""How large attached pictures stand in their posts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0014_drafts'),
        ('forum_attachments', '0002_auto_20181103_1404'),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='picture', serialize=False, to='forum_attachments.attachment')),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
            ],
        ),
    ]
