"""The pages, and one of them where Wagtail's welcome page stands, with the site's address on it."""

from urllib.parse import urlsplit

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def open_the_front_door(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")

    if HomePage.objects.exists():
        return
    Page.objects.filter(depth=2, path="00010001", slug="home").delete()
    kind, _created = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home = HomePage.objects.create(
        title="Alongside",
        draft_title="Alongside",
        slug="home",
        content_type=kind,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=Locale.objects.order_by("pk").first(),
    )
    address = urlsplit(settings.SITE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname,
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": home,
            "site_name": "Alongside",
        },
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('headline', models.CharField(blank=True, help_text="The large words at the top. Empty: the page's title.", max_length=80)),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})}, help_text='Shown under the lists. Often best left empty.')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LinkPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('link', models.CharField(help_text='An address on this site, such as /forum/, or one that starts with https://.', max_length=300)),
            ],
            options={
                'verbose_name': 'link in the menu',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})})),
                ('in_footer', models.BooleanField(default=False, help_text='For pages like Privacy.', verbose_name='link at the foot of every page')),
            ],
            options={
                'verbose_name': 'page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.RunPython(open_the_front_door, migrations.RunPython.noop),
    ]
