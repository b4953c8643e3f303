"""Which rooms many people may read: the rule of the permission checker, asked for all at once."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q
from machina.core.db.models import get_model

from core.memo import remembered
from core.querysets import groups_of_each
from forum.rooms.checker import ENTRY, ForumPermissionChecker
from forum.rooms.models import Forum

GroupForumPermission = get_model("forum_permission", "GroupForumPermission")
UserForumPermission = get_model("forum_permission", "UserForumPermission")

FOR_READING = "permission handler of a request that only reads"
"""Under which ``core.memo`` keeps it: what it found out holds until the answer."""

Rule = tuple[int, int | None, str, bool]
"""Whom it is for (0 the person, 1 their groups, 2 everybody), the room, what, yes or no."""


def readable_by(people: Iterable[Any]) -> dict[int, Collection[int]]:
    """The rooms that each of these people may see and read, by the people's keys.

    Four queries for any number of people; worked out once for all who are in the same groups.
    One person alone is asked of in the page that is made for them: what it knows is not asked anew.
    """
    people = list({person.pk: person for person in people}.values())
    handler = remembered(FOR_READING, lambda: None)
    if handler is not None and len(people) == 1:
        return {people[0].pk: handler.readable_forum_ids(people[0])}
    keys = [person.pk for person in people]
    groups = groups_of_each(people)
    of_groups = _rules_of_groups(set().union(*groups.values()))
    of_people = _rules_of_people(keys)
    parents = dict(Forum.objects.order_by().values_list("pk", "parent_id"))
    known: dict[Any, Collection[int]] = {}
    answers: dict[int, Collection[int]] = {}
    for person in people:
        own = of_people.get(person.pk, [])
        alike = (person.is_active, person.is_superuser, groups[person.pk], tuple(own))
        if alike not in known:
            rules = [*of_people[None], *own]
            rules += [rule for group in groups[person.pk] for rule in of_groups.get(group, [])]
            known[alike] = ForumPermissionChecker.with_rules(person, rules, parents).forums_with()
        answers[person.pk] = known[alike]
    return answers


def _rules_of_groups(groups: Collection[int]) -> dict[int, list[Rule]]:
    found: dict[int, list[Rule]] = {}
    rows = GroupForumPermission.objects.filter(
        group__in=groups, permission__codename__in=ENTRY
    ).order_by()
    for group, *rule in rows.values_list("group", "forum", "permission__codename", "has_perm"):
        found.setdefault(group, []).append((1, *rule))
    return found


def _rules_of_people(keys: Collection[int]) -> dict[int | None, list[Rule]]:
    """The rules said to each person, by key; under None those for everybody who is signed in."""
    found: dict[int | None, list[Rule]] = {None: []}
    rows = UserForumPermission.objects.filter(
        Q(user__in=keys) | Q(authenticated_user=True), permission__codename__in=ENTRY
    ).order_by()
    for user, *rule in rows.values_list("user", "forum", "permission__codename", "has_perm"):
        found.setdefault(user, []).append((2 if user is None else 0, *rule))
    return found
