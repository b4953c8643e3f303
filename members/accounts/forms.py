"""Forms of the account pages that ask for more than allauth does."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms

from members.models import User


class SignupForm(AllauthSignupForm):
    """E-mail, a name to be shown by, and one password typed once."""

    display_name = forms.CharField(
        label="Your name",
        max_length=User._meta.get_field("display_name").max_length,
        help_text=User._meta.get_field("display_name").help_text,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ("display_name", "email", "password1")

    def save(self, request):
        user = super().save(request)
        return user
