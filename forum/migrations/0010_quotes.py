"""What a message answers, and the words of it that are quoted."""


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cop_forum', '0009_cases_and_signatures'),
        ('forum_conversation', '0013_auto_20201220_1745'),
    ]

    operations = [
        migrations.AddField(
            model_name='declinedpost',
            name='quoted',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='declinedpost',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum_conversation.post'),
        ),
        migrations.AddField(
            model_name='unsent',
            name='quoted',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='unsent',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum_conversation.post'),
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='forum_conversation.post')),
                ('quoted', models.TextField(blank=True)),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum_conversation.post')),
            ],
        ),
    ]
