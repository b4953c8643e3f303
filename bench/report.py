"""What was measured, as tables of ratios and charts in docs/performance.md."""

import os
import platform
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from bench import charts

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENT = PROJECT / "docs/performance.md"
BEGIN, END = "<!-- begin: make bench-forum -->", "<!-- end: make bench-forum -->"
OURS, STOCK = "this site", "stock machina"
AT_LEAST = {"topic": 2, "index": 3, "unread": 50}
"""Requests per second, as a multiple of stock machina's, for a member."""

GROWTH, LONG_POSTING = 1.3, 1.2


def machine(rounds: int, seconds: float) -> dict[str, str]:
    """Where, when and in whose company it was measured."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024**2
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, text=True, capture_output=True,
        check=False,
    ).stdout.strip()  # fmt: skip
    return {
        "date": f"{date.today():%-d %B %Y}",
        "commit": commit,
        "processor": f"{model}, {os.cpu_count()} cores, {memory} GB, {platform.system()}",
        "Python": platform.python_version(),
        "gunicorn": "2 workers with 4 threads each; 8 clients on the same machine",
        "for each figure": f"the median of {rounds} × {seconds:g} seconds, after a warm-up",
        "load average at the start": f"{os.getloadavg()[0]:.1f}",
    }


def write(result: dict[str, Any]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    new = "\n\n".join([BEGIN, *_parts(result), END])
    DOCUMENT.write_text(f"{before}{new}{after}", encoding="utf-8")
    charts.write(result)


def _parts(result: dict[str, Any]) -> list[str]:
    parts = [
        "\n".join(f"- {name}: {value}" for name, value in result["about"].items()),
        "\n".join(["### Against the bars", "", *(f"- {line}" for line in bars(result))]),
        "![Requests per second, as a multiple of stock machina's](images/performance-ratio.svg)",
        "![p95 of each page by the number of posts](images/performance-growth.svg)",
    ]
    for size, sites in result["sizes"].items():
        parts.append(f"### {int(size):,} posts")
        parts.append(_table(sites))
    return parts


def _table(sites: dict[str, Any]) -> str:
    """Ours, stock's and how many times better: more requests, less of everything else."""
    lines = [
        "| page | who | requests/s | stock | × | CPU ms | stock | × | p50 ms | stock | "
        "p95 ms | stock | queries | stock | kB | stock |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for page, people in sites[OURS].items():
        for who, ours in people.items():
            stock = sites.get(STOCK, {}).get(page, {}).get(who)
            cells = [page, who, _number(ours, "per_second"), _number(stock, "per_second")]
            ratio = ratio_of(ours, stock)
            cells.append(f"**{ratio:.1f}**" if ratio else "")
            cells += [_number(ours, "cpu"), _number(stock, "cpu")]
            cells.append(f"**{stock['cpu'] / ours['cpu']:.1f}**" if ratio and ours["cpu"] else "")
            for name in ("p50", "p95"):
                cells += [_number(ours, name), _number(stock, name)]
            for name in ("queries", "bytes"):
                cells += [_whole(ours, name), _whole(stock, name)]
            lines.append("| " + " | ".join(cells) + " |")
    notes = [
        f"{site}, {page} as {who}: {figures['failed']}."
        for site, pages in sites.items()
        for page, people in pages.items()
        for who, figures in people.items()
        if figures["failed"]
    ]
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def ratio_of(ours: dict, stock: dict | None) -> float | None:
    if not stock or not stock["per_second"] or not ours["per_second"]:
        return None
    return ours["per_second"] / stock["per_second"]


def _number(figures: dict | None, name: str) -> str:
    if not figures or not figures["requests"]:
        return "–"
    value = figures[name]
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _whole(figures: dict | None, name: str) -> str:
    if not figures or not figures["requests"]:
        return "–"
    return f"{figures[name] / 1000:,.0f}" if name == "bytes" else f"{figures[name]:,}"


def bars(result: dict[str, Any]) -> list[str]:
    """Each bar with what was measured at the largest size, and whether it holds."""
    sizes = list(result["sizes"])
    largest = result["sizes"][sizes[-1]]
    many, lines = f"{int(sizes[-1]):,}", []
    for page, least in AT_LEAST.items():
        ours, stock = largest[OURS][page]["member"], largest.get(STOCK, {}).get(page, {})
        if stock.get("member", {}).get("failed") and not stock["member"]["requests"]:
            lines.append(f"holds: {page} at {many} posts, where stock machina does not answer")
        elif ratio := ratio_of(ours, stock.get("member")):
            lines.append(
                f"{_verdict(ratio >= least)}: {page} at {many} posts {ratio:.1f} × stock's "
                f"requests per second (at least {least}), "
                f"{stock['member']['cpu'] / ours['cpu']:.1f} × by CPU"
            )
    if len(sizes) > 1:
        lines += _growth(result["sizes"][sizes[0]][OURS], largest[OURS], int(sizes[0]), many)
    short, long = (
        largest[OURS][f"posting into {which} topic"]["member"]
        for which in ("a short", "the longest")
    )
    if short["p50"]:
        slower = long["p50"] / short["p50"]
        lines.append(
            f"{_verdict(slower <= LONG_POSTING)}: posting into the longest topic takes "
            f"{slower:.2f} × what it takes into a short one (at most {LONG_POSTING})"
        )
    return lines


def _growth(small: dict, large: dict, few: int, many: str) -> list[str]:
    grown = {
        f"{page} as {who}": large[page][who]["p95"] / figures["p95"]
        for page, people in small.items()
        for who, figures in people.items()
        if figures["p95"]
    }
    over = [f"{name} {ratio:.2f}" for name, ratio in grown.items() if ratio > GROWTH]
    worst = max(grown, key=lambda name: grown[name])
    said = f"p95 at {many} posts within {GROWTH} × of p95 at {few:,}"
    if over:
        return [f"{_verdict(False)}: {said}, but for {', '.join(over)}"]
    return [f"{_verdict(True)}: {said} for every page (most: {worst}, {grown[worst]:.2f})"]


def _verdict(holds: bool) -> str:
    return "holds" if holds else "**missed**"
