"""What was measured, as a table, and in `docs/benchmarks.md` between two marks."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.bots import CORES, PEERS, TOP
from tests.bench.measure import Pace, Result

PAPER = TOP / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"


def write(results: list[Result]) -> None:
    """Put table, machine and versions into the paper, and print them."""
    measured = f"{table(results)}\n\n{surroundings()}"
    print(measured)
    before, _, rest = PAPER.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAPER.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}", encoding="utf-8")


def table(results: list[Result]) -> str:
    """One column for each bot."""
    rates = [pace.wanted for pace in results[0].paces]
    rows = [("", *(result.name for result in results))]
    rows.append(("---", *("---:" for _ in results)))
    for at, rate in enumerate(rates):
        paces = [result.paces[at] for result in results]
        rows += [
            (f"CPU for each update at {rate:,}/s", *(f"{pace.cpu:.2f} ms" for pace in paces)),
            (f"p50 at {rate:,}/s", *(_wait(pace, pace.p50) for pace in paces)),
            (f"p99 at {rate:,}/s", *(_wait(pace, pace.p99) for pace in paces)),
        ]
    far = [result.far for result in results if result.far]
    rows.append(("updates a second, Bot API 50 ms away", *(f"{pace.held:,.0f}" for pace in far)))
    rows.append(("p99 there", *(f"{pace.p99:,.0f} ms" for pace in far)))
    if results[0].conversations:
        label = f"memory after {results[0].conversations:,} conversations"
        rows.append((label, *(f"{result.memory:.0f} MiB" for result in results)))
    rows.append(("the Bot API's own core was busy", *(f"{_busiest(result):.0%}" for result in results)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def surroundings() -> str:
    """Machine, date and versions."""
    names = ("python-telegram-bot", "aiogram", "aiohttp")
    code = f"from importlib.metadata import version; print(*map(version, {names!r}))"
    peers = subprocess.run([PEERS, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    listed = ", ".join(f"{name} {number}" for name, number in zip(names, peers, strict=True))
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y}: {_processor()}, {len(CORES)} cores, {platform.system()} "
        f"{platform.release().split('-')[0]}, CPython {platform.python_version()}; peers: {listed}; ours: "
        f"aiohttp {version('aiohttp')}, cryptography {version('cryptography')}. "
        f"Load of the machine over the last quarter of an hour: {os.getloadavg()[2]:.1f}, bench included."
    )


def _wait(pace: Pace, milliseconds: float) -> str:
    if pace.held < pace.wanted * 0.95:
        return f"not held ({pace.held:,.0f}/s)"
    return f"{milliseconds:.1f} ms"


def _busiest(result: Result) -> float:
    return max(pace.api for pace in result.paces)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
