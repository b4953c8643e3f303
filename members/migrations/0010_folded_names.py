"""Columns that hold names and what people tell of themselves folded, for searching and sorting.

Filled a thousand rows at a time.
"""

import core.folding
from django.db import migrations, models


def fill(apps, schema_editor):
    for name in ("User", "Profile", "Organisation", "Area", "Invitation",):
        core.folding.fill(apps.get_model("members", name))


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('members', '0009_looks'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='area',
            options={'ordering': ['folded_name', 'name']},
        ),
        migrations.AlterModelOptions(
            name='organisation',
            options={'ordering': ['folded_name', 'name']},
        ),
        migrations.AddField(
            model_name='area',
            name='folded_name',
            field=core.folding.FoldedField(max_length=160, of='name'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='folded_name',
            field=core.folding.FoldedField(max_length=160, of='name'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='folded_name',
            field=core.folding.FoldedField(max_length=240, of='name'),
        ),
        migrations.AddField(
            model_name='profile',
            name='folded_about',
            field=core.folding.FoldedField(of='about'),
        ),
        migrations.AddField(
            model_name='profile',
            name='folded_interests',
            field=core.folding.FoldedField(of='interests'),
        ),
        migrations.AddField(
            model_name='profile',
            name='folded_perspective_words',
            field=core.folding.FoldedField(of='perspective_words'),
        ),
        migrations.AddField(
            model_name='profile',
            name='folded_team',
            field=core.folding.FoldedField(of='team'),
        ),
        migrations.AddField(
            model_name='user',
            name='folded_name',
            field=core.folding.FoldedField(max_length=160, of='display_name'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['folded_name', 'id'], name='members_user_by_name'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
