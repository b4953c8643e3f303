"""What somebody marked as read last, to take it back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0016_following'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MarkedRead',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('what', models.CharField(choices=[('topic', 'topics'), ('forum', 'rooms')], max_length=5)),
                ('until', models.DateTimeField()),
                ('before', models.JSONField()),
            ],
        ),
    ]
