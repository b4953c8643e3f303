"""An organisation as coordinators keep it, with those who confirm its people's roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from members.joining.lists import read_list
from members.models import User
from people.models import Organisation


class OrganisationForm(WagtailAdminModelForm):
    """Contacts are named by address: a list of all members to choose from would be endless."""

    contact_addresses = forms.CharField(
        label=_("Contacts"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "E-mail addresses of members, one on each line. They may confirm the roles of this "
            "organisation’s own people."
        ),
    )

    class Meta:
        model = Organisation
        fields = ("name", "type")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            addresses = self.instance.contacts.order_by("email").values_list("email", flat=True)
            self.fields["contact_addresses"].initial = "\n".join(addresses)

    def clean_contact_addresses(self) -> list[User]:
        lines = read_list(self.cleaned_data["contact_addresses"])
        if wrong := [f"{line.number}: {line.error}" for line in lines if line.error]:
            raise forms.ValidationError(wrong)
        typed = {line.email for line in lines}
        found = {user.email.lower(): user for user in User.objects.active().filter(email__in=typed)}
        if unknown := sorted(typed - set(found)):
            message = _("No member has this address: %(addresses)s")
            raise forms.ValidationError(message, params={"addresses": ", ".join(unknown)})
        return list(found.values())

    def save(self, commit: bool = True) -> Organisation:
        organisation = super().save(commit)
        if commit:
            organisation.contacts.set(self.cleaned_data["contact_addresses"])
        return organisation
