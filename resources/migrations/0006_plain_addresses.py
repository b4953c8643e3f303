"""Topics are addressed in plain letters. Their old addresses lead to the same list."""

from django.db import migrations

from core.slugs import plain_address, unused_address


def rewrite(apps, schema_editor):
    rows = apps.get_model("resources", "Topic")._base_manager.order_by("pk")
    for pk, slug in rows.values_list("pk", "slug"):
        if not slug.isascii():
            taken = set(rows.exclude(pk=pk).values_list("slug", flat=True))
            address = unused_address(plain_address(slug) or "topic", taken, longest=60)
            rows.filter(pk=pk).update(slug=address)


class Migration(migrations.Migration):
    dependencies = [("resources", "0005_folded_names")]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
