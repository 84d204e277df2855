"""The pages of the documentation, and how what they show is run: nothing they show is only for show."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser

from warranty_rules import Claim, InputError
from warranty_rules.documents import read

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = sorted(DOCS.rglob("*.md"))


def typed(example: Example) -> str:
    """Type a session in, up to its first wrong answer."""
    session = doctest.DocTestParser().get_doctest(example.parsed, {}, example.path, example.path, example.line)
    if not session.examples or any(doctest.SKIP in each.options for each in session.examples):
        return "nothing is typed after >>>, or some of it is skipped"
    session.globs = example.namespace
    told: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=doctest.FAIL_FAST).run(session, out=told.append, clear_globs=False)
    return "".join(told)


def commanded(example: Example) -> str:
    """Run each command after a ``$``, in a folder of the page that has the examples, up to the first that prints something else."""
    _, *parts = re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)
    for command, _, wanted in (part.partition("\n") for part in parts):
        got = printed(command, folder(example.namespace))
        if got.rstrip() != wanted.rstrip():
            return f"$ {command}\nExpected:\n{wanted}\nGot:\n{got}"
    return "" if parts else "no command stands after a $"


def printed(command: str, where: Path) -> str:
    """Run a command as a shell does, with this library's own; give what it prints on either stream."""
    env = {**os.environ, "PATH": f"{where / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(["sh", "-c", command], cwd=where, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout


def folder(namespace: dict[str, Any]) -> Path:
    """Give the folder in which a page's commands run; made at the first of them."""
    if "__folder__" not in namespace:
        made = namespace["__folder__"] = tempfile.TemporaryDirectory()
        (Path(made.name) / "examples").symlink_to(ROOT / "examples")
        (Path(made.name) / "bin").mkdir()
        program = Path(made.name) / "bin" / "warranty-rules"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m warranty_rules "$@"\n')
        program.chmod(0o755)
    return Path(namespace["__folder__"].name)


def leave(namespace: dict[str, Any]) -> None:
    """Take away what a page's commands left."""
    if "__folder__" in namespace:
        namespace.pop("__folder__").cleanup()


INCLUDED = re.compile(r'--8<-- "(examples/[\w/]+)/(\w+\.py)"\s*')
"""A file that a page includes; it is run by the tests that stand beside it, as it needs packages of its own."""


def programmed(example: Example) -> str | None:
    """Run a block of Python; or find a file that is included, and the tests that run it."""
    included = INCLUDED.fullmatch(example.parsed)
    if included is None:
        PythonEvaluator()(example)
        return None
    beside = ROOT / included[1]
    tests = [test for test in beside.glob("test_*.py") if Path(included[2]).stem in test.read_text(encoding="utf-8")]
    return "" if (beside / included[2]).is_file() and tests else f"{included[1]} has no {included[2]}, or no test_*.py that runs it"


def announced(example: Example) -> str:
    """Find what runs each command to be typed in a shell of one's own: the README, line by line in the gate, or the gate, which runs its file."""
    readme, gate = (path.read_text(encoding="utf-8") for path in (README, ROOT / ".ci" / "run"))
    steps = {step for line in readme.splitlines() for step in line.split(" && ")}
    for step in (step for line in example.parsed.splitlines() for step in line.split(" && ")):
        files = [word for word in step.split() if (ROOT / word).is_file() and word in gate]
        if step not in steps and not files:
            return f"neither the README nor the gate runs: {step}"
    return ""


def quoted(example: Example) -> str:
    """Find a passage of a script in one of the examples, as it stands."""
    scripts = (path.read_text(encoding="utf-8") for path in (ROOT / "examples").glob("*/*.mjs"))
    return "" if any(example.parsed.strip() in script for script in scripts) else "no script of the examples has this passage"


def read_in(example: Example) -> str:
    """Read a claim document."""
    try:
        return "" if read(Claim, example.parsed) else "no claim"
    except InputError as error:
        return str(error)


RUN = {"pycon": typed, "python": programmed, "console": commanded, "sh": announced, "js": quoted, "json": read_in}
"""The languages of the blocks that are run, and how; every page has a namespace of its own, which its blocks share."""


def sybil(where: Path) -> Sybil:
    """Make what runs the pages under a folder."""
    return Sybil(
        parsers=[CodeBlockParser(language, how) for language, how in RUN.items()],
        path=str(where),
        pattern="*.md",
        setup=lambda namespace: namespace.update(__name__="__main__"),
        teardown=leave,
    )


FENCE = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])?[ \t>]*(`{3,}|~{3,})[ \t]*(.*)$")
MEANT = re.compile(r"py|console|doctest|bash-session|^(sh|js|json)$", re.IGNORECASE)


def blocks(text: str) -> int:
    """Count the blocks of a page that ought to be run, by a look at its lines alone: by their language, or by what is in them."""
    found, fence, meant = 0, "", False
    for line in text.splitlines():
        edge = FENCE.match(line)
        if edge and not fence:
            fence, meant = edge[1], bool(MEANT.search(edge[2]))
        elif edge and edge[1].startswith(fence) and not edge[2]:
            found, fence = found + meant, ""
        else:
            meant = meant or bool(fence and line.lstrip().startswith((">>> ", "$ ")))
    return found
