"""Measure how long the worst inputs of a mebibyte take, as ratios to parsing the same bytes as JSON, or to reading them where they are none.

    python bench/hostile.py                all shapes, some minutes
    python bench/hostile.py --smoke        each of them once, on less, to see that they run
    python bench/hostile.py --json FILE    what every round gave, too

The shapes are those of which the tests say how much memory they take. Where a claim is decided, that is most of the time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from io import TextIOBase
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import measuring
from measuring import Row, in_turn, spent

from malice import DOCUMENTS, LINES, RECORDS
from warranty_rules import Claim, WarrantyRulesError, cli
from warranty_rules.analysis.interview import parsed
from warranty_rules.analysis.record import replay
from warranty_rules.documents import read
from warranty_rules.policies import icenter

Call = Callable[[bytes], object]
POLICY = icenter.policy()
EMPTY = b'{"faults":[' + b",".join([b"{}"] * 100) + b"]}"
LESS = 2_000
"""How many bytes of lines are read to see that they are."""


class Nowhere(TextIOBase):
    def write(self, text: str) -> int:
        return len(text)


def refused(call: Call) -> Call:
    """Try, and let the library refuse."""

    def tried(given: bytes) -> None:
        with suppress(WarrantyRulesError):
            call(given)

    return tried


def typed(folder: Path, *words: str) -> Call:
    """Give the command line a file."""

    def run(given: bytes) -> None:
        file = folder / "given"
        file.write_bytes(given)
        with redirect_stdout(Nowhere()), redirect_stderr(Nowhere()):
            cli.main([*words, str(file)])

    return run


def parse(given: bytes) -> object:
    """Parse JSON, or JSON Lines; read what is neither."""
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return given.decode("utf-8", "replace").splitlines()


def shapes(folder: Path) -> Iterator[tuple[str, Call, bytes]]:
    for name, given in DOCUMENTS.items():
        yield f"read: {name}", lambda given: read(Claim, given), given
    for name, given in RECORDS.items():
        yield f"replay: {name}", lambda given: str(replay(given, POLICY)), given
    for name, given in LINES.items():
        yield f"decide: {name}", typed(folder, "decide", "--lines"), given
    yield "decide: a hundred empty faults", typed(folder, "decide"), EMPTY
    yield "decide --json: a hundred empty faults", typed(folder, "decide", "--json"), EMPTY
    yield "summarize: a hundred empty faults", typed(folder, "summarize"), EMPTY
    yield "decide: one empty claim", typed(folder, "decide"), b"{}"
    yield "answer: commas", lambda given: parsed(Claim.fault.causes, given.decode()), b"," * (1 << 20)


def rows(smoke: bool) -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        for name, call, given in shapes(Path(folder)):
            less = given[:LESS] if smoke else given
            kind, _, what = name.partition(": ")
            values = in_turn(partial(spent, parse, [less]), partial(spent, refused(call), [less]), 1 if smoke else 3, uncounted=0)
            yield Row(kind, f"{what}, {len(less):,} bytes", values)


if __name__ == "__main__":
    measuring.main(__doc__, rows)
