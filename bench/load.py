"""Asking a running site again and again, from as many threads as it has, and what that cost."""

import http.client
import os
import statistics
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlencode

AT_ONCE = 8
PATIENCE = 30
"""Seconds after which an answer is not waited for any more."""

SLOW = 5
"""Seconds for one answer, beyond which eight at once would keep us here all day."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Figures:
    """What one page costs somebody. Times in milliseconds; CPU is the site's processes', not the
    database's."""

    per_second: float
    p50: float
    p95: float
    cpu: float
    queries: int
    bytes: int
    requests: int
    failed: str = ""
    times: list[float] = field(default_factory=list, repr=False)
    """Of each request, sorted."""

    as_dict = asdict

    def __str__(self) -> str:
        return (
            f"{self.per_second:>8.1f}/s p50 {self.p50:>8.1f} p95 {self.p95:>8.1f} "
            f"CPU {self.cpu:>7.1f} ms, {self.queries} queries {self.failed}"
        )


def median(rounds: list[Figures]) -> Figures:
    """The middle of each figure; what failed once, failed."""
    failed = next((figures for figures in rounds if figures.failed), None)
    if failed:
        return failed
    return Figures(
        **{
            name: statistics.median_low([getattr(figures, name) for figures in rounds])
            for name in ("per_second", "p50", "p95", "cpu", "queries", "bytes", "requests")
        }
    )


def pooled(rounds: list[Figures]) -> Figures:
    """p50 and p95 of all rounds' requests together, and the middle of every other figure."""
    figures = median(rounds)
    if figures.failed:
        return figures
    times = sorted(each for figures in rounds for each in figures.times)
    figures.p50, figures.p95 = percentile(times, 0.5), percentile(times, 0.95)
    figures.requests, figures.times = len(times), times
    return figures


def percentile(times: list[float], share: float) -> float:
    """Of sorted seconds, in milliseconds."""
    return round(times[min(int(len(times) * share), len(times) - 1)] * 1000, 2)


@dataclass
class Visit:
    """One request, as somebody: ``form`` is posted."""

    path: str
    cookie: str = ""
    form: dict[str, str] | None = None
    expected: int = 200

    def ask(self, connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        headers |= {"Accept-Encoding": "identity", "Host": "127.0.0.1"}
        if self.form is None:
            connection.request("GET", self.path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", self.path, urlencode(self.form), headers)
        return connection.getresponse()


def measure(port: int, master: int, visit: Visit, seconds: float) -> Figures:
    """Ask once to see what comes, then warm up, then ask for so many seconds."""
    asked = time.monotonic()
    try:
        first, body = _once(port, visit)
    except (TimeoutError, http.client.HTTPException, ConnectionError) as error:
        return Figures(0, 0, 0, 0, 0, 0, 0, failed=f"no answer in {PATIENCE} s ({error})")
    queries = int(first.headers.get("X-Queries") or 0)
    if first.status != visit.expected:
        return Figures(0, 0, 0, 0, queries, len(body), 1, failed=f"answered {first.status}")
    if not visit.cookie and (sent := first.headers.get("Set-Cookie")):
        visit.cookie = sent.partition(";")[0]  # a visitor's browser keeps what it is given
    second, _body = _once(port, visit)
    queries = int(second.headers.get("X-Queries") or 0)
    if (each := (time.monotonic() - asked) / 2) > SLOW:
        return Figures(
            *(round(1 / each, 3), round(each * 1000), round(each * 1000)),
            *(round(each * 1000), queries, len(body), 2),
            failed=f"asked only twice, one after the other, because it takes {each:.0f} s; "
            "its time stands for its CPU too",
        )
    _hammer(port, visit, min(seconds / 4, 2))
    before, started = _cpu(master), time.monotonic()
    times, wrong = _hammer(port, visit, seconds)
    lasted, used = time.monotonic() - started, _cpu(master) - before
    times.sort()
    return Figures(
        per_second=round(len(times) / lasted, 2),
        p50=percentile(times, 0.5),
        p95=percentile(times, 0.95),
        cpu=round(used / len(times) * 1000, 2),
        queries=queries,
        bytes=len(body),
        requests=len(times),
        times=times,
        failed=f"{wrong} answers were not {visit.expected}" if wrong else "",
    )


def _once(port: int, visit: Visit) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        response = visit.ask(connection)
        return response, response.read()
    finally:
        connection.close()


def _hammer(port: int, visit: Visit, seconds: float) -> tuple[list[float], int]:
    """How long each answer took, and how many were not what was expected."""
    until, times, wrong = time.monotonic() + seconds, [], []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while not times or time.monotonic() < until:
            started = time.monotonic()
            try:
                response = visit.ask(connection)
                response.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                wrong.append(0)
            else:
                if response.status != visit.expected:
                    wrong.append(response.status)
            times.append(time.monotonic() - started)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(wrong)


def _cpu(master: int) -> float:
    """Seconds of processor time that the master and its workers have used."""
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) == master or int(fields[1]) == master:
            used += int(fields[11]) + int(fields[12])
    return used / TICKS
