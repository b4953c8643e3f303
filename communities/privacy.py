"""Wagtail's privacy dialogues, without the names of communities that their editor may not know.

Each community has groups that bear its name.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views import collection_privacy, page_privacy
from wagtail.log_actions import get_active_log_context

from communities.models import CommunityPage
from core.editors import pages_known_to


def groups_known_to(user: Any) -> QuerySet[Group]:
    """Every group but those of communities that this person may not know of."""
    hidden = CommunityPage.objects.exclude(pk__in=pages_known_to(user).order_by().values("pk"))
    keys = hidden.order_by().values("pk")
    return Group.objects.exclude(
        Q(community__in=keys) | Q(facilitated_community__in=keys)
    ).order_by("name")


class KnownGroups:
    """Offers the groups that the editor knows; those they do not know stay as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's forms are not told who fills them in; its log is.
        known = groups_known_to(get_active_log_context().user)
        self.fields["groups"].queryset = known  # type: ignore[attr-defined]
        kept: Any = self.instance  # type: ignore[attr-defined]
        self.unknown = kept.groups.exclude(pk__in=known.values("pk")) if kept.pk else []

    def clean_groups(self) -> QuerySet[Group]:
        cleaned: dict[str, Any] = self.cleaned_data  # type: ignore[attr-defined]
        keys = [group.pk for group in (*cleaned["groups"], *self.unknown)]
        cleaned["groups"] = Group.objects.filter(pk__in=keys)
        return super().clean_groups()  # type: ignore[misc]


class PagePrivacyForm(KnownGroups, PageViewRestrictionForm):
    pass


class CollectionPrivacyForm(KnownGroups, CollectionViewRestrictionForm):
    pass


page_privacy.SetPrivacyView.form_class = PagePrivacyForm
collection_privacy.CollectionViewRestrictionForm = CollectionPrivacyForm
