"""Apart from the first, because Wagtail's own tables need there to be accounts."""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})})),
                ('version', models.PositiveIntegerField(default=1, help_text='Raise it by one when something changes that people have to agree to. Everybody is then asked again before they next write. Leave it for corrections.', verbose_name='version')),
                ('asked_version', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'community agreement',
            },
            bases=('wagtailcore.page',),
        ),
    ]
