"""Change the library in one place at a time, and see whether its tests notice.

    python bench/mutation.py cover                      run the tests once, to learn which of them runs which line (some minutes)
    python bench/mutation.py cover FILE...              learn it of the tests in these files, heavy ones too, beside what is known of the others
    python bench/mutation.py run [MODULE...]            try the changes of these modules (of all) that were not tried yet
    python bench/mutation.py run --sample 300 [...]     of each module so many at most, chosen by their names' digests
    python bench/mutation.py run --again [SECONDS] [...] those again that were not noticed, with tests that take so long, two minutes if not said
    python bench/mutation.py report                     say how many were noticed, by module, and which were not
    python bench/mutation.py check                      make a few of those again that were noticed, as the gate does
    python bench/mutation.py show NAME...               show changes as differences

The changes of functions are those of mutmut. What it leaves out is changed by the same operators here, and counted apart: properties and
other decorated functions, and declarations, which are all that stands outside functions; there, a member of an enum is also put in the place
of another. mutmut's own runner is not used: its processes begin with what earlier tests have left in them, and a value that was worked out
before the change hides the change. Here no test was run before in the process that tries a change, which is one of two kinds. Where
the change is within a function, the function gets its new code in a fork of a process that has imported the library and the tests,
and no more. What runs when things are imported and is not noticed there, what is tried again, and every other change, is put in a copy of
the sources, in a fork of a process that has imported nothing of the library; processes that tests begin see the change then too. The tests
of the module's own files and those that run the changed line are tried: first, of declarations, some that hold what is said to what was
read; those that noticed changes nearby, then some that are fast, then the rest; and a test counts only if it passes, in the same way, without
the change.

``run`` that is sent a SIGTERM tries what it has begun to its end, keeps that, and begins no more.

What was tried stands in ``bench/noticed.json``: for each function, or statement outside of functions, a letter for each change of
it, under a name that holds as long as it stays as it is. Why some changes need not be noticed is said in ``bench/argued.toml``, by hand.
``report`` writes `docs/explanation/mutants.md` from the two. What is known of the lines is kept in ``.mutation``.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import inspect
import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from fnmatch import fnmatch
from hashlib import sha256
from itertools import accumulate, takewhile
from multiprocessing import Pipe, forkserver
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import attrs
import libcst as cst
import pytest
from coverage import CoverageData
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import file_mutation
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode
from noticed import NOT_NOTICED, NOT_TRIED, SHOWN, UNENDED, Results, argued, chance, lasting, report

ROOT = Path(__file__).parents[1]
SOURCES, KEPT = ROOT / "src", ROOT / ".mutation"
LINES = KEPT / "lines"
NOT_ABOUT_WHAT_IT_DOES = ("tests/test_structure.py", "tests/test_laws_page.py", "tests/test_release.py", "tests/test_bench.py", "tests/test_types.py")
"""Tests that look at the sources, or at pages, and would notice any change."""
PINNED = "tests/test_golden.py"
"""Tests that hold all that is said to what was read, and are always tried, as far as time lasts."""

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

    @property
    def within(self) -> str:
        """What it is a change of, by name."""
        return self.name.partition("@")[0]

    @property
    def unit(self) -> str:
        """The same, as it is worded now."""
        return self.name.rpartition("#")[0]

    @property
    def number(self) -> int:
        """Which of the changes of that it is, from 1 on."""
        return int(self.name.rpartition("#")[2])


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
        found.append(Mutant(f"{named(path)}:{name}#{numbers[name]}", named(path), kind, exact, whole, at, change.mutated_node))
    return wrapper.module, found


def text_of(module: cst.Module, mutant: Mutant) -> str:
    changed = module.deep_replace(mutant.old, mutant.new)
    assert isinstance(changed, cst.Module)
    return changed.code


# --- Which test runs which line -----------------------------------------------------------------------------------


def cover(files: Sequence[str]) -> None:
    """Run tests once, those of some files or all that are not heavy, and keep which of them ran which line, and how long each took."""
    KEPT.mkdir(exist_ok=True)
    for known in [] if files else KEPT.glob(f"{LINES.name}*"):
        known.unlink()
    env = os.environ | {"MUTATION_DATA": str(LINES), "PYTHONPATH": str(Path(__file__).parent)}
    options = ["-q", "-p", "mutation_cover", "-p", "no:cacheprovider", *(("-m", "heavy or not heavy", *files) if files else ("tests", "src"))]
    subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, env=env, check=True)


FEW = 10


@attrs.define
class Known:
    """Which tests ran each line of each module, and how long they took; a test that is named after what has no name counts with its like."""

    times: Counter[str]
    ran: dict[str, dict[int, set[str]]]
    early: dict[str, set[int]]
    """The lines that run before any test does."""

    @classmethod
    def read(cls, collected: AbstractSet[str]) -> Known:
        times, ran, early, names = Counter[str](), defaultdict(lambda: defaultdict(set)), defaultdict(set), {}
        for test, spent in json.loads(Path(f"{LINES}.times").read_text(encoding="utf-8")).items():
            alike = test.partition("[")[0]
            if not test.startswith(NOT_ABOUT_WHAT_IT_DOES) and alike in collected:  # and not gone since
                names[test] = lasting(test) if test in collected else alike
                times[names[test]] += spent
        data = CoverageData(str(LINES))
        data.read()
        for file in data.measured_files():
            module = file.rpartition("/src/")[2].removesuffix(".py").replace("/", ".")
            for line, contexts in data.contexts_by_lineno(file).items():
                ran[module][line] |= {names[each] for each in contexts if each in names}
                early[module] |= {line} if "" in contexts else set()
        return cls(times, ran, early)

    def tests(self, mutant: Mutant) -> list[str]:
        """Give the module's own tests and those that run what is changed, or else what it stands in, or else anything of it: the fastest first."""
        lines = self.ran[mutant.module]
        spans = (lines,) if mutant.kind == "declaration" else (mutant.lines, mutant.whole, lines)  # what is declared is used anywhere
        found = next((found for span in spans if (found := {test for line in span for test in lines.get(line, ())})), set())
        others = files_of(mutant)  # the module's own: what they run in another process left no line
        if mutant.kind == "declaration" or len(found) < FEW or self.early[mutant.module].intersection(mutant.lines):
            others = (PINNED, *others)  # it ran before all tests, or in the one that was the first to import it, and others look at what came of it
        found |= {test for test in self.times if test.startswith(others)}
        return sorted(found, key=lambda test: (self.times[test], test))

    def chosen(self, mutant: Mutant, before: Iterable[str], seconds: float) -> list[str]:
        """Put tests in order: of declarations, some that hold what is said; then what noticed changes nearby, what runs the very line, some of few files,
        the module's own and others while time lasts.
        """
        tests = self.tests(mutant)
        lines = self.ran[mutant.module]
        run_it = {test for line in mutant.lines for test in lines.get(line, ())}
        very = [test for test in tests if test in run_it and self.times[test] <= seconds][: 3 * FEW]
        own = [test for test in tests if test.startswith(files_of(mutant))]
        by_file = Counter(test.partition("::")[0] for test in tests)
        files = [file for file, _ in by_file.most_common(2)]
        fast = [test for file in files for test in [each for each in tests if each.startswith(f"{file}::")][:8]]
        near = [test for test in before if test in set(tests) and self.times[test] <= seconds][:4]
        pinned = [test for test in tests if test.startswith(PINNED)]
        said = self.within(pinned, 0.5) if mutant.kind == "declaration" else []  # what is declared is mostly said somewhere
        here = [test for test in pinned if test in run_it and self.times[test] <= seconds]
        last = (*here, *self.within(tests, seconds), *self.within(pinned, seconds))
        return [*dict.fromkeys((*said, *near, *very, *fast, *self.within(own, seconds), *last))]

    def within(self, tests: Sequence[str], seconds: float) -> list[str]:
        """Take as many as so much time is enough for."""
        spent = accumulate(self.times[test] for test in tests)
        return [test for test, so_far in zip(tests, spent, strict=True) if so_far <= seconds]


ABOUT = {
    "icenter": ("terms", "readings", "service", "examples"),
    "claims": ("synthetic", "records"),
    "cli": ("interview", "record", "form"),
    "main": ("interview",),
    "completions": ("exactness", "asking", "language"),
    "fields": ("records", "language"),
    "witnesses": ("lint", "diff"),
    "compiling": ("language",),
    "decisions": ("editions", "policy"),
    "records": ("compiling", "learning"),
    "errors": ("calendars", "hostile"),
}


def files_of(mutant: Mutant) -> tuple[str, ...]:
    """Give the files whose tests are about the module, by its name."""
    words = mutant.module.rpartition(".")[2].split("_")
    return tuple(f"tests/test_{name}.py" for word in words for name in (word, *ABOUT.get(word, ())))


# --- Trying a change ----------------------------------------------------------------------------------------------


class Watch:
    """A plugin of pytest that keeps the first test that failed; and, where it has work to do, does that in place of the tests."""

    def __init__(self, work: Callable[[dict[str, list[pytest.Item]]], None] | None = None) -> None:
        self.failed = ""
        self.work = work

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = f"import: {report.nodeid}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if self.work is None:
            return None
        items: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            for name in {item.nodeid, item.nodeid.partition("[")[0]}:
                items[name].append(item)
        self.work(items)
        return True


PATIENCE = 60
"""Seconds after which `check` takes it that a test does not end."""
PROFILE = {"WARRANTY_RULES_PROFILE": "glance"}
OPTIONS = ("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-m", "heavy or not heavy")


def forked(items: Sequence[pytest.Item], patch: Iterable[Patch], watch: Watch) -> tuple[Connection, int]:
    """In a fork of a process that has imported everything and run nothing: give functions other code, and say which test fails first."""
    reader, writer = Pipe(duplex=False)
    pid = os.fork()
    if pid == 0:
        try:
            alone()
            for function, code in patch:
                function.__code__ = code
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if watch.failed:
                    break
            writer.send(watch.failed)
        finally:
            os._exit(1)
    writer.close()
    return reader, pid


FROM_ELSEWHERE = ("attrs", "dateutil.relativedelta", "holidays", "hypothesis.strategies", "pytest", "rich.console", "sybil", "xdist")
"""What the library and its tests import that is not theirs: it does not change, and is imported once."""


def cold(copy: Path, tests: Sequence[str], writer: Connection) -> None:
    """In processes that have imported nothing of the library: run the tests of a copy, and say which fails first; then wait to be ended."""
    alone()
    assert sys.modules.keys() >= {*FROM_ELSEWHERE}
    os.chdir(copy)
    os.environ |= {**PROFILE, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.dont_write_bytecode = True
    sys.path[:] = [str(copy / "src"), *(each for each in sys.path if not each.startswith(str(KEPT)))]
    assert not [each for each in sys.modules if each.startswith("warranty_rules")]
    first = len(list(takewhile(lambda test: test.partition("::")[0] == tests[0].partition("::")[0], tests)))  # one file, before others are imported
    for batch in filter(None, (tests[:first], tests[first : first + 12], tests[first + 12 :])):
        reader, each = Pipe(duplex=False)
        if os.fork() == 0:
            watch = Watch()
            code = pytest.main([*OPTIONS, "-W", "ignore::pytest.PytestAssertRewriteWarning", *batch], plugins=[watch])  # of what was imported before
            each.send(watch.failed or (f"pytest ends with {code:d}" if code else ""))
            os._exit(0)
        each.close()
        if failed := said_by(reader):
            break
    else:
        failed = ""
    writer.send(failed)
    began = multiprocessing.parent_process()
    assert began
    began.join()  # it ends this one, or is ended itself
    os.killpg(0, signal.SIGKILL)


def said_by(reader: Connection) -> str:
    try:
        return reader.recv()
    except EOFError:
        return "it ends"


def codes(text: str, file: str) -> list[types.CodeType]:
    """List the code of everything that a module defines, in order."""
    found = [compile(text, file, "exec", dont_inherit=True)]
    for each in found:
        found += [const for const in each.co_consts if isinstance(const, types.CodeType)]
    return found


FRESH = multiprocessing.get_context("forkserver")


def begin_with(*names: str) -> None:
    """Begin the server of whose process the others are forks, with what it imports; this module too, or each would import anew what that imports."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    FRESH.set_forkserver_preload([Path(__file__).stem, *names])
    forkserver.ensure_running()
    os.environ.pop("PYTHONPATH")
    os.environ |= {} if before is None else {"PYTHONPATH": before}


Patch = tuple[types.FunctionType, types.CodeType]


def living() -> dict[str, list[types.FunctionType]]:
    """List the functions of the library that there are, by the file that they come from."""
    found = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, types.FunctionType) and each.__module__ and each.__module__.startswith("warranty_rules"):
            found[each.__code__.co_filename].append(each)
    return found


def patches(live: Iterable[types.FunctionType], one: list[types.CodeType], other: list[types.CodeType]) -> list[Patch] | None:
    """Find the functions that a change gives other code; nothing where it changes anything else."""
    if len(one) != len(other):
        return None
    changed = {place_of(old): new for old, new in zip(one, other, strict=True) if old != new and old.co_flags & inspect.CO_OPTIMIZED}
    found = [(each, changed[place_of(each.__code__)]) for each in live if place_of(each.__code__) in changed]  # those within too, made already
    alone = sum("<locals>" not in name for name, _ in changed) == 1
    times = Counter(map(place_of, one))
    told_apart = all(times[place_of(each.__code__)] == 1 for each, _ in found)
    fits = all(len(each.__code__.co_freevars) == len(code.co_freevars) for each, code in found)
    return found if found and alone and told_apart and fits and one[0].co_names == other[0].co_names else None


def place_of(code: types.CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


@attrs.define
class Running:
    """A change that is being tried, and how."""

    mutant: Mutant
    tests: list[str]
    patch: list[Patch]
    copy: Path | None
    said: Connection
    pid: int
    end: float


class Runner:
    """Tries changes, some at a time."""

    def __init__(
        self, items: dict[str, list[pytest.Item]], watch: Watch, home: Path, texts: dict[str, cst.Module], jobs: int, again: float | None
    ) -> None:
        self.items, self.watch, self.home, self.texts = items, watch, home, texts
        self.again, self.seconds = again is not None, 3 if again is None else again
        self.known = Known.read(items.keys())
        self.free = [lay_out(KEPT / f"copy{at}") for at in range(jobs)]
        self.running: list[Running] = []
        self.noticed: dict[str, list[str]] = defaultdict(list)
        self.relied_on: dict[tuple[bool, str], bool] = {}
        self.codes: dict[str, list[types.CodeType]] = {}
        self.live = living()

    def start(self, mutant: Mutant) -> None:
        """Begin with a fork, where a function is changed for the first time; else with a copy."""
        before = dict.fromkeys([*reversed(self.noticed[mutant.within]), *reversed(self.noticed[mutant.module])])
        tests = self.known.chosen(mutant, before, self.seconds)
        file, found = str(place(self.home, mutant.module)), None
        if mutant.kind != "declaration" and not self.again:
            module = self.texts[mutant.module]
            self.codes[file] = self.codes.get(file) or codes(module.code, file)
            found = patches(self.live[file], self.codes[file], codes(text_of(module, mutant), file))
        self.running.append(self.in_a_copy(mutant, tests) if found is None else self.in_a_fork(mutant, tests, found))

    def in_a_fork(self, mutant: Mutant, tests: list[str], found: list[Patch]) -> Running:
        said, pid = forked([item for test in tests for item in self.items[test]], found, self.watch)
        return Running(mutant, tests, found, None, said, pid, self.limit(tests))

    def in_a_copy(self, mutant: Mutant, tests: list[str]) -> Running:
        copy = self.free.pop()
        file = place(copy, mutant.module)
        for old in file.parent.glob(f"__pycache__/{file.stem}.*"):
            old.unlink()
        file.write_text(text_of(self.texts[mutant.module], mutant), encoding="utf-8")
        said, pid = spawned(copy, tests)
        return Running(mutant, tests, [], copy, said, pid, self.limit(tests))

    def limit(self, tests: Iterable[str]) -> float:
        return time.monotonic() + 20 + 3 * sum(self.known.times[test] for test in tests)

    def finished(self) -> Iterator[tuple[Mutant, str, bool]]:
        """Wait until some end, and give those whose end says something of the change, the tests passing without it, and whether one does alone."""
        ready = wait([each.said for each in self.running], 1)
        for each in [each for each in self.running if each.said in ready or time.monotonic() > each.end]:
            self.running.remove(each)
            by = ended(each.said, each.pid, 0)
            if each.copy:
                shutil.copy2(place(self.home, each.mutant.module), place(each.copy, each.mutant.module))
                self.free.append(each.copy)
            if by and not self.is_relied_on(by, each):
                print(f"not relied on: {by}", flush=True)
                fewer = [test for test in each.tests if not told(by, test)]
                if len(fewer) < len(each.tests):
                    self.running.append(self.in_a_copy(each.mutant, fewer))
                    continue
                by = ""
            if not by and each.copy is None and self.known.early[each.mutant.module].intersection(each.mutant.lines):
                self.running.append(self.in_a_copy(each.mutant, each.tests))
                continue
            if by in self.known.times:
                self.noticed[each.mutant.within].append(by)
                self.noticed[each.mutant.module].append(by)
            yield each.mutant, by, each.copy is None and self.is_shown_by(by, each)

    def is_shown_by(self, by: str, each: Running) -> bool:
        """Tell whether a change is one of those that `check` makes again, and the test notices it where no other was run before."""
        chosen = by.startswith("tests/") and chance(each.mutant.name)[-1] < SHOWN
        return chosen and ended(*forked(self.items[lasting(by)], each.patch, self.watch), PATIENCE) != ""

    def is_relied_on(self, by: str, each: Running) -> bool:
        """Tell whether a test that failed passes without the change, after the same tests, in the same way."""
        last = next((at for at, test in enumerate(each.tests) if told(by, test)), len(each.tests))
        key = (each.copy is None, by if last < len(each.tests) else f"{each.mutant.name}: {by}")
        if key not in self.relied_on:
            tests = each.tests[: last + 1]
            if each.copy is None:
                said, pid = forked([item for test in tests for item in self.items[test]], [], self.watch)
            else:
                said, pid = spawned(self.home, tests)
            self.relied_on[key] = ended(said, pid, self.limit(tests) - time.monotonic()) == ""
        return self.relied_on[key]


def told(by: str, test: str) -> bool:
    """Tell whether what is said is that a test fails: by its name, with or without the values that it was given, or by its file, which cannot be imported."""
    bare = test.partition("[")[0]
    return by in (test, bare, f"import: {test.partition('::')[0]}") or (test == bare and by.partition("[")[0] == bare)


def alone() -> None:
    """Be the head of a group of processes, say nothing, and take no more memory than there is."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))


def spawned(copy: Path, tests: Sequence[str]) -> tuple[Connection, int]:
    """Begin to run tests over a copy, in a process of their own."""
    reader, writer = Pipe(duplex=False)
    process = FRESH.Process(target=cold, args=(copy, tests, writer))
    process.start()
    writer.close()
    assert process.pid
    return reader, process.pid


def ended(said: Connection, pid: int, seconds: float) -> str:
    """Give what a process says, if it does within some seconds, and end it with all that it began."""
    text = said_by(said) if said.poll(max(seconds, 0)) else UNENDED
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ChildProcessError):  # where another began it
        os.waitpid(pid, 0)
    said.close()
    return text


def place(copy: Path, module: str) -> Path:
    return copy / "src" / (module.replace(".", "/") + ".py")


def lay_out(copy: Path) -> Path:
    """Copy what the repository holds, and compile it."""
    shutil.rmtree(copy, ignore_errors=True)
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, said.stdout.split("\0")):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    ask = [sys.executable, "-m", "pytest", "-q", "--collect-only", "tests", "src"]
    env = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(ask, cwd=copy, check=True, capture_output=True, env=env)
    return copy


# --- The commands -------------------------------------------------------------------------------------------------


def modules(wanted: Sequence[str]) -> list[Path]:
    found = sorted((SOURCES / "warranty_rules").rglob("*.py"))
    return [path for path in found if not wanted or any(fnmatch(named(path).removeprefix("warranty_rules."), each) for each in wanted)]


def named(path: Path) -> str:
    return path.relative_to(SOURCES).with_suffix("").as_posix().replace("/", ".")


def run(wanted: Sequence[str], kind: str, sample: int | None, jobs: int, *, again: bool, seconds: float) -> None:
    """Try the changes that were not tried yet, or those again that nothing noticed and nobody argued away."""
    results, enums, excused = Results(), members(), {name for names in argued().values() for name in names}
    todo: list[Mutant] = []
    texts: dict[str, cst.Module] = {}
    for path in modules(wanted):
        module, found = mutants(path, enums)
        results.renew(named(path), [(each.unit, each.kind) for each in found])
        chosen = sorted((each for each in found if fnmatch(each.kind, kind)), key=lambda each: chance(each.name))[:sample]
        todo += [
            each
            for each in chosen
            if results.of(each.unit, each.number) is (NOT_NOTICED if again is not None else NOT_TRIED) and each.name not in excused
        ]
        texts[named(path)] = module
    todo.sort(key=lambda each: chance(each.name))
    end, home = time.monotonic() + seconds, lay_out(KEPT / "home")
    begin_with(*FROM_ELSEWHERE)

    def work(items: dict[str, list[pytest.Item]]) -> None:
        runner, done = Runner(items, watch, home, texts, jobs, again), 0

        def stop(*_: object) -> None:  # what has begun is tried to its end, and kept
            nonlocal end
            end = 0

        signal.signal(signal.SIGTERM, stop)
        gc.freeze()
        try:
            while (todo and time.monotonic() < end) or runner.running:
                while todo and len(runner.running) < jobs and time.monotonic() < end:
                    runner.start(todo.pop())
                for mutant, by, alone in runner.finished():
                    results.put(mutant.unit, mutant.number, by, alone, "" if by else difference(texts[mutant.module], mutant))
                    done += 1
                    print(f"{done} of {done + len(todo) + len(runner.running)}: {mutant.name}: {by or 'NOT NOTICED'}", flush=True)
                    if done % 20 == 0:
                        results.save()
        finally:  # nothing is left that would be waited for
            for each in runner.running:
                ended(each.said, each.pid, 0)

    watch = Watch(work)
    at_home(home, watch, "tests", "src")
    results.save()


def at_home(home: Path, watch: Watch, *tests: str) -> None:
    """Import the library and its tests, as they are in a copy, and do some work in place of the tests, whose failures are shown as found."""
    os.environ |= PROFILE
    os.chdir(home)
    sys.path[:0] = [str(home / "src")]
    assert pytest.main([*OPTIONS, "-s", *tests], plugins=[watch]) == 0
    assert sys.modules["warranty_rules"].__file__ == str(home / "src/warranty_rules/__init__.py")


def check() -> None:
    """Make some changes again that were noticed, where the functions are as they were: the tests that noticed fail again, and pass without."""
    shown, enums, odd = Results().shown, members(), list[str]()
    found = [(module, each) for path in modules(()) for module, all_ in [mutants(path, enums)] for each in all_ if each.name in shown]
    home = lay_out(KEPT / "home")

    def work(items: dict[str, list[pytest.Item]]) -> None:
        live = living()
        without: dict[str, str] = {}
        gc.freeze()
        gone = sorted({test for test in shown.values() if not items.get(test)})
        assert not gone, f"tests are gone that noticed changes: {', '.join(gone)}; name in bench/noticed.json what notices now"
        for module, mutant in found:
            file, test = str(place(home, mutant.module)), shown[mutant.name]
            patch = patches(live[file], codes(module.code, file), codes(text_of(module, mutant), file))
            if patch is None:
                continue
            if test not in without:
                without[test] = ended(*forked(items[test], [], watch), PATIENCE)
            with_it = ended(*forked(items[test], patch, watch), PATIENCE)
            print(f"{mutant.name}: {with_it or 'not noticed'}; without: {without[test] or 'passed'}", flush=True)
            odd.extend([] if with_it and not without[test] else [mutant.name])
            tried.append(mutant.name)

    watch, tried = Watch(work), list[str]()
    at_home(home, watch, *sorted({test.partition("::")[0] for test in shown.values()}))
    print(f"{len(tried)} of {len(shown)} changes made again; {len(odd)} not noticed: {', '.join(odd)}")
    assert 2 * len(tried) >= len(shown) >= 2, "too few functions are as they were: try changes anew, with `run`"
    assert not odd


def show(names: Sequence[str]) -> None:
    enums = members()
    for path in modules(()):
        if any(fnmatch(named(path), each.partition(":")[0]) for each in names):
            module, found = mutants(path, enums)
            for mutant in found:
                if any(fnmatch(mutant.name, each) for each in names):
                    print(mutant.name, difference(module, mutant), sep="\n")


def difference(module: cst.Module, mutant: Mutant) -> str:
    """Say what a change is: the lines that it takes, and those that it puts in their place."""
    changes = difflib.unified_diff(module.code.splitlines(), text_of(module, mutant).splitlines(), lineterm="", n=0)
    return "\n".join(f"{line[0]} {line[1:].partition('  # ')[0].strip()}" for line in [*changes][2:] if line[0] in "+-")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["cover", "run", "report", "check", "show"])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kind", default="*")
    parser.add_argument("--again", type=float, nargs="?", const=120, metavar="SECONDS")
    parser.add_argument("--seconds", type=float, default=1e9)
    given = parser.parse_args()
    if given.command == "cover":
        cover(given.names)
    elif given.command == "check":
        check()
    elif given.command == "report":
        report()
    elif given.command == "show":
        show(given.names)
    else:
        run(given.names, given.kind, given.sample, given.jobs, again=given.again, seconds=given.seconds)


if __name__ == "__main__":
    main()
