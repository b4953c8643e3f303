import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='OpportunityIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'opportunities list',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='OpportunityPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kind', models.CharField(choices=[('training', 'Training'), ('scholarship', 'Scholarship'), ('vacancy', 'Vacancy')], db_index=True, max_length=20)),
                ('provider', models.CharField(help_text='Who offers it, for example a tertiary institute or an employer.', max_length=160)),
                ('level', models.CharField(blank=True, help_text='For example: NZQF Level 4.', max_length=80)),
                ('places', models.PositiveSmallIntegerField(blank=True, help_text='How many can get it. Leave empty when there is no limit.', null=True)),
                ('cost', models.CharField(blank=True, help_text='What it costs the person, for example: fees paid.', max_length=120)),
                ('opens_on', models.DateField(blank=True, db_index=True, help_text='First day to apply. Leave empty when it is open as soon as it is published.', null=True, verbose_name='opens')),
                ('closes_on', models.DateField(blank=True, db_index=True, help_text='Last day to apply, open until midnight. Leave empty when there is none.', null=True, verbose_name='closes')),
                ('who_may_apply', models.TextField(blank=True, help_text='In plain words, and who comes first when places are few.')),
                ('how_to_apply', models.TextField(blank=True, help_text='What to send or fill in, where, and when people hear back.')),
                ('link', models.URLField(blank=True, help_text='Where people apply. It is offered only while it is open.', max_length=500, verbose_name='link to apply')),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})}, help_text='The story: what it is and leads to.')),
            ],
            options={
                'verbose_name': 'opportunity',
                'verbose_name_plural': 'opportunities',
            },
            bases=('wagtailcore.page',),
        ),
    ]
