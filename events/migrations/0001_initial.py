from django.conf import settings
from django.db import migrations, models
import core.blocks
import django.db.models.deletion
import django.utils.timezone
import events.zones
import wagtail.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConferencePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('held', models.CharField(choices=[('on_site', 'On site'), ('online', 'Online'), ('both', 'Online and on site')], default='on_site', max_length=10, verbose_name='how it is held')),
                ('place', models.CharField(blank=True, help_text='The name of the place, for example: Community House, Petone.', max_length=160)),
                ('address', models.CharField(blank=True, help_text='Street and town, and how to get in if that is not plain.', max_length=255)),
                ('host', models.CharField(blank=True, help_text='The organisation or community that invites.', max_length=160)),
                ('for_whom', models.CharField(blank=True, help_text='For example: all peer support workers in the area.', max_length=255, verbose_name='for whom')),
                ('cost', models.CharField(blank=True, help_text='For example: free, or $40 with lunch.', max_length=120)),
                ('contact', models.CharField(blank=True, help_text='A role and an e-mail address or telephone number. Everybody can read it.', max_length=200, verbose_name='whom to ask')),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})}, help_text='The story: what happens, and what to bring.')),
                ('starts_on', models.DateField(db_index=True, verbose_name='first day')),
                ('ends_on', models.DateField(db_index=True, help_text='The same as the first day when there is only one.', verbose_name='last day')),
                ('themes', models.TextField(blank=True, help_text='One theme a line.')),
                ('programme', wagtail.fields.StreamField([('day', 2), ('session', 11)], blank=True, block_lookup={0: ('wagtail.blocks.DateBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: Day one, listening.', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('date', 0), ('title', 1)]], {}), 3: ('wagtail.blocks.TimeBlock', (), {'label': 'Starts at'}), 4: ('wagtail.blocks.TimeBlock', (), {'label': 'Ends at', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'max_length': 160}), 6: ('wagtail.blocks.CharBlock', (), {'max_length': 80, 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'By role, for example: two peer support workers and a team leader. Name somebody only when they have agreed to be named here.', 'label': 'Who leads it', 'max_length': 200, 'required': False}), 8: ('wagtail.blocks.TextBlock', (), {'required': False, 'rows': 3}), 9: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 10: ('wagtail.blocks.ListBlock', (9,), {'default': [], 'help_text': 'Slides, summaries, handouts. They are also listed under Materials.', 'min_num': 0, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('starts', 3), ('ends', 4), ('title', 5), ('room', 6), ('speakers', 7), ('description', 8), ('materials', 10)]], {})}, help_text='Put a day first, then its sessions in order; then the next day.')),
                ('materials', wagtail.fields.StreamField([('document', 0)], blank=True, block_lookup={0: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'description': "Slides, a summary, a recording's transcript.", 'icon': 'doc-full'})}, help_text='Documents of the whole conference. Those of a session are listed with them.')),
            ],
            options={
                'verbose_name': 'conference',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'events list',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('held', models.CharField(choices=[('on_site', 'On site'), ('online', 'Online'), ('both', 'Online and on site')], default='on_site', max_length=10, verbose_name='how it is held')),
                ('place', models.CharField(blank=True, help_text='The name of the place, for example: Community House, Petone.', max_length=160)),
                ('address', models.CharField(blank=True, help_text='Street and town, and how to get in if that is not plain.', max_length=255)),
                ('host', models.CharField(blank=True, help_text='The organisation or community that invites.', max_length=160)),
                ('for_whom', models.CharField(blank=True, help_text='For example: all peer support workers in the area.', max_length=255, verbose_name='for whom')),
                ('cost', models.CharField(blank=True, help_text='For example: free, or $40 with lunch.', max_length=120)),
                ('contact', models.CharField(blank=True, help_text='A role and an e-mail address or telephone number. Everybody can read it.', max_length=200, verbose_name='whom to ask')),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})}, help_text='The story: what happens, and what to bring.')),
                ('starts_at', models.DateTimeField(db_index=True, help_text="In the site's time zone, whatever the zone below.", verbose_name='starts')),
                ('ends_at', models.DateTimeField(db_index=True, help_text="In the site's time zone.", verbose_name='ends')),
                ('time_zone', models.CharField(choices=events.zones.zone_choices, default=events.zones.site_zone, help_text='The zone readers see the times in. Change it only for an event that is held somewhere else.', max_length=64)),
                ('online_link', models.URLField(blank=True, help_text='Only people who are signed in and have registered interest see this link, until the event is over. It is needed to publish the event; a draft can wait for it.', max_length=500, validators=[core.blocks.https_only], verbose_name='link to join online')),
            ],
            options={
                'verbose_name': 'event',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='registered')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='events.eventpage')),
            ],
            options={
                'verbose_name': 'interest in an event',
                'verbose_name_plural': 'interest in events',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='interest',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_interests', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.UniqueConstraint(fields=('event', 'member'), name='events_one_interest'),
        ),
    ]
