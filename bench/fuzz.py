"""Look for input that ends in another error than the library's own, guided by which lines it reaches; by hand, as long as one likes.

    python bench/fuzz.py --runs 200000           one process, guided by coverage; needs `pip install atheris`
    python bench/fuzz.py --runs 200000 --blind   without it: the same changes, at random from the seed
    python bench/fuzz.py --keep DIR              save what was found there

Input is claim documents of two shops, records of decisions to replay, and JSON Lines as the command line takes them apart. It is bytes
changed at random, or JSON whose keys and values are dropped, doubled, retyped, nested and renamed, as in the tests. What is printed is the
number of executions, how many of them were accepted, and each other error once, with the shortest input that ends in it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

EXAMPLES = Path(__file__).parents[1] / "examples" / "claims"
LONGEST = 20_000


class Targets:
    """What is tried, and what came of it."""

    def __init__(self, keep: Path | None) -> None:
        import malice
        from shops import bicycles
        from warranty_rules import Claim, cli, documents, errors
        from warranty_rules.analysis import record
        from warranty_rules.policies import icenter

        self.own, self.keep, self.malice = errors.WarrantyRulesError, keep, malice
        self.executions, self.accepted, self.found = Counter[str](), Counter[str](), dict[str, bytes]()
        self.file = Path(tempfile.mkstemp()[1])
        store, shop = icenter.policy(), bicycles.policy()

        def lines(given: bytes) -> None:
            self.file.write_bytes(given)
            for _, line in cli._lines(str(self.file)):
                documents.read(Claim, line)

        self.tried: dict[str, Callable[[bytes], object]] = {
            "read": lambda given: documents.read(Claim, given),
            "read, another shop": lambda given: documents.read(shop.record, given),
            "replay": lambda given: str(record.replay(given, store)),
            "lines": lines,
        }
        texts = [path.read_bytes() for path in sorted(EXAMPLES.glob("*.json"))]
        records = [store.adjudicate(claim).record(mask=mask) for text in texts[:6] for claim in documents.read(Claim, text) for mask in (False, True)]
        other = [
            json.dumps(documents.document(shop.record())).encode(),
            b'{"unlisted":"clean"}',
            b'{"defect":{"part":"gears"},"bicycle":{"altered":[]}}',
        ]
        self.seeds = {"read": texts, "read, another shop": other, "replay": records, "lines": [b"\n".join(map(packed, texts[:3]))]}

    def one(self, given: bytes) -> None:
        """Try an input, whose first byte says on what."""
        name = [*self.tried][given[0] % len(self.tried)] if given else "read"
        self.executions[name] += 1
        try:
            self.tried[name](given[1:])
            self.accepted[name] += 1
        except self.own as error:
            if not str(error):
                self.foreign(name, given, "an error without words")
        except Exception as error:  # it is what is looked for  # noqa: BLE001
            self.foreign(name, given, f"{type(error).__name__} at {place(error)}")

    def foreign(self, name: str, given: bytes, what: str) -> None:
        before = self.found.get(f"{name}: {what}")
        if before is None or len(given) < len(before):
            self.found[f"{name}: {what}"] = given
            if self.keep:
                self.keep.joinpath(f"{len(self.found)}-{name.partition(',')[0]}").write_bytes(given[1:])

    def changed(self, given: bytes, random: Random) -> bytes:
        """Change an input: JSON that can be read as such, mostly; else bytes."""
        at = given[0] % len(self.tried) if given and random.random() < 0.9 else random.randrange(len(self.tried))
        body = given[1:] if given[1:] and random.random() < 0.8 else random.choice(self.seeds[[*self.tried][at]])
        try:
            body = self.malice.bent(body, random) if random.random() < 0.3 else self.spoilt(body, random)
        except (ValueError, RecursionError):
            body = self.malice.bent(body, random)
        return bytes([at]) + body[:LONGEST]

    def spoilt(self, body: bytes, random: Random) -> bytes:
        """Change JSON, or a line of JSON Lines."""
        lines = body.split(b"\n")
        at = random.randrange(len(lines)) if all(line.startswith(b"{") for line in lines) else None
        changed = self.malice.spoilt(json.loads(body if at is None else lines[at]), random).encode("utf-8", "surrogatepass")
        return changed if at is None else b"\n".join([*lines[:at], changed, *lines[at + 1 :]])

    def report(self, seconds: float) -> None:
        self.file.unlink()
        for name, times in self.executions.items():
            print(f"{name:20} {times:>10,} executions, {self.accepted[name]:,} accepted")
        print(f"{'together':20} {sum(self.executions.values()):>10,} executions in {seconds:.0f} s; other errors: {len(self.found)}")
        for what, given in self.found.items():
            print(f"  {what}: {given[1:200]!r}")
        sys.stdout.flush()


def packed(text: bytes) -> bytes:
    return json.dumps(json.loads(text)).encode()


def place(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def guided(runs: int, seed: int, keep: Path | None) -> None:
    atheris: Any = import_module("atheris")  # no dependency of anything: installed by hand
    with atheris.instrument_imports(include=["warranty_rules"]):
        targets = Targets(keep)
    begun = perf_counter()

    def one(given: bytes) -> None:
        targets.one(given)
        if targets.executions.total() == runs:
            targets.report(perf_counter() - begun)
            os._exit(1 if targets.found else 0)  # the fuzzer has no other end than its own

    def change(given: bytes, most: int, seed: int) -> bytes:
        return targets.changed(given, Random(seed))[:most]

    with tempfile.TemporaryDirectory() as corpus:
        for at, seeds in enumerate(targets.seeds.values()):
            for number, text in enumerate(seeds):
                Path(corpus, f"{at}-{number}").write_bytes(bytes([at]) + text)
        atheris.Setup([sys.argv[0], f"-seed={seed}", f"-max_len={LONGEST}", "-verbosity=0", corpus], one, custom_mutator=change)
        atheris.Fuzz()


def blind(runs: int, seed: int, keep: Path | None) -> None:
    targets, random, begun = Targets(keep), Random(seed), perf_counter()
    pool = [bytes([at]) + text for at, seeds in enumerate(targets.seeds.values()) for text in seeds]
    for _ in range(runs):
        given = targets.changed(random.choice(pool), random)
        targets.one(given)
        pool[random.randrange(len(pool))] = given if random.random() < 0.05 else random.choice(pool)
    targets.report(perf_counter() - begun)
    sys.exit(1 if targets.found else 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blind", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    (blind if options.blind else guided)(options.runs, options.seed, options.keep)


if __name__ == "__main__":
    main()
