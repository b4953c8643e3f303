"""A column that holds the name folded, for searching and sorting."""

import core.folding
from django.db import migrations


def fill(apps, schema_editor):
    for name in ("Topic",):
        core.folding.fill(apps.get_model("resources", name))


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0004_unguessable_files'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='topic',
            options={'ordering': ('folded_name',)},
        ),
        migrations.AddField(
            model_name='topic',
            name='folded_name',
            field=core.folding.FoldedField(max_length=120, of='name'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
