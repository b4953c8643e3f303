"""The words beside the link to join."""

import core.blocks
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_named_blocks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='eventpage',
            name='online_link',
            field=models.URLField(blank=True, help_text='Only people who are signed in and have registered interest see this link, until the event is over. It is needed to publish the event; a draft can wait for it.', max_length=500, validators=[core.blocks.https_only], verbose_name='link to join online'),
        ),
    ]
