from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion
import django.utils.timezone


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=120, verbose_name='subject')),
                ('text', models.TextField(max_length=5000, verbose_name='text')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('scheduled', 'Scheduled'), ('stopped', 'Stopped before it left'), ('sending', 'On its way'), ('sent', 'Sent')], default='draft', editable=False, max_length=10)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('send_at', models.DateTimeField(editable=False, null=True)),
                ('sent_at', models.DateTimeField(editable=False, null=True)),
                ('for_everybody', models.BooleanField(default=False, verbose_name='everybody on Alongside')),
                ('by_community', models.BooleanField(default=False, editable=False)),
                ('roles', models.JSONField(blank=True, default=list)),
                ('by_area', models.BooleanField(default=False, editable=False)),
                ('told', models.PositiveIntegerField(default=0, editable=False)),
                ('mailed', models.PositiveIntegerField(default=0, editable=False)),
                ('came_back', models.PositiveIntegerField(default=0, editable=False)),
                ('held_back', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'ordering': ['-changed_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='announcement',
            name='areas',
            field=models.ManyToManyField(blank=True, related_name='+', to='people.area'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='author',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='announcement',
            name='communities',
            field=models.ManyToManyField(blank=True, related_name='+', to='communities.communitypage'),
        ),
        migrations.AddIndex(
            model_name='announcement',
            index=models.Index(condition=models.Q(('state', 'scheduled')), fields=['send_at'], name='announcements_due'),
        ),
    ]
