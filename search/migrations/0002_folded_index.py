"""The index holds folded words from here on, so it is to be written anew: ``release`` does.

Noted in this migration's own transaction, so that nothing falls between the two. A new site
has nothing to write.
"""

from django.conf import settings
from django.db import migrations


def note_that_it_is_outdated(apps, schema_editor):
    database = schema_editor.connection.alias
    told = (("wagtailsearch", "IndexEntry"), settings.AUTH_USER_MODEL.split("."))
    if any(apps.get_model(*model).objects.using(database).exists() for model in told):
        jobs = apps.get_model("core", "LongJob").objects.using(database)
        jobs.get_or_create(name="index", key="search")


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_text_search"),
        ("core", "0001_background_work"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(note_that_it_is_outdated, migrations.RunPython.noop)]
