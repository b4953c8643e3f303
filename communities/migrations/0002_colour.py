from django.db import migrations, models

COLOURS = ("leaf", "river", "hill", "star", "sun", "nest")


def give_colours(apps, schema_editor):
    """Give each community its colour in turn, the oldest first."""
    communities = apps.get_model("communities", "CommunityPage").objects
    for number, key in enumerate(communities.order_by("pk").values_list("pk", flat=True)):
        communities.filter(pk=key).update(colour=COLOURS[number % len(COLOURS)])


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="communitypage",
            name="colour",
            field=models.CharField(
                choices=[
                    ("leaf", "Leaf, green"),
                    ("river", "River, blue"),
                    ("hill", "Hill, rust"),
                    ("star", "Star, violet"),
                    ("sun", "Sun, ochre"),
                    ("nest", "Nest, grey"),
                ],
                default="",
                editable=False,
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(give_colours, migrations.RunPython.noop),
    ]
