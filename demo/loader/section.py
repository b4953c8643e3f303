"""What the parts of the demo have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from wagtail.models import Page, Revision, Site

from demo import data
from demo.clock import Clock
from members.models import User

Say = Callable[[str], None]


@dataclass
class Demo:
    """The demo while it is written: what day it is, who the people are, where progress goes."""

    say: Say
    clock: Clock = field(default_factory=Clock.start)

    @cached_property
    def people(self) -> dict[str, User]:
        """The demo's people by their key. Written by the first section."""
        by_email = {user.email: user for user in demo_users()}
        return {person["key"]: by_email[person["email"]] for person in data.people()}

    @property
    def coordinator(self) -> User:
        return self.people["marama"]

    @property
    def home(self) -> Page:
        """The site's home page, fetched anew: pages below it are added one by one."""
        return Site.objects.get(is_default_site=True).root_page.specific

    def page_at(self, path: str) -> Page:
        """The page at this path below the home page: ``resources``."""
        return Page.objects.get(url_path=f"{self.home.url_path}{path}/").specific

    def place_of(self, entry: dict[str, Any], listed: str) -> Page:
        """The page under which this stands: its community's, or the list at this path."""
        if "community" not in entry:
            return self.page_at(listed)
        slugs = {each["key"]: each["slug"] for each in data.communities()}
        return self.page_at(f"communities/{slugs[entry['community']]}")

    def publish(self, page: Page, *, under: Page, days_ago: int = 180) -> Page:
        """Add a page as the coordinator would, and date it back."""
        page.owner = self.coordinator
        under.add_child(instance=page)
        return self.release(page, days_ago=days_ago)

    def release(self, page: Page, *, days_ago: int = 180) -> Page:
        """Publish what the page says now, as of then."""
        page.save_revision(user=self.coordinator).publish(user=self.coordinator)
        then = self.clock.days_ago(days_ago)
        Page.objects.filter(pk=page.pk).update(
            first_published_at=then, last_published_at=then, latest_revision_created_at=then
        )
        Revision.objects.filter(object_id=str(page.pk), base_content_type__model="page").update(
            created_at=then
        )
        return page


@dataclass(frozen=True)
class Section:
    """One part of the demo: whether it is there, how it is written, how it is taken away.

    ``write`` runs in one transaction, so that a section is there as a whole or not
    at all. ``count`` says how much it holds, for whoever watches.
    """

    name: str
    exists: Callable[[], bool]
    write: Callable[[Demo], str]
    remove: Callable[[], None]


def demo_users() -> models.QuerySet[User]:
    return User.objects.filter(email__in=[person["email"] for person in data.people()])


def remove_pages(kind: type[Page]) -> None:
    """Take away the pages of a kind that the demo's people own, unless something stands below."""
    owned = kind.objects.filter(owner__in=demo_users(), numchild=0).values_list("pk", flat=True)
    Page.objects.filter(pk__in=list(owned)).delete()
