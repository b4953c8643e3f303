"""What was measured, as tables of ratios and charts in docs/performance.md."""

import os
import platform
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from bench import charts
from bench.load import Figures

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENT = PROJECT / "docs/performance.md"
OURS, STOCK = "this site", "stock machina"
AT_LEAST = {"topic": 2, "index": 3, "unread": 50}
"""Requests per second, as a multiple of stock machina's, for a member."""

GROWTH, LONG_POSTING = 1.3, 1.2


Grown = tuple[str, Figures, Figures]
"""A page and who looked; what it took of few posts, and of many."""


def machine(figure: str) -> dict[str, str]:
    """Where, when and in whose company it was measured, and what a figure is."""
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
        "for each figure": figure,
        "load average at the start": f"{os.getloadavg()[0]:.1f}",
    }


def write(result: dict[str, Any]) -> None:
    _replace("bench-forum", _parts(result))
    charts.write(result)


def write_growth(about: dict[str, str], sizes: list[int], grown: list[Grown]) -> None:
    few, many = (f"{size:,} posts" for size in sizes)
    table = [
        f"| page | p95 ms, {few} | {many} | × | p50 × | CPU × | requests |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {name} | {small.p95:.0f} | {large.p95:.0f} | **{large.p95 / small.p95:.2f}** "
            f"| {large.p50 / small.p50:.2f} | {large.cpu / small.cpu:.2f} "
            f"| {small.requests:,} and {large.requests:,} |"
            for name, small, large in grown
            if not (small.failed or large.failed)
        ),
    ]
    lines = "\n".join(f"- {name}: {value}" for name, value in about.items())
    chart = "![p95 of each page by the number of posts](images/performance-growth.svg)"
    _replace("bench-growth", [lines, f"- {growth_bar(sizes, grown)}", chart, "\n".join(table)])
    charts.write_growth([few, many], [(name, [a.p95, b.p95]) for name, a, b in grown])


def growth_bar(sizes: list[int], grown: list[Grown]) -> str:
    """Whether p95 of each page is about the same of few posts and of many."""
    few, many = (f"{size:,}" for size in sizes)
    said = f"p95 at {many} posts within {GROWTH} × of p95 at {few}"
    failed = [name for name, small, large in grown if small.failed or large.failed]
    if failed:
        return f"{_verdict(False)}: no figures for {', '.join(failed)}"
    ratios = {name: large.p95 / small.p95 for name, small, large in grown}
    over = [f"{name} {ratio:.2f}" for name, ratio in ratios.items() if ratio > GROWTH]
    if over:
        return f"{_verdict(False)}: {said}, but for {'; '.join(over)}"
    worst = max(ratios, key=lambda name: ratios[name])
    return f"{_verdict(True)}: {said} for every page (most: {worst}, {ratios[worst]:.2f})"


def _replace(command: str, parts: list[str]) -> None:
    """Put these parts into the document, where the command's are."""
    begin, end = f"<!-- begin: make {command} -->", f"<!-- end: make {command} -->"
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(begin)
    _old, _end, after = rest.partition(end)
    new = "\n\n".join([begin, *parts, end])
    DOCUMENT.write_text(f"{before}{new}{after}", encoding="utf-8")


def _parts(result: dict[str, Any]) -> list[str]:
    parts = [
        "\n".join(f"- {name}: {value}" for name, value in result["about"].items()),
        "\n".join(["### Against the bars", "", *(f"- {line}" for line in bars(result))]),
        "![Requests per second, as a multiple of stock machina's](images/performance-ratio.svg)",
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


def _verdict(holds: bool) -> str:
    return "holds" if holds else "**missed**"
