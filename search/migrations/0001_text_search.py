"""PostgreSQL: find words whatever their macrons, in English's word forms, by index.

SQLite's full-text search folds macrons by itself.
"""

from django.db import migrations

SQL = """
CREATE EXTENSION IF NOT EXISTS unaccent;
DO $$ BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_ts_config WHERE cfgname = 'nz' AND cfgnamespace = current_schema()::regnamespace
  ) THEN
    CREATE TEXT SEARCH CONFIGURATION nz (COPY = pg_catalog.english);
    ALTER TEXT SEARCH CONFIGURATION nz
      ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
  END IF;
END $$;
CREATE INDEX IF NOT EXISTS search_indexentry_title_body
  ON wagtailsearch_indexentry USING gin ((title || body));
"""
REVERSE = """
DROP INDEX IF EXISTS search_indexentry_title_body;
DROP TEXT SEARCH CONFIGURATION IF EXISTS nz;
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(on_postgresql(SQL), on_postgresql(REVERSE))]
