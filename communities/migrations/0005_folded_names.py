"""A column that holds the name folded, for searching and sorting."""

import core.folding
from django.db import migrations


def fill(apps, schema_editor):
    for name in ("CommunityPage",):
        core.folding.fill(apps.get_model("communities", name))


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0004_history_so_far'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='membership',
            options={'ordering': ['community', 'member__folded_name']},
        ),
        migrations.AddField(
            model_name='communitypage',
            name='folded_title',
            field=core.folding.FoldedField(max_length=255, of='title'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
