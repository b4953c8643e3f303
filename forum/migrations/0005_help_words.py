"""Words at which somebody is shown where help is."""

import django.db.models.deletion
from django.db import migrations, models

import forum.care.help_words


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0004_standings'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(blank=True, default=forum.care.help_words.default, help_text='One a line. Somebody who writes one of them in the discussions sees the site’s help lines before it is sent, and may send it anyway. Nobody else is told, and nothing is kept, unless they ask somebody to get in touch. Capitals, macrons and signs between words make no difference.', max_length=10000, verbose_name='words and phrases')),
                ('version', models.PositiveIntegerField(default=1, editable=False, help_text='Goes up with each change of the list.')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Words that offer help',
            },
        ),
    ]
