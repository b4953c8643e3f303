"""The words that members say to messages with a button."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0010_quotes'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(choices=[('thanks', 'Thank you'), ('helped', 'This helped'), ('same', 'Same here'), ('more', 'Tell me more')], max_length=6)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='forum_conversation.post')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('post', 'member', 'word'), name='cop_forum_each_word_once')],
            },
        ),
    ]
