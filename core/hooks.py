"""Modules that are found by their name: an app that has one need not say so anywhere.

What such a module registers is asked for long after it was written, and by nobody who would
notice that it is missing: a rule of retention that is never imported never runs.
"""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings

HOOKS = {
    "checks": "system checks",
    "receivers": "what follows from signals",
    "tasks": "background work, and what of it comes round by itself (`work.schedule.repeat`)",
    "roles": "what a role may do (`core.roles.grant`)",
    "retention": "how long something is kept (`core.retention.keep`)",
    "foot": "pages at the foot of every page, links in menus (`frame.kept`)",
    "person": "what `request.user` comes with (`members.backends.annotates_person`)",
    "rights": "groups that give no rights, other things that do (`members.rights`)",
    "own_data": "a part of a person's copy of their data (`members.export.exported`)",
    "welcome": "a step for somebody new (`members.joining.welcome.step`)",
    "notices": "kinds of notifications, and what else is chosen about them (`notifications.kinds`)",
    "waiting": "what waits for whoever looks after something (`core.waiting`)",
    "catching_up": "a part of “Since you were last here” (`notifications.catching_up.section`)",
    "community_parts": "a tab of a community, or what stands beside (`communities.parts`)",
    "offers": "how somebody can be asked to get in touch, while one writes (`forum.care.in_touch`)",
    "bounds": "what keeps somebody from writing (`forum.rooms.bounds.keeps_from_writing`)",
    "previews": "where others will come across a message (`forum.posting.previews.channel`)",
    "fellows": "who shares something with somebody (`people.visibility.fellows`)",
}
"""What a module of this name registers. Wagtail finds ``wagtail_hooks`` in the same way."""


def is_ours(app: AppConfig) -> bool:
    return Path(app.path).parent == settings.BASE_DIR


def find() -> None:
    """Import all hooks, those in folders of an app too. To be called when the apps are ready."""
    for app in apps.get_app_configs():
        if is_ours(app):
            root = Path(app.path)
            for module in sorted(root.rglob("*.py")):
                if module.stem in HOOKS:
                    place = module.relative_to(root).with_suffix("").parts
                    import_module(".".join((app.name, *place)))
