from resources.models.files import SiteDocument, SiteImage, SiteRendition
from resources.models.library import ResourceIndexPage, ResourcePage, Topic
from resources.models.quotations import Quotation

__all__ = [
    "Quotation",
    "ResourceIndexPage",
    "ResourcePage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "Topic",
]
