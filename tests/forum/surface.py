"""What our classes rely on in django-machina, and in Django below it, one line for each thing.

``python -m tests.forum.surface`` prints it, to be kept as ``machina.txt`` once a new
release has been read and its differences are understood (docs/adr/0013).
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


MADE = ("base_fields", "declared_fields", "media")
"""What Django writes into each form class."""


def surface() -> list[str]:
    return sorted({*bases(), *fields(), *templates(), *addresses(), *migrations(), *receivers()})


def ours() -> list[type]:
    """What machina takes from us, and whatever else extends a class of machina's."""
    import forum

    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(forum.__path__, "forum.")
        if ".migrations" not in found.name
    ]
    return [
        cls
        for module in modules
        for cls in vars(module).values()
        if inspect.isclass(cls)
        and cls.__module__.startswith("forum.")
        and (".overrides." in module.__name__ or any(is_machina(base) for base in cls.__mro__))
    ]


def bases() -> Iterator[str]:
    """Each class that we extend, and each attribute of it that we replace, with its signature."""
    for cls in ours():
        theirs = [base for base in cls.__mro__ if is_theirs(base)]
        yield from (f"class {name_of(base)}" for base in theirs if is_machina(base))
        for name in vars(cls):
            base = next((base for base in theirs if name in vars(base)), None)
            if base and not name.startswith("__") and name not in MADE:
                yield f"uses {name_of(base)}.{name}{signature(vars(base)[name])}"


def is_machina(cls: type) -> bool:
    return cls.__module__.startswith("machina.")


def is_theirs(cls: type) -> bool:
    return is_machina(cls) or cls.__module__.startswith("django.")


def name_of(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def signature(thing: object) -> str:
    thing = getattr(thing, "__func__", thing)
    return str(inspect.signature(thing)) if inspect.isfunction(thing) else ""


def labels() -> list[str]:
    return [
        "forum", "forum_conversation", "forum_attachments", "forum_polls", "forum_member",
        "forum_permission", "forum_tracking",
    ]  # fmt: skip


def fields() -> Iterator[str]:
    """Columns: our statements, indexes and updates name them."""
    from django.apps import apps

    for label in labels():
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.local_concrete_fields:
                if field.db_column is None:
                    kind = field.get_internal_type()
                    yield f"column {model._meta.db_table}.{field.column} {kind}"


def templates() -> Iterator[str]:
    """Templates of machina's that ours stand in for."""
    import machina

    stock = Path(machina.__file__).parent / "templates" / "machina"
    for path in stock.rglob("*.html"):
        yield f"template {path.relative_to(stock)}"


def addresses() -> Iterator[str]:
    from forum.urls import urlpatterns

    yield from _addresses(urlpatterns, "", "")


def _addresses(patterns: list, namespace: str, before: str) -> Iterator[str]:
    for pattern in patterns:
        here = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern.url_patterns, pattern.namespace or namespace, here)
        else:
            yield f"address {namespace}:{pattern.name} {here}"


def migrations() -> Iterator[str]:
    from django.db.migrations.loader import MigrationLoader

    graph = MigrationLoader(None).graph
    for label, name in graph.leaf_nodes():
        if label in labels():
            yield f"migration {label} {name}"


def receivers() -> Iterator[str]:
    """machina's receivers that still hear something; the others we have taken away."""
    from django.db.models import signals
    from machina.apps.forum.signals import forum_moved, forum_viewed
    from machina.apps.forum_conversation.signals import topic_viewed

    for signal in (
        signals.pre_save, signals.post_save, signals.pre_delete, signals.post_delete,
        forum_moved, forum_viewed, topic_viewed,
    ):  # fmt: skip
        for entry in signal.receivers:
            held = entry[1]
            heard = held() if callable(held) and not inspect.isroutine(held) else held
            module = getattr(heard, "__module__", "") or ""
            if module.startswith("machina."):
                yield f"receiver {module}.{heard.__qualname__}"


if __name__ == "__main__":
    import django

    django.setup()
    print("\n".join(surface()))  # noqa: T201
