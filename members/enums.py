"""Kinds of things about people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationType(TextChoices):
    NGO = "ngo", _("NGO")
    PROVIDER_ARM = "provider_arm", _("Provider arm")
    PRIMARY_CARE = "primary_care", _("Primary care")
    USER_LED = "user_led", _("User-led")
    EDUCATION = "education", _("Education")
    GOVERNMENT = "government", _("Government")
    COLLABORATIVE = "collaborative", _("Collaborative")
