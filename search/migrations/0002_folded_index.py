"""The index holds folded words from here on: ``release`` writes it anew after this migration.

Whoever migrates without it runs ``manage.py wagtail_update_index`` once.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0001_text_search")]
    operations: list = []
