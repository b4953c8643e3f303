"""How long what belongs to communities is kept."""

from communities import services
from communities.models import Invitation
from core.retention import keep

keep(
    "community-invitations",
    "invitations to communities that nobody answered",
    kept=Invitation.LASTS,
    past=lambda now: Invitation.objects.past(now),
    remove=services.let_invitations_run_out,
)
