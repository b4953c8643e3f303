from django.db import migrations, models

import resources.models.files


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0003_named_blocks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sitedocument',
            name='file',
            field=models.FileField(upload_to=resources.models.files.document_path),
        ),
    ]
