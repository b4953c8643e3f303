from home.models.pages import HomePage, LinkPage, StandardPage
from home.models.settings import HelpLine, SiteSettings

__all__ = ["HelpLine", "HomePage", "LinkPage", "SiteSettings", "StandardPage"]
