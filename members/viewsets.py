"""Wagtail's screens for accounts."""

from django import forms
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from members.models import User


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "display_name", "is_active", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}


class UserViewSet(WagtailUserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return UserForm
