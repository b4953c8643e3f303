"""Our forms that stand in for allauth's. Read by the settings: imports nothing."""

_FORMS = "members.accounts.forms"
_PASSKEYS = "members.accounts.passkeys"

ACCOUNT_FORMS = {
    "signup": f"{_FORMS}.SignupForm",
    "login": f"{_FORMS}.LoginForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "add_email": f"{_FORMS}.AddEmailForm",
    "confirm_email_verification_code": f"{_FORMS}.ConfirmEmailVerificationCodeForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
    "confirm_reauthentication_code": f"{_FORMS}.MailedCodeForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateByCodeForm",
    "activate_totp": f"{_FORMS}.ActivateTOTPForm",
    "add_webauthn": f"{_PASSKEYS}.AddWebAuthnForm",
    "edit_webauthn": f"{_PASSKEYS}.EditWebAuthnForm",
    "login_webauthn": f"{_PASSKEYS}.LoginWebAuthnForm",
    "authenticate_webauthn": f"{_PASSKEYS}.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": f"{_PASSKEYS}.ReauthenticateWebAuthnForm",
}
SOCIALACCOUNT_FORMS = {"signup": f"{_FORMS}.SocialSignupForm"}
