"""What is known of earlier memberships, told in the new words."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce


def tell(apps, schema_editor):
    Community = apps.get_model("communities", "CommunityPage")
    Membership = apps.get_model("communities", "Membership")
    Event = apps.get_model("communities", "MembershipEvent")
    Community.objects.filter(join_policy="closed").update(join_policy="invitation")
    Membership.objects.update(
        changed_at=Coalesce(F("left_at"), F("joined_at")), welcomed_at=F("joined_at")
    )
    for deed, time in (("joined", "joined_at"), ("left", "left_at")):
        rows = Membership.objects.exclude(**{time: None}).values_list("pk", "member_id", time)
        Event.objects.bulk_create(
            (
                Event(membership_id=pk, deed=deed, by_id=member, at=at)
                for pk, member, at in rows.iterator()
            ),
            batch_size=1000,
        )


def close_again(apps, schema_editor):
    Community = apps.get_model("communities", "CommunityPage")
    Community.objects.exclude(join_policy="open").update(join_policy="closed")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0003_policies_states_and_history"),
    ]

    operations = [migrations.RunPython(tell, close_again)]
