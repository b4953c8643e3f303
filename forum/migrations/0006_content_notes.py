"""Content notes of posts, of communities, and what readers want to become of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0002_colour'),
        ('cop_forum', '0005_help_words'),
        ('forum_conversation', '0013_auto_20201220_1745'),
        ('members', '0002_agreement_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostNotes',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='forum_conversation.post')),
                ('by_author', models.TextField(blank=True)),
                ('by_facilitator', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='ReaderNotes',
            fields=[
                ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('shown', models.TextField(blank=True)),
                ('left_out', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='CommunityNotes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('names', models.TextField(blank=True)),
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='content_notes', to='communities.communitypage')),
            ],
        ),
    ]
