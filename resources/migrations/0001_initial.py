import core.folding
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import resources.models.fields
import resources.models.files
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ResourceIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})}, help_text='Shown above the list. Often best left empty.')),
            ],
            options={
                'verbose_name': 'resource library',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('folded_name', core.folding.FoldedField(max_length=120, of='name')),
                ('slug', models.SlugField(allow_unicode=True, help_text='Used in addresses. Better not changed: links to it would stop working.', max_length=60, unique=True)),
            ],
            options={
                'ordering': ('folded_name',),
            },
            bases=(models.Model, modelsearch.index.Indexed),
        ),
        migrations.CreateModel(
            name='SiteDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('file', models.FileField(upload_to=resources.models.files.document_path)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='SiteImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('description', models.CharField(help_text='What the picture shows and why it is here, for people who do not see it.', max_length=255, verbose_name='alternative text')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'image',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ResourcePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kind', models.CharField(choices=[('strategic_plan', 'Strategic plan'), ('evaluation', 'Evaluation report'), ('review', 'Review paper'), ('research', 'Research article'), ('statement', 'Position statement'), ('competencies', 'Competency framework'), ('values', 'Values framework'), ('practice_guide', 'Practice guide'), ('slides', 'Slide deck'), ('transcript', 'Transcript'), ('position_description', 'Position description'), ('easy_read', 'Easy Read'), ('news', 'News article'), ('policy', 'Policy'), ('training_outline', 'Training outline')], max_length=30)),
                ('audiences', resources.models.fields.AudiencesField(blank=True, default=list, verbose_name='who it is for')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1800, 'Write the year with four digits.'), django.core.validators.MaxValueValidator(2100, 'Write the year with four digits.')], verbose_name='year of publication')),
                ('publisher', models.CharField(blank=True, help_text='Who published it, or the journal it appeared in.', max_length=200)),
                ('authors', models.CharField(blank=True, help_text='As they are cited: “Repper, J. and Carter, T.”.', max_length=300)),
                ('language', models.CharField(choices=[('en', 'English'), ('mi', 'Te reo Māori'), ('sm', 'Gagana Sāmoa'), ('to', 'Lea faka-Tonga')], default='en', help_text='The language of the resource and its title.', max_length=5)),
                ('summary', models.TextField(blank=True, help_text='Three to five sentences in plain words: what it says and for whom.')),
                ('key_points', models.TextField(blank=True, help_text='What to remember of it. One point a line.')),
                ('easy_read_summary', models.TextField(blank=True, help_text='Short sentences. Everyday words. One idea a line.', verbose_name='Easy Read summary')),
                ('link', models.URLField(blank=True, help_text="Where it can be read elsewhere: a publisher's or journal's page.")),
                ('body', wagtail.fields.StreamField([('prose', 0), ('callout', 1), ('quote', 2), ('accordion', 3), ('table', 4), ('image', 5), ('document', 6), ('embed', 7), ('call_to_action', 8)], blank=True, block_lookup={0: ('core.blocks.Prose', [], {}), 1: ('core.blocks.Callout', [], {}), 2: ('core.blocks.Quote', [], {}), 3: ('core.blocks.Accordion', [], {}), 4: ('core.blocks.Table', [], {}), 5: ('core.blocks.Picture', [], {}), 6: ('core.blocks.File', [], {}), 7: ('core.blocks.LinkOut', [], {}), 8: ('core.blocks.CallToAction', [], {})})),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='resources.sitedocument', verbose_name='file')),
                ('easy_read_document', models.ForeignKey(blank=True, help_text='The same in short sentences and everyday words, if there is such a version.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='resources.sitedocument', verbose_name='Easy Read file')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='resources', to='resources.topic')),
            ],
            options={
                'verbose_name': 'resource',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SiteRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='resources.siteimage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='resources_one_rendition')],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
    ]
