"""Rooms and topics are addressed in plain letters. Their old addresses lead on by their number."""

from django.db import migrations

from core.slugs import plain_address

NAMES = (("forum", "Forum", "name", "room"), ("forum_conversation", "Topic", "subject", "topic"))


def rewrite(apps, schema_editor):
    for app, model, field, otherwise in NAMES:
        rows = apps.get_model(app, model)._base_manager.order_by("pk")
        for pk, slug, name in rows.values_list("pk", "slug", field).iterator(chunk_size=2000):
            if not slug.isascii():
                address = plain_address(name)[:255] or otherwise
                rows.filter(pk=pk).update(slug=address)


class Migration(migrations.Migration):
    dependencies = [
        ("cop_forum", "0005_followers"),
        ("forum", "0011_auto_20190627_2132"),
        ("forum_conversation", "0013_auto_20201220_1745"),
    ]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
