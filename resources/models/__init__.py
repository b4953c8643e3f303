from resources.models.files import SiteDocument, SiteImage, SiteRendition
from resources.models.library import ResourceIndexPage, ResourcePage, Topic

__all__ = [
    "ResourceIndexPage",
    "ResourcePage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "Topic",
]
