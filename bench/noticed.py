"""What became of each change that `bench/mutation.py` made, and the page that says it."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS, ARGUED, PAGE = ROOT / "bench/noticed.json", ROOT / "bench/argued.toml", ROOT / "docs/explanation/mutants.md"

NOTICED, ENDLESS, NOT_NOTICED, NOT_TRIED = "noticed", "endless", "not noticed", "not tried"
UNENDED = "it does not end"
SHOWN = 5
"""Of 256 changes that were noticed, how many `check` makes again."""
LETTERS = {"n": NOTICED, "e": ENDLESS, "-": NOT_NOTICED, ".": NOT_TRIED}


class Results:
    """What became of each change: of each function or statement, by its name, a list with as many as it has changes."""

    def __init__(self) -> None:
        held = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"units": {}, "left": {}, "shown": {}}
        self.units: dict[str, tuple[str, list[str]]] = {
            name: (kind, [LETTERS[each] for each in found]) for name, (kind, found) in held["units"].items()
        }
        self.left: dict[str, str] = held["left"]
        """Of each change that was not noticed, what it is; a text that was changed stands between two §, where mutmut writes XX."""
        self.shown: dict[str, str] = {name: test for name, test in held["shown"].items() if chance(name)[-1] < SHOWN}
        """Of some of those that were, in a fork, chosen by chance, a test that notices alone."""

    def renew(self, module: str, found: Iterable[tuple[str, str]]) -> None:
        """Have a place for each change that a module has now, given as what it is of and its kind, and none for others."""
        before, kinds, sizes = self.units, dict(found), Counter(unit for unit, _ in found)
        self.units = {name: held for name, held in before.items() if not name.startswith(f"{module}:")}
        self.units |= {name: before.get(name, (kinds[name], [NOT_TRIED] * size)) for name, size in sizes.items()}

    def of(self, unit: str, number: int) -> str:
        return self.units[unit][1][number - 1]

    def put(self, unit: str, number: int, by: str, alone: bool, change: str) -> None:
        """Keep which test noticed a change, alone or after others, or nothing and what it is."""
        name = f"{unit}#{number}"
        self.units[unit][1][number - 1] = NOT_NOTICED if not by else ENDLESS if by == UNENDED else NOTICED
        self.left.pop(name, None)
        if not by:
            self.left[name] = change.replace("XX", "§")
        elif alone and chance(name)[-1] < SHOWN:
            self.shown[name] = lasting(by)

    def save(self) -> None:
        letters = {found: letter for letter, found in LETTERS.items()}
        units = (
            f"{json.dumps(name)}: {json.dumps([kind, ''.join(letters[each] for each in found)])}"
            for name, (kind, found) in sorted(self.units.items())
        )
        kept = [
            [f"{json.dumps(name)}: {json.dumps(part[name])}" for name in sorted(part) if name.rpartition("#")[0] in self.units]
            for part in (self.left, self.shown)
        ]
        texts = (f'"{name}": {{\n' + ",\n".join(part) + "\n}" for name, part in zip(("units", "left", "shown"), (units, *kept), strict=True))
        new = RESULTS.with_suffix(".new")
        new.write_text("{" + ",\n".join(texts) + "}\n", encoding="utf-8")
        new.replace(RESULTS)


def lasting(test: str) -> str:
    """Name a test so that it is found again: one that is named after what has no name, with its like."""
    return test if re.fullmatch(r"[^\[]+(\[[\w .,-]*\])?", test) else test.partition("[")[0]


def chance(name: str) -> bytes:
    """Put changes in an order that has nothing to do with where they stand."""
    return sha256(name.encode()).digest()


# --- The page -----------------------------------------------------------------------------------------------------

KINDS = ("function", "property", "declaration")
DATES = ("calendars", "clocks", "closures", "countries", "periods")
INTRODUCTION = """# Changes that the tests notice

Whether tests are worth anything shows where the code is wrong: so it is made wrong, in one place at a time, and the tests are run. A change
that no test notices is a hole in the tests, or it changes nothing that anybody could see. `python bench/mutation.py` makes the changes and
runs the tests that reach them; what a store's policy *declares* is changed by `tests/test_mutants.py` besides, and every change of that is
shown by a claim or proven to show in none.

*Functions* are changed as mutmut changes them; what mutmut leaves out is counted apart: *properties* and other decorated functions, and
*declarations*, which are all that stands outside functions. Tests ran under the quick profile; of those that are heavy, only such as
search by brute force (`test_exactness`, `test_diff`, `test_lint` and their like). Where not all changes were tried, those tried were chosen
by the digests of their names, which have nothing to do with what they change.
"""


def report() -> None:
    """Write the page."""
    PAGE.write_text(page(Results(), argued()), encoding="utf-8")


def argued() -> dict[str, list[str]]:
    """Give the changes that need not be noticed, by the reason."""
    found: dict[str, list[str]] = tomllib.loads(ARGUED.read_text(encoding="utf-8"))
    return found


def page(results: Results, argued: dict[str, list[str]]) -> str:
    """Make the page of what was tried and found."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {kind: Counter() for kind in KINDS})
    for name, (kind, found) in results.units.items():
        counts[name.partition(":")[0].removeprefix("warranty_rules.")][kind].update(found)
    total = {kind: sum((each[kind] for each in counts.values()), Counter()) for kind in KINDS}
    excused = {name: why for why, names in argued.items() for name in names}
    rows = [f"| {name} | {' | '.join(cell(each[kind]) for kind in KINDS)} |" for name, each in sorted(counts.items())]
    whole = sum(total.values(), Counter())
    left = [name for name in sorted(results.left) if name not in excused]
    open_ = len(left)
    tried = whole.total() - whole[NOT_TRIED]
    lines = [
        INTRODUCTION,
        f"Of {whole.total():,} changes {tried:,} were tried. The tests noticed {whole[NOTICED] + whole[ENDLESS]:,} of them, {share(whole)}; of the rest,",
        f"{whole[NOT_NOTICED] - open_:,} are argued below to change nothing that matters, and {open_:,} are holes that are not filled yet.",
        "",
        *grouped(results, excused),
        "",
        "Of each kind: how many there are, how many were tried, and the share of those that was noticed.",
        "",
        "| module | functions | properties | declarations |",
        "|---|---|---|---|",
        *rows,
        f"| **all** | {' | '.join(cell(total[kind]) for kind in KINDS)} |",
    ]
    for why, names in argued.items():
        here = [name for name in names if name in results.left]
        lines += ["", f"## {why}", "", *(item for name in here for item in change(name, results.left[name]))] if here else []
    lines += ["", "## Not noticed yet", "", *(item for name in left for item in change(name, results.left[name]))]
    return "\n".join(lines) + "\n"


def grouped(results: Results, excused: Collection[str]) -> list[str]:
    """Say of a few groups how far the trial has come, and what it left."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name, (kind, ends) in results.units.items():
        group = group_of(name), "what is declared" if kind == "declaration" else "functions and properties"
        found[group].update("argued" if f"{name}#{at + 1}" in excused else end for at, end in enumerate(ends))
    rows = [
        f"| {group}: {kind} | {each.total():,} | {each[NOT_TRIED]:,} | {each[NOTICED] + each[ENDLESS]:,} | {each['argued']:,} | {each[NOT_NOTICED]:,} |"
        for (group, kind), each in sorted(found.items())
    ]
    return ["| of what | changes | not tried | noticed | argued | holes |", "|---|---|---|---|---|---|", *rows]


def group_of(name: str) -> str:
    module = name.partition(":")[0].removeprefix("warranty_rules.")
    return "date arithmetic" if module in DATES else "the store's policy" if module.startswith("policies.") else "the rest"


def cell(found: Counter[str]) -> str:
    tried = found.total() - found[NOT_TRIED]
    return f"{found.total():,}, {tried:,}, {share(found)}" if tried else f"{found.total():,}, 0" if found else "-"


def share(found: Counter[str]) -> str:
    tried = found.total() - found[NOT_TRIED]
    return f"{(found[NOTICED] + found[ENDLESS]) / tried:.1%}" if tried else "-"


def change(name: str, text: str) -> list[str]:
    place = re.sub(r"@[0-9a-f]+", "", name.removeprefix("warranty_rules."))
    return [f"`{place}`", "", "```diff", *text.splitlines(), "```", ""]
