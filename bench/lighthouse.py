"""Lighthouse (mobile) on four pages of the demo, served as in production. Needs Node and Chromium.

    make lighthouse                       a table of the scores and times of each page
    python bench/lighthouse.py --runs 1   one run of each page, not the median of three

Ends with 1 when a page is below its bar, and says which audits cost it points.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tests.browser import site as sites  # noqa: E402
from tests.browser.addresses import Addresses  # noqa: E402
from tests.browser.site import RunningSite  # noqa: E402

LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = ("home", "resource", "event on site", "public topic")
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100}
LARGEST = {"largest-contentful-paint": 1800, "cumulative-layout-shift": 0.02,
           "total-blocking-time": 50}  # fmt: skip
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def serve(folder: Path) -> RunningSite:
    """The site without DEBUG, its static files hashed and compressed, its demo written."""
    port = sites.free_port()
    production = {
        "TRIAL": "0",
        "ALLOW_HTTP": "1",
        "SECRET_KEY": "only for this bench, and long enough to be let through: 0123456789",
        "EMAIL_URL": "consolemail://",
    }
    environment = sites.environment(folder, port) | production
    for command in (["release"], ["seed_demo", "--allow-in-production"]):
        print(f"manage.py {' '.join(command)} …", flush=True)
        subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=PROJECT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    command = ["manage.py", "serve", "--host", "127.0.0.1", "--port", str(port)]
    return sites.start(command, folder, port, ready="/readyz", **production)


def measure(url: str, report: Path) -> dict[str, Any]:
    """One Lighthouse run with its own throttling for a mid-range phone."""
    subprocess.run(
        [
            "npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(BARS)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
        ],
        env=os.environ | {"CHROME_PATH": chromium()},
        check=True,
    )  # fmt: skip
    return json.loads(report.read_text())


def chromium() -> str:
    found = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not found:
        sys.exit("No Chromium here: install it, or name it in CHROME_PATH.")
    return found


def median(runs: list[dict[str, Any]]) -> dict[str, float]:
    """The middle score of each category, and of each time."""
    scores = {
        name: statistics.median(run["categories"][name]["score"] * 100 for run in runs)
        for name in BARS
    }
    return scores | {
        name: statistics.median(run["audits"][name]["numericValue"] for run in runs)
        for name in (*LARGEST, "total-byte-weight", "first-contentful-paint")
    }


def costs(run: dict[str, Any]) -> list[str]:
    """The audits that cost points, the dearest first."""
    lost = []
    for category in BARS:
        for part in run["categories"][category]["auditRefs"]:
            audit = run["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                said = audit.get("displayValue", "")
                lost.append((part["weight"] * (1 - audit["score"]), f"{part['id']} {said}"))
    return [what for _cost, what in sorted(lost, reverse=True)]


def below(figures: dict[str, float]) -> list[str]:
    low = [name for name, bar in BARS.items() if figures[name] < bar]
    return low + [name for name, bar in LARGEST.items() if figures[name] > bar]


def row(name: str, figures: dict[str, float]) -> str:
    return (
        f"{name:<14} {figures['performance']:>5.0f} {figures['accessibility']:>5.0f} "
        f"{figures['best-practices']:>5.0f} {figures['first-contentful-paint'] / 1000:>6.2f} "
        f"{figures['largest-contentful-paint'] / 1000:>6.2f} "
        f"{figures['cumulative-layout-shift']:>6.3f} {figures['total-blocking-time']:>6.0f} "
        f"{figures['total-byte-weight'] / 1000:>6.0f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    rows, missed = [], []
    with tempfile.TemporaryDirectory(prefix="alongside-lighthouse-") as scratch:
        folder = Path(scratch)
        site = serve(folder)
        try:
            addresses = Addresses.of(site)
            for name in PAGES:
                print(f"{name} …", flush=True)
                reports = [
                    measure(site.url + addresses[name], folder / f"{n}.json") for n in range(runs)
                ]
                figures = median(reports)
                rows.append(row(name, figures))
                if low := below(figures):
                    missed.append(f"{name}: {', '.join(low)}; it costs: {costs(reports[0])}")
        finally:
            site.stop()
    print(f"\n{'page':<14} {'perf':>5} {'a11y':>5} {'best':>5} {'FCP s':>6} {'LCP s':>6} "
          f"{'CLS':>6} {'TBT ms':>6} {'kB':>6}")  # fmt: skip
    print("\n".join(rows))
    print("\n".join(missed) or "Every page meets its bars.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
