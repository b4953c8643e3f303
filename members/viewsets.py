"""Wagtail's screens for accounts: one name for each person, no password, closing for deletion."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import usage
from wagtail.admin.widgets import Button
from wagtail.users.views import groups as wagtail_groups
from wagtail.users.views import users as wagtail_users

from core.access import require
from core.columns import MomentColumn
from core.screens import ByWhoAsks, HouseList, NoSuchScreen, Screen
from members import audit, services
from members.access import can_close_account
from members.departures import Departure
from members.joining import agreement
from members.models import Application, User
from members.noted import Noted, NotedOne
from members.sending import MakesOnce

CLOSE_URL = "wagtailusers_users:close"


def groups_kept_by_hand() -> QuerySet[Group]:
    """Groups that nothing else keeps: a group that is one-to-one with a record follows it."""
    kept_by = [rel.get_accessor_name() for rel in Group._meta.related_objects if rel.one_to_one]
    return Group.objects.filter(**{f"{name}__isnull": True for name in kept_by}).order_by("name")


class UserForm(forms.ModelForm):
    """An account as a coordinator sees it.

    Rights are given by administrators alone, and nobody changes another's address:
    whoever holds the address holds the account.
    """

    class Meta:
        model = User
        fields = ("email", "display_name", "is_active", "is_superuser", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"groups": _("Roles"), "is_superuser": _("Administrator")}
        help_texts = {
            "is_superuser": _("May do everything. One or two people are enough."),
            "groups": _("Membership of a community is not a role: see Memberships."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = groups_kept_by_hand()
        if not by.is_superuser:
            del self.fields["groups"], self.fields["is_superuser"]
        if Departure.objects.filter(user=self.instance.pk).exists():
            # Locked by its own person, who alone opens it again.
            del self.fields["is_active"], self.fields["display_name"]
        elif Application.objects.filter(user=self.instance.pk).exists():
            del self.fields["is_active"]  # Whoever lets them in tells them: see People waiting.
        elif by == self.instance:
            del self.fields["is_active"]
            self.fields.pop("is_superuser", None)

    def _save_m2m(self) -> None:
        """Set the roles, and leave the groups that follow something as they are."""
        following = Group.objects.exclude(pk__in=groups_kept_by_hand())
        followed = list(self.instance.groups.filter(pk__in=following)) if self.instance.pk else []
        super()._save_m2m()
        self.instance.groups.add(*followed)


class NewUserForm(UserForm):
    class Meta(UserForm.Meta):
        help_texts = UserForm.Meta.help_texts | {
            "email": _(
                "We send a link there with which the person chooses a password. It works for "
                "three days; after that “I forgot my password” on the sign-in page sends another."
            ),
        }

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        self.instance.owes_agreement = agreement.is_asked()
        return super().save(commit)


class ExistingUserForm(UserForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _(
            "People change their own address under “Sign-in and security”."
        )


def invite(request: HttpRequest, user: User) -> None:
    """Send the link with which somebody new chooses a password."""
    adapter = get_adapter(request)
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    address = adapter.get_reset_password_from_key_url(key)
    adapter.send_mail("account/email/invitation", user.email, {"password_reset_url": address})


class IndexView(Noted, HouseList, wagtail_users.IndexView):
    look = audit.LISTED
    template_name = "wagtailadmin/generic/index.html"
    page_title = _("Accounts")
    add_item_label = _("Add an account")

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column_class(wagtail_users.UserColumn)(
            "display_name",
            label=_("Name"),
            sort_key="folded_name",
            get_url=self.get_edit_url,
            classname="name",
        )
        return [
            name,
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("roles", label=_("Roles"), accessor=self.roles_of),
            Column(
                "is_active",
                label=_("Sign-in"),
                sort_key="is_active",
                accessor=lambda user: "" if user.is_active else _("Locked"),
            ),
            MomentColumn("last_login", label=_("Last signed in"), sort_key="last_login"),
        ]

    @cached_property
    def search_fields(self) -> set[str]:
        return {"folded_name", "email"}

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().filter(closed_at=None).prefetch_related("groups")

    @cached_property
    def names_of_roles(self) -> dict[int, str]:
        return dict(groups_kept_by_hand().values_list("pk", "name"))

    def roles_of(self, user: User) -> str:
        roles = [str(_("Administrator"))] if user.is_superuser else []
        roles += [
            self.names_of_roles[group.pk]
            for group in user.groups.all()
            if group.pk in self.names_of_roles
        ]
        return ", ".join(roles)

    def get_delete_url(self, instance: User) -> None:
        return None

    def get_list_more_buttons(self, instance: User) -> list[MenuItem]:
        buttons = super().get_list_more_buttons(instance)
        if can_close_account(self.request.user, instance):
            url = reverse(CLOSE_URL, args=[instance.pk])
            buttons.append(MenuItem(_("Close account"), url, icon_name="lock", priority=30))
        return buttons


class CreateView(MakesOnce, ByWhoAsks, wagtail_users.CreateView):
    page_title = _("Add an account")

    @transaction.atomic
    def save_instance(self) -> User:
        user = super().save_instance()
        invite(self.request, user)
        return user


class EditView(ByWhoAsks, wagtail_users.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Answer 404 for a closed account; an administrator's is for administrators alone."""
        super().setup(request, *args, **kwargs)
        self.can_delete = False
        if self.object.is_closed or (self.object.is_superuser and not request.user.is_superuser):
            raise Http404

    @property
    def asked_by(self) -> Any:
        return self.request.user

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.note(by=request.user, about=self.object, what=audit.ACCOUNT)
        return super().get(request, *args, **kwargs)

    @transaction.atomic
    def save_instance(self) -> User:
        rights = {"groups", "is_superuser", "is_active"}
        what = audit.RIGHTS if rights.intersection(self.form.changed_data) else audit.CHANGED
        if self.form.changed_data:
            audit.note(by=self.asked_by, about=self.object, what=what)
        return super().save_instance()

    def get_delete_url(self) -> None:
        return None

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if can_close_account(self.request.user, self.object):
            url = reverse(CLOSE_URL, args=[self.object.pk])
            buttons.append(Button(_("Close account"), url, icon_name="lock", priority=30))
        return buttons


class HistoryView(NotedOne, wagtail_users.HistoryView):
    look = audit.ACCOUNT


class UsageView(NotedOne, usage.UsageView):
    look = audit.ACCOUNT


class CloseView(MakesOnce, Screen):
    """Ask once more, then make the account nobody's."""

    model = User
    permission_required = "change"
    template_name = "members/admin/close_account.html"
    page_title = _("Close account")
    list_title = _("Accounts")
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.account = get_object_or_404(User, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(can_close_account, request.user, self.account)
        audit.note(by=request.user, about=self.account, what=audit.ACCOUNT)  # type: ignore[arg-type]
        return super().get(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        require(can_close_account, request.user, self.account)
        try:
            services.close_account(user=self.account, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("The account is closed. What the person wrote stays."))
        return redirect(self.index_url_name)

    def get_page_subtitle(self) -> str:
        return str(self.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"account": self.account}


class GroupIndexView(wagtail_groups.IndexView):
    page_title = _("Roles")

    def get_base_queryset(self) -> QuerySet[Group]:
        return super().get_base_queryset().filter(pk__in=groups_kept_by_hand())


class GroupDeleteView(wagtail_groups.DeleteView):
    def get_object(self, queryset: QuerySet[Group] | None = None) -> Group:
        """The group to delete; 404 for one that follows something."""
        return get_object_or_404(groups_kept_by_hand(), pk=super().get_object(queryset).pk)


class GroupCreateView(MakesOnce, wagtail_groups.CreateView):
    pass


class GroupViewSet(wagtail_groups.GroupViewSet):
    menu_label = _("Roles")
    add_view_class = GroupCreateView
    index_view_class = GroupIndexView
    delete_view_class = GroupDeleteView


class UserViewSet(wagtail_users.UserViewSet):
    menu_label = _("Accounts")
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    history_view_class = HistoryView
    usage_view_class = UsageView
    copy_view_enabled = False
    ordering = "folded_name"
    template_prefix = ""

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return ExistingUserForm if for_update else NewUserForm

    @property
    def close_view(self) -> Any:
        return self.construct_view(CloseView)

    def get_urlpatterns(self) -> list[URLPattern]:
        close = path("close/<int:pk>/", self.close_view, name="close")
        return [*super().get_urlpatterns(), close]

    @property
    def delete_view(self) -> Any:
        return NoSuchScreen.as_view()
