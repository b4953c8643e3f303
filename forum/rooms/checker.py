"""Permissions in the forums: one small rule over machina's permission rows."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from machina.apps.forum_permission.defaults import PermissionConfig
from machina.core.db.models import get_model

from core.days import site_today
from core.querysets import groups_of

Forum = get_model("forum", "Forum")

ALL = frozenset(permission["codename"] for permission in PermissionConfig.permissions)
ENTRY = frozenset({"can_see_forum", "can_read_forum"})
FOR_VISITORS = ENTRY | {"can_download_file"}


class ForumPermissionChecker:
    """What one person may do in each forum.

    A rule for the forum goes before a global one; among these a person's own goes
    before their groups', theirs before everybody's, and a denial before a grant.
    Nothing is allowed in a forum unless it and every forum above it may be seen
    and read. Visitors read at most, whatever the rules say. Superusers may do
    everything, inactive people nothing.

    Two queries, at the first question: one for the rules, one for the tree.
    """

    def __init__(self, user: Any) -> None:
        self.user = user
        self._is_known = user.is_authenticated
        self._parents: dict[int, int | None] | None = None
        self._allowed: dict[int | None, frozenset[str]] = {}
        self._open: dict[int, bool] = {}
        self._rules: dict[tuple[int | None, str], dict[int, bool]] | None = None

    @classmethod
    def with_rules(
        cls,
        user: Any,
        rules: Iterable[tuple[int, int | None, str, bool]],
        parents: dict[int, int | None],
    ) -> "ForumPermissionChecker":
        """A checker for somebody whose rules, and the tree, are known already: asks nothing."""
        checker = cls(user)
        checker._rules, checker._parents = _by_place(rules), parents
        return checker

    def has_perm(self, perm: str, forum: Any) -> bool:
        return perm in self.get_perms(forum)

    def get_perms(self, forum: Any) -> frozenset[str]:
        """What the person may do in the forum; without a forum, what the global rules say."""
        return self.perms_of(forum.pk if forum is not None else None)

    def get_perms_for_forumlist(
        self, forums: Iterable[Any], perm_codenames: Iterable[str] | None = None
    ) -> dict[Any, set[str]]:
        wanted = set(perm_codenames) if perm_codenames else ALL
        return {forum: set(self.get_perms(forum) & wanted) for forum in forums}

    def forums_with(self, *codenames: str) -> set[int]:
        """The forums in which the person may do all of these; only these are looked up."""
        if self._is_shut_out():
            return set()
        if self.user.is_superuser:
            return set(self.parents)
        wanted = [name for name in codenames if self._is_possible(name)]
        if len(wanted) < len(codenames):
            return set()
        return {
            pk
            for pk in self.parents
            if self._enters(pk) and all(self._decide(pk, name) for name in wanted)
        }

    def below(self, forum_id: int) -> set[int]:
        """The forum and all forums inside it, however deep."""
        return {pk for pk in self.parents if forum_id in self._chain(pk)}

    @property
    def parents(self) -> dict[int, int | None]:
        if self._parents is None:
            with connection.cursor() as cursor:
                cursor.execute(_TREE)
                self._parents = dict(cursor.fetchall())
        return self._parents

    def perms_of(self, forum_id: int | None) -> frozenset[str]:
        if self._is_shut_out():
            return frozenset()
        if self.user.is_superuser:
            return ALL
        if forum_id not in self._allowed:
            self._allowed[forum_id] = self._compute(forum_id)
        return self._allowed[forum_id]

    def _is_shut_out(self) -> bool:
        return self._is_known and not self.user.is_active

    def _is_possible(self, perm: str) -> bool:
        return self._is_known or perm in FOR_VISITORS

    def _compute(self, forum_id: int | None) -> frozenset[str]:
        if forum_id is None:
            return self._granted(None)
        if forum_id not in self.parents:
            self._parents = None
        if forum_id not in self.parents or not self._enters(forum_id):
            return frozenset()
        return self._granted(forum_id)

    def _enters(self, forum_id: int) -> bool:
        """Whether the person may see and read the forum and each above it."""
        if forum_id not in self._open:
            parent_id = self.parents[forum_id]
            self._open[forum_id] = (parent_id is None or self._enters(parent_id)) and all(
                self._decide(forum_id, perm) for perm in ENTRY
            )
        return self._open[forum_id]

    def _chain(self, forum_id: int | None) -> Iterable[int]:
        while forum_id is not None:
            yield forum_id
            forum_id = self.parents.get(forum_id)

    def _granted(self, forum_id: int | None) -> frozenset[str]:
        possible = ALL if self._is_known else FOR_VISITORS
        return frozenset(perm for perm in possible if self._decide(forum_id, perm))

    def _decide(self, forum_id: int | None, perm: str) -> bool:
        for place in (forum_id, None):
            said = self.rules.get((place, perm))
            if said:
                return said[min(said)]
        return self._is_known and perm in getattr(
            settings, "MACHINA_DEFAULT_AUTHENTICATED_USER_FORUM_PERMISSIONS", ()
        )

    @property
    def rules(self) -> dict[tuple[int | None, str], dict[int, bool]]:
        """The rules by place and permission: for the person, for their groups, for everybody."""
        if self._rules is None:
            self._rules = _by_place(self._rows())
        return self._rules

    def _rows(self) -> Iterable[tuple[int, int | None, str, bool]]:
        """The rules' rows. In words of SQL, as is the tree: every page asks both, and composing
        them took as long."""
        with connection.cursor() as cursor:
            if self._is_known and self.user.rights_withheld:
                mine = sorted(groups_of(self.user))
                belongs = f" AND belonging.group_id IN ({', '.join(['%s'] * len(mine)) or 'NULL'})"
                cursor.execute(_RULES + belongs, [self.user.pk, self.user.pk, *mine])
            elif self._is_known:
                today = connection.ops.adapt_datefield_value(site_today())
                cursor.execute(_RULES + _STILL, [self.user.pk, self.user.pk, today])
            else:
                cursor.execute(_RULES_FOR_VISITORS)
            return cursor.fetchall()


def _by_place(
    rows: Iterable[tuple[int, int | None, str, bool]],
) -> dict[tuple[int | None, str], dict[int, bool]]:
    rules: dict[tuple[int | None, str], dict[int, bool]] = {}
    for rank, forum_id, perm, granted in rows:
        said = rules.setdefault((forum_id, perm), {})
        said[rank] = said.get(rank, True) and bool(granted)
    return rules


_TREE = "SELECT id, parent_id FROM forum_forum"
# First whom a rule is for: 0 the person, 1 their groups, 2 everybody.
_RULES = """SELECT CASE WHEN authenticated_user THEN 2 ELSE 0 END, forum_id, codename, has_perm
    FROM forum_permission_userforumpermission AS rule
    JOIN forum_permission_forumpermission AS permission ON permission.id = permission_id
    WHERE user_id = %s OR authenticated_user
    UNION ALL
    SELECT 1, forum_id, codename, has_perm
    FROM forum_permission_groupforumpermission AS rule
    JOIN forum_permission_forumpermission AS permission ON permission.id = permission_id
    JOIN members_user_groups AS belonging ON belonging.group_id = rule.group_id
    WHERE belonging.user_id = %s
"""
# ``core.belonging`` in words of SQL: the facilitators' group, until the last day of a term.
_STILL = """ AND NOT EXISTS (
    SELECT 1 FROM communities_membership AS term
    JOIN communities_communitypage AS place ON place.page_ptr_id = term.community_id
    WHERE place.facilitator_group_id = belonging.group_id AND term.member_id = belonging.user_id
    AND term.facilitator_until < %s)
"""
_RULES_FOR_VISITORS = """SELECT 2, forum_id, codename, has_perm
    FROM forum_permission_userforumpermission AS rule
    JOIN forum_permission_forumpermission AS permission ON permission.id = permission_id
    WHERE anonymous_user
"""
