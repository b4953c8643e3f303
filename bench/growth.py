"""What the discussions cost as they grow: each page at 10,000 posts and at 1,000,000.

    make bench-growth                                   five rounds, some ten minutes
    make bench-growth ARGS="--sizes 10000 100000 --rounds 1"   a quick look

On the databases of ``make bench-forum``, which are made here if need be. Only this site runs, once
for each size, and both are asked in turn, page by page; p95 is of all rounds' requests together.
Writes its part of docs/performance.md. Ends with 1 when a page has grown too slow.
"""

import argparse
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import report
from bench.forum import BARE, LOOKS, fill, look, server_named, serving
from bench.load import Figures, pooled


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs=2, default=[10_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=3, help="for each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    urls = {size: f"{server_named()}/bench_forum_{size}" for size in options.sizes}
    for size, url in urls.items():
        fill(url, size)
    about = report.machine(
        f"all requests of {options.rounds} × {options.seconds:g} seconds, each after a warm-up"
    )
    looks = [each for each in LOOKS if each[0] != BARE]
    seen: dict[tuple[str, str], dict[int, list[Figures]]] = {}
    with ExitStack() as open_sites:
        sites = {
            size: open_sites.enter_context(serving(report.OURS, url)) for size, url in urls.items()
        }
        for turn in range(options.rounds):
            for page, who in looks:
                for size, site in sites.items():
                    figures = look(site, page, who, options.seconds)
                    seen.setdefault((page, who), {}).setdefault(size, []).append(figures)
                    print(f"{turn + 1} {size:>9,} {page:<31} {who:<9}", figures, flush=True)
    grown = [
        (f"{page}, {who}", *(pooled(rounds) for rounds in sizes.values()))
        for (page, who), sizes in seen.items()
    ]
    report.write_growth(about, options.sizes, grown)
    verdict = report.growth_bar(options.sizes, grown)
    print(verdict)
    return 0 if verdict.startswith("holds") else 1


if __name__ == "__main__":
    sys.exit(main())
