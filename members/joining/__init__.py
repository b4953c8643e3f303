"""How one becomes a member: sign-up, approval, invitation, welcome and the agreement."""

SESSION_KEY = "invitation"
"""Under which a session remembers the invitation that somebody came with."""
