"""Where allauth asks how this site does things."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's ways, with our words."""
