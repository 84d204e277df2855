"""Run the benchmarks, each in a process of its own; then draw their pictures and put their tables into the pages.

    python bench/all.py             all of them, some minutes
    python bench/all.py NAME...     these alone, and then all pictures and tables, from what is in bench/results
    python bench/all.py --tell      pictures and tables alone
    python bench/all.py --smoke     each of them once, and what can be told of that; nothing is written down

What a benchmark measures goes to `bench/results`, and all else is made from that. One whose peers are not installed is left out, and its
results stay as they are: business days need the extra `oracles`, rule engines an environment of their own with what is in
`bench/requirements-rule-engines.txt`, in which `python bench/all.py rule-engines` is run. The optimum runs by name alone: nothing of it is
timed, and it comes to the same on every machine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import report
from measuring import installed

BENCH = Path(__file__).parent
COMMANDS: dict[str, tuple[str, ...]] = {
    "run": ("run.py",),
    "analysis": ("analysis.py",),
    "lint": ("lint.py",),
    "business-days": ("business_days.py",),
    "growth": ("growth.py",),
    "hostile": ("hostile.py",),
    "asking": ("asking.py",),
    "rule-engines": ("rule_engines.py",),
    "optimum": ("asking.py", "--optimum"),
}
BY_NAME = {"optimum"}
PEERS = {
    "business-days": ["numpy", "pandas", "QuantLib"],
    "rule-engines": (BENCH / "requirements-rule-engines.txt").read_text(encoding="utf-8").split(),
}


def missing(name: str) -> list[str]:
    """List the peers of a benchmark that are not installed, or in another version than it is pinned to."""
    return [peer for peer in PEERS.get(name, []) if not installed(*peer.split("=="))]


def run(name: str, folder: Path, *more: str) -> None:
    """Run a benchmark, which writes its results into the folder."""
    begin = perf_counter()
    print(f"== {name}", flush=True)
    script, *words = COMMANDS[name]
    subprocess.run([sys.executable, str(BENCH / script), *words, *more, "--json", str(folder / f"{name}.json")], check=True)
    print(f"-- {name}: {perf_counter() - begin:.0f} s\n", flush=True)


def smoke() -> None:
    with TemporaryDirectory() as folder:
        for name in COMMANDS:
            run(name, Path(folder), "--smoke")
        found = report.load(Path(folder))
        print(f"{len(report.pictures(found))} pictures and {len(report.pages(found))} pages can be made of it")


def measure(names: list[str]) -> None:
    """Run those whose peers are installed."""
    for name in names:
        if lacking := missing(name):
            print(f"== {name} is left out, and its results stay as they are; not installed: {', '.join(lacking)}\n", flush=True)
        else:
            run(name, report.RESULTS)


def tell() -> None:
    """Write all pictures and pages from the results."""
    found = report.load()
    for path, text in {**report.pictures(found), **report.pages(found)}.items():
        path.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(COMMANDS)}")
    parser.add_argument("--tell", action="store_true", help="measure nothing")
    parser.add_argument("--smoke", action="store_true", help="everything once, to see that it runs")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - COMMANDS.keys():
        parser.error(f"no benchmark is named {', '.join(sorted(unknown))}: there are {', '.join(COMMANDS)}")
    if chosen.smoke:
        smoke()
    else:
        measure([] if chosen.tell else chosen.names or [name for name in COMMANDS if name not in BY_NAME])
        tell()


if __name__ == "__main__":
    main()
