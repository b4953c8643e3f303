"""The front door: home page, menu, pages of the site itself, help lines."""

from typing import Any

from wagtail.models import Page, Site

from communities.models import CommunityIndexPage
from demo import data
from demo.loader.section import Demo, Section, demo_users, remove_pages
from demo.stories import story
from events.models import EventIndexPage
from frame.models import HelpLine, SiteSettings
from home.models import HomePage, LinkPage, StandardPage
from members.models import AgreementPage
from opportunities.models import OpportunityIndexPage
from resources.models import ResourceIndexPage

MENU: dict[str, type[Page]] = {
    "communities": CommunityIndexPage,
    "link": LinkPage,
    "events": EventIndexPage,
    "opportunities": OpportunityIndexPage,
    "resources": ResourceIndexPage,
}


def _exists() -> bool:
    return StandardPage.objects.filter(owner__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    pages = data.read("pages")
    _front_door(demo, pages["home"], pages["settings"])
    for entry in pages["menu"]:
        _menu_page(demo, entry)
    for entry in pages["page"]:
        said = {
            "title": entry["title"],
            "slug": entry["slug"],
            "lead": entry["lead"],
            "body": story(entry["body"], demo.home),
        }
        if entry.get("agreement"):
            demo.publish(AgreementPage(**said), under=demo.home)
        else:
            in_footer = entry.get("in_footer", True)
            demo.publish(StandardPage(**said, in_footer=in_footer), under=demo.home)
    return f"home, {len(pages['menu'])} entries of the menu, {len(pages['page'])} pages"


def _front_door(demo: Demo, entry: dict[str, Any], settings: dict[str, Any]) -> None:
    """Make the default site's root a home page of ours, and put the demo's words on it."""
    site = Site.objects.get(is_default_site=True)
    home = site.root_page.specific
    if not isinstance(home, HomePage):
        welcome, home = home, HomePage(title=settings["site_name"], slug="alongside")
        welcome.get_parent().add_child(instance=home)
        site.root_page = home
        site.save()
        welcome.delete()
    site.site_name = settings["site_name"]
    site.save()
    home.title = settings["site_name"]
    home.headline = entry["headline"]
    home.lead = entry["lead"]
    home.body = story(entry["body"], home)
    home.owner = demo.coordinator
    home.save()
    demo.release(home)

    words, _created = SiteSettings.objects.update_or_create(
        site=site,
        defaults={
            field: settings[field] for field in ("site_name", "tagline", "help_text", "footer_text")
        },
    )
    HelpLine.objects.filter(settings=words).delete()
    for order, line in enumerate(settings["help_line"]):
        HelpLine.objects.create(settings=words, sort_order=order, **line)


def _menu_page(demo: Demo, entry: dict[str, Any]) -> None:
    kind = MENU[entry["kind"]]
    if kind.objects.child_of(demo.home).filter(slug=entry["slug"]).exists():
        return
    fields = {"link": entry["link"]} if "link" in entry else {}
    page = kind(
        title=entry["title"],
        slug=entry["slug"],
        lead=entry["lead"],
        show_in_menus=True,
        **fields,
    )
    demo.publish(page, under=demo.home)


def _remove() -> None:
    kinds: list[type[Page]] = [AgreementPage, StandardPage, *MENU.values()]
    for kind in kinds:
        remove_pages(kind)


SECTION = Section("Home and pages", _exists, _write, _remove)
