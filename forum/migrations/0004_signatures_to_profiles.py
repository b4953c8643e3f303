"""What people said of themselves to the discussions becomes what they say about themselves."""

from django.db import migrations

LONGEST = 2000


def move(apps, schema_editor):
    """Shown to members, as before. Who has written about themselves already keeps that."""
    theirs = apps.get_model("forum_member", "ForumProfile")
    ours = apps.get_model("members", "Profile")
    for old in theirs.objects.iterator():
        said = getattr(old.signature, "raw", old.signature) or ""
        if said.strip():
            profile, _created = ours.objects.get_or_create(user_id=old.user_id)
            if not profile.about:
                profile.about = said.strip()[:LONGEST]
                profile.save()
    theirs.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cop_forum", "0003_milestones"),
        ("forum_member", "0005_auto_20200423_1049"),
        ("members", "0004_profile"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
