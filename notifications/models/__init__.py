from notifications.models.letters import Letter, Letterbox
from notifications.models.notifications import Choice, Notification, Preferences

__all__ = ["Choice", "Letter", "Letterbox", "Notification", "Preferences"]
