"""Choosing a member in the editors' screens."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail.admin.auth import permission_required
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core.finding import search_form
from members import audit
from members.models import User
from members.noted import Noted


class AmongMembers:
    """People who may sign in, by name. By address they are found by those who see addresses."""

    request: Any

    def get_object_list(self) -> QuerySet[User]:
        return User.objects.active().order_by("folded_name", "pk")

    def get_filter_form(self) -> BaseFilterForm:
        sees_addresses = self.request.user.has_perm("members.change_user")
        fields = ("folded_name", "email") if sees_addresses else ("folded_name",)
        return search_form(*fields)(self.request.GET)

    def get_object(self, pk: Any) -> User:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: list[Any]) -> QuerySet[User]:
        return self.get_object_list().filter(pk__in=pks)


class NotedChoice(Noted):
    """A list of members to choose from, noted: it tells names that a member would not find."""

    look = audit.CHOSEN

    def whom(self, context: dict[str, Any]) -> Iterable[User]:
        return context["results"]


class ChooseMemberView(NotedChoice, AmongMembers, ChooseView):
    pass


class ChooseMemberResultsView(NotedChoice, AmongMembers, ChooseResultsView):
    pass


class ChosenMemberView(AmongMembers, ChosenView):
    def get_object(self, pk: Any) -> User:
        chosen = super().get_object(pk)
        audit.note(by=self.request.user, about=chosen, what=audit.CHOSEN)
        return chosen


class ChosenMembersView(AmongMembers, ChosenMultipleView):
    def get_objects(self, pks: list[Any]) -> QuerySet[User]:
        chosen = super().get_objects(pks)
        audit.note(by=self.request.user, about=list(chosen), what=audit.CHOSEN)
        return chosen


class MemberChooserViewSet(ChooserViewSet):
    """Choose one member among thousands, by name or address."""

    model = User
    icon = "user"
    choose_one_text = "Choose a member"
    choose_another_text = "Choose another member"
    page_title = "Choose a member"
    choose_view_class = ChooseMemberView
    choose_results_view_class = ChooseMemberResultsView
    chosen_view_class = ChosenMemberView
    chosen_multiple_view_class = ChosenMembersView

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses, for those who may see accounts: others know members by what they show."""
        return decorate_urlpatterns(
            super().get_urlpatterns(), permission_required("members.view_user")
        )
