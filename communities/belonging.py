"""Which pages are a community's: its events, its resources."""

from django.db.models import Q

from communities.models import CommunityPage
from core.querysets import page_restrictions


def belongs_to(community: CommunityPage) -> Q:
    """Pages that lie under the community's own, or under a privacy setting that names its members.

    No query of its own: the settings are known in each request.
    """
    pages = Q(path__startswith=community.path)
    for restriction in page_restrictions():
        if community.group_id in restriction.groups:
            pages |= Q(path__startswith=restriction.path)
    return pages & ~Q(pk=community.pk)
