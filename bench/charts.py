"""Two plain charts, in colours that tell apart on light and dark paper."""

import math
from html import escape
from pathlib import Path
from typing import Any

IMAGES = Path(__file__).resolve().parents[1] / "docs/images"
OURS, STOCK = "this site", "stock machina"
COLOURS = ("#0b7a75", "#b45309", "#5b5bd6")
WIDTH, LEFT, ROW = 760, 250, 26


def write(result: dict[str, Any]) -> None:
    sizes = result["sizes"]
    largest = next(reversed(sizes.values()))
    many = f"{int(list(sizes)[-1]):,}"
    ratios = [
        (f"{page}, {who}", [ours["per_second"] / stock["per_second"]])
        for page, people in largest[OURS].items()
        for who, ours in people.items()
        if (stock := largest.get(STOCK, {}).get(page, {}).get(who)) and stock["per_second"]
    ]
    if ratios:
        title = f"Requests per second at {many} posts, as a multiple of stock machina's"
        _save("performance-ratio", _bars(title, ratios, ["times as many"], unit="×"))


def write_growth(labels: list[str], rows: list[tuple[str, list[float]]]) -> None:
    """p95 of each page in milliseconds, beside one another for each size."""
    _save("performance-growth", _bars("p95 of this site in milliseconds", rows, labels, unit="ms"))


def _save(name: str, drawing: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / f"{name}.svg").write_text(drawing, encoding="utf-8")


def _bars(title: str, rows: list[tuple[str, list[float]]], labels: list[str], unit: str) -> str:
    """Bars side by side on a logarithmic scale, each with its figure."""
    thick = max(ROW - 8, 8 * len(labels)) / len(labels)
    row = thick * len(labels) + 8
    top, most = 70, max((value for _name, values in rows for value in values), default=1)
    reach = WIDTH - LEFT - 90

    def length(value: float) -> float:
        return reach * math.log10(1 + max(value, 0)) / math.log10(1 + most)

    height = top + row * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="16" font-weight="bold">{escape(title)}</text>',
    ]
    for n, label in enumerate(labels):
        x = 16 + n * 170
        parts.append(f'<rect x="{x}" y="40" width="12" height="12" fill="{COLOURS[n % 3]}"/>')
        parts.append(f'<text x="{x + 18}" y="51">{escape(label)}</text>')
    for n, (name, values) in enumerate(rows):
        y = top + n * row
        middle = y + thick * len(values) / 2 + 4
        parts.append(
            f'<text x="{LEFT - 8}" y="{middle:.1f}" text-anchor="end">{escape(name)}</text>'
        )
        for m, value in enumerate(values):
            at = y + m * thick
            parts.append(
                f'<rect x="{LEFT}" y="{at:.1f}" width="{length(value):.1f}" '
                f'height="{thick - 1:.1f}" fill="{COLOURS[m % 3]}"/>'
                f'<text x="{LEFT + length(value) + 5:.1f}" y="{at + thick / 2 + 4:.1f}" '
                f'font-size="11">{_figure(value)} {unit}</text>'
            )
    return "\n".join([*parts, "</svg>\n"])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}"
