"""The small changes: those of mutmut, and three of the kind that tests with one row do not see."""

import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import Mutation, MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

NARROWS = {"filter", "exclude"}
WORDS = m.Call(
    func=m.Name("_")
    | m.Name("gettext")
    | m.Name("gettext_lazy")
    | m.Attribute(value=m.Name("logger"))
)
WORDS_FOR_THE_LOG = m.Arg(keyword=m.Name("what"))
"""What is said to people, here or in the log: no rule hangs on it."""


def drop_condition(node: cst.Call) -> Iterator[cst.CSTNode]:
    """``rows.filter(…)`` becomes ``rows.all()``: a condition that is missing."""
    if m.matches(node.func, m.Attribute()) and node.func.attr.value in NARROWS:
        yield node.with_changes(func=node.func.with_changes(attr=cst.Name("all")), args=[])


def drop_statement(node: cst.Expr) -> Iterator[cst.CSTNode]:
    """A call that stands by itself is left out."""
    if isinstance(node.value, cst.Call):
        yield cst.Pass()


def drop_transaction(node: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    """``@transaction.atomic`` is left out."""
    atomic = m.Decorator(m.Attribute(m.Name("transaction"), m.Name("atomic")))
    rest = [each for each in node.decorators if not m.matches(each, atomic)]
    if len(rest) < len(node.decorators):
        yield node.with_changes(decorators=rest)


OPERATORS = [
    (cst.Call, drop_condition),
    (cst.Expr, drop_statement),
    (cst.FunctionDef, drop_transaction),
    *mutation_operators,
]


@dataclass(frozen=True)
class Change:
    path: str
    operator: str
    before: str
    after: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Those that go, with ``- `` before them, and those that come, with ``+ ``; where a line
        only goes, the one below it."""
        told = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), n=1)
        lines = [line for line in told if line[:2] not in ("--", "++", "@@")]
        changed = [f"{line[0]} {line[1:].strip()}" for line in lines if line[0] in "-+"]
        if not any(line[0] == "+" for line in changed):
            changed.append(f"= {lines[-1].strip()}")
        return tuple(changed)

    @property
    def diff(self) -> str:
        told = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), self.path, self.path, "", "", 3, ""
        )
        return "\n".join(told)


class _Visitor(MutationVisitor):
    """Goes into decorated functions too, which mutmut's own way to run them cannot."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if m.matches(node, WORDS | WORDS_FOR_THE_LOG):
            return True
        decorated = isinstance(node, cst.FunctionDef) and bool(node.decorators)
        return not decorated and super()._skip_node_and_children(node)


def sample(root: Path, path: str, number: int, seed: str) -> list[Change]:
    """That many changes to the module, drawn evenly from their kinds; the same for the same seed
    and source."""
    draw = random.Random(f"{seed} {path}")
    before = (root / path).read_text()
    module, by_operator = possible(before)
    for some in by_operator.values():
        draw.shuffle(some)
    kinds = draw.sample(list(by_operator), len(by_operator))
    drawn: dict[str, Change] = {}
    for name, mutation in _in_turn({kind: by_operator[kind] for kind in kinds}):
        if len(drawn) == number:
            break
        after = rendered(module, mutation)
        if after != before:
            drawn.setdefault(after, Change(path, name, before, after))
    return list(drawn.values())


def possible(source: str) -> tuple[cst.Module, dict[str, list[Mutation]]]:
    """All that can be changed, by the operator's name."""
    found: dict[str, list[Mutation]] = {}
    wrapper = MetadataWrapper(cst.parse_module(source))
    for name in dict.fromkeys(operator.__name__ for _node, operator in OPERATORS):
        own = [each for each in OPERATORS if each[1].__name__ == name]
        visitor = _Visitor(own, IgnoredCode(set(), set(), set()))
        wrapper.visit(visitor)
        found[name] = visitor.mutations
    return wrapper.module, found


def rendered(module: cst.Module, mutation: Mutation) -> str:
    """The source with this change in it."""
    return deep_replace(module, mutation.original_node, mutation.mutated_node).code


def _in_turn(by_operator: dict[str, list[Mutation]]) -> Iterator[tuple[str, Mutation]]:
    for some in zip_longest(*by_operator.values()):
        for name, mutation in zip(by_operator, some, strict=True):
            if mutation is not None:
                yield name, mutation
