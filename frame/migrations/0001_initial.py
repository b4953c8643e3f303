import django.db.models.deletion
import frame.models
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site_name', models.CharField(default='Alongside', help_text="Shown in the browser's tab and in search results.", max_length=60)),
                ('tagline', models.CharField(blank=True, help_text='What this site is, in one sentence, for search engines and shared links.', max_length=160)),
                ('help_text', models.CharField(blank=True, help_text='“Do you, or does someone you know, need help now?”', max_length=120, verbose_name='question or heading')),
                ('footer_text', models.CharField(blank=True, help_text='Who runs the site, at the foot of every page.', max_length=300)),
                ('first_steps_aside', models.BooleanField(default=False, help_text='The home page then shows you no more what a new site needs first.', verbose_name='put the first steps aside')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'Site and help now',
            },
        ),
        migrations.CreateModel(
            name='HelpLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('label', models.CharField(help_text='“Call or text 1737”, “111 in an emergency”. Short and calm.', max_length=80)),
                ('link', models.CharField(blank=True, help_text='tel:1737 to call, sms:1737 to text, or a page. Leave empty for words only.', max_length=200, validators=[frame.models.help_link])),
                ('settings', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='help_lines', to='frame.sitesettings')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
