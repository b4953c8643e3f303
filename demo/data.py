"""What the demo says, read from its TOML files."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILES = HERE / "files"


@cache
def read(name: str) -> dict[str, Any]:
    """One file's content, by its name without ".toml": ``people``, ``library/guides``."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def people() -> list[dict[str, Any]]:
    return read("people")["person"]


def organisations() -> list[dict[str, Any]]:
    return read("places")["organisation"]


def areas() -> list[dict[str, Any]]:
    """Regions, each with the names of its parts."""
    return read("places")["area"]


def communities() -> list[dict[str, Any]]:
    return read("communities")["community"]


def rooms() -> list[dict[str, Any]]:
    return read("communities")["room"]


def resources() -> list[dict[str, Any]]:
    return [
        resource
        for name in ("guides", "sector", "research")
        for resource in read(f"library/{name}")["resource"]
    ]


def talk() -> dict[str, list[dict[str, Any]]]:
    """Topics by the key of their room. A room may have several files."""
    by_room: dict[str, list[dict[str, Any]]] = {room["key"]: [] for room in rooms()}
    for path in sorted((HERE / "talk").glob("*.toml")):
        file = read(f"talk/{path.stem}")
        by_room[file["room"]] += file["topic"]
    return by_room


def unsent() -> list[tuple[str, dict[str, Any]]]:
    """What somebody wrote without their name and took back, with the key of its room."""
    files = (read(f"talk/{path.stem}") for path in sorted((HERE / "talk").glob("*.toml")))
    return [(file["room"], entry) for file in files for entry in file.get("unsent", [])]


def drafts() -> list[tuple[str, dict[str, Any]]]:
    """What somebody began to write, with the key of its room."""
    files = (read(f"talk/{path.stem}") for path in sorted((HERE / "talk").glob("*.toml")))
    return [(file["room"], entry) for file in files for entry in file.get("draft", [])]


def posts(topic: dict[str, Any]) -> list[dict[str, Any]]:
    """What is said in a topic: its beginning, then the replies."""
    return [topic, *topic.get("reply", [])]


def documents() -> list[dict[str, Any]]:
    return read("files")["document"]


def pictures() -> list[dict[str, Any]]:
    return read("files")["picture"]


def title_of(kind: str, file: str) -> str:
    """What a "document" or "picture" is called on the site, by its file's name."""
    return next(entry["title"] for entry in read("files")[kind] if entry["file"] == file)


def path_of(folder: str, file: str) -> Path:
    """Where a file of ``documents``, ``attachments`` or ``pictures`` lies."""
    return FILES / folder / file
