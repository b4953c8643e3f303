"""Password rules beyond Django's own (NIST SP 800-63B-4: length, no composition rules)."""

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from members.passwords import Counted, normalised


class MinimumLengthValidator(Counted, password_validation.MinimumLengthValidator):
    """Django's, counting what is hashed."""


class CommonPasswordValidator(Counted, password_validation.CommonPasswordValidator):
    """Django's, comparing what is hashed."""


class MaximumLengthValidator:
    """Refuse passwords so long that hashing them would be a burden."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: object | None = None) -> None:
        if len(normalised(password)) > self.max_length:
            raise ValidationError(
                f"This password is too long. Use at most {self.max_length} characters.",
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return f"Use at most {self.max_length} characters."
