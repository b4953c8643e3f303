"""What the site keeps of a person in their account, for their own copy."""

import json
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from members import audit
from members.export import Row, exported
from members.models import Acceptance, Invitation, User


@exported("account", _("Your account"))
def account(user: User) -> Iterator[Row]:
    yield {
        "name": user.display_name,
        "email": user.email,
        "address_of_profile": user.public_id,
        "joined": user.date_joined,
        "last_signed_in": user.last_login,
        "may_sign_in": user.is_active,
        "administrator": user.is_superuser,
        "has_password": user.has_usable_password(),
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
    }


@exported("addresses", _("E-mail addresses"))
def addresses(user: User) -> Iterator[Row]:
    for address in EmailAddress.objects.filter(user=user).order_by("pk"):
        yield {
            "email": address.email,
            "confirmed": address.verified,
            "main_address": address.primary,
        }


@exported("second_steps", _("Second steps and passkeys"))
def second_steps(user: User) -> Iterator[Row]:
    """Second steps without their secrets: those are keys, and no copy of a key is made."""
    for step in Authenticator.objects.filter(user=user).order_by("pk"):
        yield {
            "kind": step.get_type_display(),
            "name": step.data.get("name"),
            "added": step.created_at,
            "last_used": step.last_used_at,
        }


@exported("organisations_sign_in", _("Sign-in through an organisation"))
def organisations_sign_in(user: User) -> Iterator[Row]:
    for social in SocialAccount.objects.filter(user=user).order_by("pk"):
        yield {
            "organisation": social.provider,
            "known_there_as": social.uid,
            "what_it_told_us": str(social.extra_data),
            "connected": social.date_joined,
            "last_used": social.last_login,
        }


@exported("sessions", _("Where you are signed in"))
def sessions(user: User) -> Iterator[Row]:
    for session in UserSession.objects.filter(user=user).order_by("pk"):
        yield {
            "network_address": session.ip,
            "browser": session.user_agent,
            "signed_in": session.created_at,
            "last_seen": session.last_seen_at,
        }


@exported("kept_words", _("Words that wait for you to send them"))
def kept_words(user: User) -> Iterator[Row]:
    for form in user.kept_forms.prefetch_related("files").order_by("pk"):
        yield {
            "page": form.path,
            "sent": form.at,
            "words": "\n".join(value for _name, value in json.loads(form.fields)),
            "files": ", ".join(file.name for file in form.files.all()),
        }


@exported("looks", _("Who has looked at what is yours"))
def looks(user: User) -> Iterator[Row]:
    """Looks at the person's data: in which capacity, never who: that is somebody else's."""
    for look in audit.looks_at(user).iterator(chunk_size=500):
        yield {
            "at": look.at,
            "somebody": look.get_capacity_display(),
            "did": str(audit.in_words(look)),
            "screen": look.screen,
        }


@exported("editor", _("Your settings in the editors' screens"), with_files=True)
def editor(user: User) -> Iterator[Row]:
    for profile in UserProfile.objects.filter(user=user):
        yield {
            "picture": profile.avatar,
            "language": profile.preferred_language,
            "time_zone": profile.current_time_zone,
            "mail_on_submission": profile.submitted_notifications,
            "mail_on_approval": profile.approved_notifications,
            "mail_on_rejection": profile.rejected_notifications,
            "mail_on_comments": profile.updated_comments_notifications,
        }


@exported("editing", _("What you did in the editors' screens"))
def editing(user: User) -> Iterator[Row]:
    """Edits by action and time; of whom or of which page is often somebody else's business."""
    for model in (PageLogEntry, ModelLogEntry):
        entries = model.objects.filter(user=user).order_by("timestamp", "pk")
        for entry in entries.iterator(chunk_size=500):
            yield {"at": entry.timestamp, "action": entry.action}


@exported("comments", _("Your comments in the editors' screens"))
def comments(user: User) -> Iterator[Row]:
    for model in (Comment, CommentReply):
        for comment in model.objects.filter(user=user).order_by("pk").iterator(chunk_size=500):
            yield {"written": comment.created_at, "text": comment.text}


@exported("agreement", _("The community agreement, as you accepted it"))
def accepted_agreement(user: User) -> Iterator[Row]:
    for acceptance in Acceptance.objects.filter(member=user).order_by("version"):
        yield {"version": acceptance.version, "accepted": acceptance.accepted_at}


@exported("invitations", _("Invitations to this site that were sent to you"))
def invitations(user: User) -> Iterator[Row]:
    """Invitations the person received or sent; to whom is those people's own business."""
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    received = Q(email__in=[user.email, *addresses])
    for invitation in Invitation.objects.filter(received | Q(invited_by=user)).order_by("pk"):
        own = invitation.email in (user.email, *addresses)
        yield {
            "what": _("Received") if own else _("Sent"),
            "address": invitation.email if own else None,
            "name": invitation.name if own else None,
            "sent": invitation.sent_at,
            "works_until": invitation.expires_at,
            "accepted": invitation.accepted_at,
        }
