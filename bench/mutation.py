"""Change the library in one place at a time, and see whether its tests notice.

    python bench/mutation.py cover                      run the tests once, to learn which of them runs which line (some minutes)
    python bench/mutation.py run [MODULE...]            try the changes of these modules (of all) that were not tried yet
    python bench/mutation.py run --sample 300 [...]     of each module so many at most, chosen by their names' digests
    python bench/mutation.py report                     say how many were noticed, by module, and which were not
    python bench/mutation.py show NAME...               show changes as differences

The changes of functions are those of mutmut. What it leaves out is changed by the same operators here, and counted apart: properties and
other decorated functions, and declarations, which are all that stands outside functions; there, a member of an enum is also put in the place
of another. mutmut's own runner is not used: its processes begin with what earlier tests have left in them, and a value that was worked out
before the change hides the change. Here every change gets a process that has imported nothing of the library, and a copy of the sources
of its own; the tests that ran the changed line are tried first, the fastest of them before the others, until one fails.

What was tried stands in ``bench/results/mutants.json``, one change by line, under a name that holds as long as the function, or the
statement, stays as it is. What is known of the lines is kept in ``.mutation``.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import file_mutation
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT = Path(__file__).parents[1]
SOURCES, KEPT, RESULTS = ROOT / "src", ROOT / ".mutation", ROOT / "bench/results/mutants.json"
NOT_ABOUT_WHAT_IT_DOES = ("tests/test_structure.py", "tests/test_laws_page.py", "tests/test_release.py", "tests/test_bench.py", "tests/test_types.py")
"""Tests that look at the sources, or at pages, and would notice any change."""

# --- What can be changed ------------------------------------------------------------------------------------------


class Changes(file_mutation.MutationVisitor):
    """mutmut's changes, and those of decorated functions too."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return any(isinstance(d.decorator, cst.Name) and d.decorator.value in {"overload", "abstractmethod"} for d in node.decorators)
        return super()._skip_node_and_children(node)


def members() -> dict[str, list[str]]:
    """Give the members of the library's enums, by the name of the enum; found elsewhere, as nothing of the library is imported here."""
    found = (
        "import json, sys, warranty_rules.policies.icenter; from enum import Enum\n"
        "named = [each for name, module in sys.modules.items() if name.startswith('warranty_rules') for each in vars(module).values()]\n"
        "enums = {each for each in named if isinstance(each, type) and issubclass(each, Enum)}\n"
        "print(json.dumps({each.__name__: list(each.__members__) for each in enums}))"
    )
    said = subprocess.run([sys.executable, "-c", found], capture_output=True, check=True, text=True)
    return json.loads(said.stdout)


def other_member(enums: dict[str, list[str]]) -> Callable[[cst.Attribute], Iterator[cst.Attribute]]:
    def change(node: cst.Attribute) -> Iterator[cst.Attribute]:
        names = enums.get(node.value.value, []) if isinstance(node.value, cst.Name) else []
        if node.attr.value in names and len(names) > 1:
            yield node.with_changes(attr=cst.Name(names[(names.index(node.attr.value) + 1) % len(names)]))

    return change


@attrs.frozen
class Mutant:
    """One change of one module."""

    name: str
    module: str
    kind: str
    lines: range
    whole: range
    old: cst.CSTNode = attrs.field(repr=False)
    new: cst.CSTNode = attrs.field(repr=False)


Place = tuple[str, str, range]


def places(module: cst.Module, lines: Callable[[cst.CSTNode], range]) -> dict[cst.CSTNode, Place]:
    """Say of each node what it stands in: the kind, the name and the lines of a function or, outside of these, of a statement."""
    found: dict[cst.CSTNode, Place] = {}

    def mark(node: cst.CSTNode, kind: str, name: str) -> None:
        digest = sha256(module.code_for_node(node).strip().encode()).hexdigest()[:8]
        place = kind, f"{name}@{digest}", lines(node)
        stack: list[cst.CSTNode] = [node]
        while stack:
            found[stack[-1]] = place
            stack.extend(stack.pop().children)

    def look(statements: Iterable[cst.CSTNode], within: str) -> None:
        for node in statements:
            if isinstance(node, cst.ClassDef):
                for part in (*node.decorators, *node.bases, *node.keywords):
                    mark(part, "declaration", f"{within}{node.name.value}")
                look(node.body.body, f"{within}{node.name.value}.")
            elif isinstance(node, cst.FunctionDef):
                mutmuts = len(node.decorators) < 2 and all(decorator(each) in {"staticmethod", "classmethod"} for each in node.decorators)
                mark(node, "function" if mutmuts else "property", f"{within}{node.name.value}")
            else:
                mark(node, "declaration", within.rstrip("."))

    look(module.body, "")
    return found


def decorator(node: cst.Decorator) -> str:
    return node.decorator.value if isinstance(node.decorator, cst.Name) else ""


def mutants(path: Path, enums: dict[str, list[str]]) -> tuple[cst.Module, list[Mutant]]:
    """Give a module and every single change of it, in the order of their places."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    changes = Changes([*mutation_operators, (cst.Attribute, other_member(enums))], IgnoredCode(set(), set(), set()))
    wrapper.visit(changes)
    positions = wrapper.resolve(PositionProvider)

    def lines(node: cst.CSTNode) -> range:
        return range(positions[node].start.line, positions[node].end.line + 1)

    stands = places(wrapper.module, lines)
    found, numbers = [], Counter[str]()
    for change in changes.mutations:
        kind, name, whole = stands[change.original_node]
        if kind == "function" and isinstance(change.original_node, cst.Attribute):
            continue  # another member is for declarations: of functions, what mutmut makes is counted
        numbers[name] += 1
        at = change.original_node
        exact = lines(at) if at in positions else whole
        module = path.relative_to(SOURCES).with_suffix("").as_posix().replace("/", ".")
        found.append(Mutant(f"{module}:{name}#{numbers[name]}", module, kind, exact, whole, at, change.mutated_node))
    return wrapper.module, found


def text_of(module: cst.Module, mutant: Mutant) -> str:
    changed = module.deep_replace(mutant.old, mutant.new)
    assert isinstance(changed, cst.Module)
    return changed.code


# --- Which test runs which line -----------------------------------------------------------------------------------


def cover() -> None:
    """Run the tests once, those that are heavy apart, and keep which of them ran which line, and how long each took."""
    KEPT.mkdir(exist_ok=True)
    for name, marked in (("light", "not heavy"), ("heavy", "heavy")):
        env = os.environ | {"MUTATION_DATA": str(KEPT / name), "PYTHONPATH": str(Path(__file__).parent)}
        options = ["-q", "-p", "mutation_cover", "-p", "no:cacheprovider", "-m", marked, "tests", "src"]
        subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, env=env, check=False)


@attrs.define
class Known:
    """Which tests ran each line of each module, and how long they took."""

    times: dict[str, float]
    heavy: set[str]
    ran: dict[str, dict[int, list[str]]]

    @classmethod
    def read(cls) -> Known:
        from coverage import CoverageData  # noqa: PLC0415 -- nobody else needs it

        times, heavy, ran = {}, set(), defaultdict(lambda: defaultdict(list))
        for name in (each for each in ("light", "heavy") if (KEPT / f"{each}.times").exists()):
            data = CoverageData(str(KEPT / name))
            data.read()
            found = json.loads((KEPT / f"{name}.times").read_text())
            times |= found
            heavy |= set(found) if name == "heavy" else set()
            for file in data.measured_files():
                module = file.rpartition("/src/")[2].removesuffix(".py").replace("/", ".")
                for line, contexts in data.contexts_by_lineno(file).items():
                    ran[module][line] += [each for each in contexts if each in found and not each.startswith(NOT_ABOUT_WHAT_IT_DOES)]
        return cls(times, heavy, ran)

    def tests(self, mutant: Mutant) -> list[str]:
        """Give the tests that run what is changed, or else what it stands in, or else anything of its module: the fastest first."""
        lines = self.ran[mutant.module]
        for span in (mutant.lines, mutant.whole, lines):
            if found := {test for line in span for test in lines.get(line, ())}:
                return sorted(found, key=lambda test: (self.times[test], test))
        return []


def stages(tests: Sequence[str], known: Known, before: Sequence[str], *, thorough: bool) -> list[list[str]]:
    """Put tests in groups that are run one after the other: what noticed changes nearby, some that are fast, all the rest."""
    light = [test for test in tests if test not in known.heavy]
    by_file = defaultdict(list)
    for test in light:
        by_file[test.partition("::")[0]].append(test)
    fast = sorted((test for found in by_file.values() for test in found[:3]), key=known.times.__getitem__)[:16]
    heavy = [test for test in tests if test in known.heavy] if thorough else []
    return [[test for test in before if test in set(tests)][:4], fast, within(light, known, 400 if thorough else 25), within(heavy, known, 600)]


def within(tests: Sequence[str], known: Known, seconds: float) -> list[str]:
    kept, spent = [], 0.0
    for test in tests:
        spent += known.times[test]
        if spent > seconds:
            break
        kept.append(test)
    return kept


# --- Trying a change ----------------------------------------------------------------------------------------------

LOADED = (
    "pytest",
    "hypothesis.stateful",
    "attrs",
    "dateutil.rrule",
    "dateutil.easter",
    "holidays",
    "jsonschema",
    "markdown_it",
    "rich.console",
    "sybil",
)
"""What the tests and the library stand on, imported once, before a process is made for each change."""


class Watch:
    """A plugin of pytest that keeps the first test that failed."""

    def __init__(self) -> None:
        self.failed = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = f"import: {report.nodeid}"


def attempt(copy: Path, mutant: Mutant, module: cst.Module, groups: Sequence[Sequence[str]], said: int) -> None:
    """In a process of its own: put the change into a copy of the sources, run the tests, and say which failed first."""
    import pytest  # noqa: PLC0415 -- loaded before, by whoever forks

    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.chdir(copy)
    os.environ.update(PYTHONPATH=str(copy / "src"), PYTHONDONTWRITEBYTECODE="1")
    sys.dont_write_bytecode = True
    sys.path[:0] = [str(copy / "src")]
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    file = copy / "src" / (mutant.module.replace(".", "/") + ".py")
    for old in file.parent.glob(f"__pycache__/{file.stem}.*"):
        old.unlink()
    file.write_text(text_of(module, mutant), encoding="utf-8")
    watch, done, failed = Watch(), set[str](), ""
    for group in groups:
        if todo := [test for test in group if test not in done]:
            done |= set(todo)
            code = pytest.main(["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-m", "heavy or not heavy", *todo], plugins=[watch])
            if code != 0:
                failed = watch.failed or f"pytest ended with {code}"
                break
    os.write(said, json.dumps({"by": failed, "tests": len(done)}).encode())
    os._exit(0)


@attrs.define
class Running:
    """A change that is being tried."""

    mutant: Mutant
    copy: Path
    pid: int
    said: int
    began: float
    limit: float


class Runner:
    """Tries changes, some at a time, each in a copy of the sources."""

    def __init__(self, known: Known, jobs: int, *, thorough: bool) -> None:
        self.known, self.thorough = known, thorough
        self.free = [KEPT / f"copy{at}" for at in range(jobs)]
        self.running: list[Running] = []
        self.noticed: dict[str, list[str]] = defaultdict(list)
        for copy in self.free:
            lay_out(copy)

    def start(self, module: cst.Module, mutant: Mutant) -> None:
        copy = self.free.pop()
        place = mutant.name.partition("@")[0]
        before = [*reversed(self.noticed[place]), *reversed(self.noticed[mutant.module])]
        groups = stages(self.known.tests(mutant), self.known, list(dict.fromkeys(before)), thorough=self.thorough)
        cost = sum(self.known.times[test] for group in groups for test in group)
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                attempt(copy, mutant, module, groups, write)
            finally:
                os._exit(1)
        os.close(write)
        self.running.append(Running(mutant, copy, pid, read, time.monotonic(), 60 + 4 * cost))

    def finished(self) -> Iterator[tuple[Mutant, dict[str, Any]]]:
        """Wait until something ends, and give it."""
        ready, _, _ = select.select([each.said for each in self.running], [], [], 1)
        now = time.monotonic()
        for each in [each for each in self.running if each.said in ready or now - each.began > each.limit]:
            text = os.read(each.said, 1 << 20) if each.said in ready else b""
            with suppress(ProcessLookupError):
                os.killpg(each.pid, signal.SIGKILL)
            os.waitpid(each.pid, 0)
            os.close(each.said)
            self.running.remove(each)
            self.free.append(each.copy)
            restore(each.copy, each.mutant.module)
            found = json.loads(text) if text else {"by": "it ended" if each.said in ready else "it did not end", "tests": 0}
            if found["by"] in self.known.times:
                for where in (each.mutant.name.partition("@")[0], each.mutant.module):
                    self.noticed[where].append(found["by"])
            yield each.mutant, found


def lay_out(copy: Path) -> None:
    """Copy what the repository holds, and compile it."""
    shutil.rmtree(copy, ignore_errors=True)
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, said.stdout.split("\0")):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    warm = [sys.executable, "-m", "pytest", "-q", "--collect-only", "tests", "src"]
    subprocess.run(warm, cwd=copy, check=False, capture_output=True, env=os.environ | {"PYTHONPATH": str(copy / "src")})


def restore(copy: Path, module: str) -> None:
    name = Path("src") / (module.replace(".", "/") + ".py")
    shutil.copy2(ROOT / name, copy / name)


# --- The commands -------------------------------------------------------------------------------------------------


def modules(wanted: Sequence[str]) -> list[Path]:
    found = sorted(SOURCES.rglob("warranty_rules/**/*.py"))
    names = {path: path.relative_to(SOURCES / "warranty_rules").with_suffix("").as_posix().replace("/", ".") for path in found}
    return [path for path in found if not wanted or any(fnmatch(names[path], each) for each in wanted)]


def load() -> dict[str, dict[str, Any]]:
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


def save(results: dict[str, dict[str, Any]]) -> None:
    lines = (f"{json.dumps(name)}: {json.dumps(results[name])}" for name in sorted(results))
    new = RESULTS.with_suffix(".new")
    new.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    new.replace(RESULTS)


def run(wanted: Sequence[str], sample: int | None, jobs: int, *, kind: str, again: bool, seconds: float) -> None:
    """Try the changes that were not tried yet, or again those that nothing noticed."""
    known, results, enums = Known.read(), load(), members()
    todo: list[tuple[cst.Module, Mutant]] = []
    for path in modules(wanted):
        module, found = mutants(path, enums)
        found = sorted((each for each in found if fnmatch(each.kind, kind)), key=lambda each: sha256(each.name.encode()).digest())[:sample]
        todo += [(module, each) for each in found if (not results[each.name]["by"] if each.name in results and again else each.name not in results)]
    for name in LOADED:
        with suppress(ImportError):
            __import__(name)
    assert "warranty_rules" not in sys.modules
    gc.freeze()
    end, runner, done = time.monotonic() + seconds, Runner(known, jobs, thorough=again), 0
    todo.sort(key=lambda each: sha256(each[1].name.encode()).digest())
    while (todo and time.monotonic() < end) or runner.running:
        while todo and runner.free and time.monotonic() < end:
            runner.start(*todo.pop())
        for mutant, found in runner.finished():
            results[mutant.name] = {"kind": mutant.kind, **found}
            done += 1
            print(f"{done} of {done + len(todo) + len(runner.running)}: {mutant.name}: {found['by'] or 'NOT NOTICED'}", flush=True)
            if done % 20 == 0:
                save(results)
    save(results)


def show(names: Sequence[str]) -> None:
    enums = members()
    for path in modules(()):
        if any(fnmatch(path.relative_to(SOURCES).with_suffix("").as_posix().replace("/", "."), each.partition(":")[0]) for each in names):
            module, found = mutants(path, enums)
            for mutant in found:
                if any(fnmatch(mutant.name, each) for each in names):
                    changes = difflib.unified_diff(module.code.splitlines(), text_of(module, mutant).splitlines(), lineterm="", n=1)
                    print(mutant.name, *list(changes)[2:], sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["cover", "run", "show"])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kind", default="*")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--seconds", type=float, default=1e9)
    given = parser.parse_args()
    if given.command == "cover":
        cover()
    elif given.command == "show":
        show(given.names)
    else:
        run(given.names, given.sample, given.jobs, kind=given.kind, again=given.again, seconds=given.seconds)


if __name__ == "__main__":
    main()
