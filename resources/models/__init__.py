from resources.models.files import SiteDocument, SiteImage, SiteRendition

__all__ = ["SiteDocument", "SiteImage", "SiteRendition"]
