"""Both type checkers accept the good uses and infer the types named there, and reject each bad use; run, each bad use raises."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

import warranty_rules
from warranty_rules import WarrantyRulesError

HERE = Path(__file__).parent / "typing"
GOOD, BAD = HERE / "good.py", HERE / "bad.py"
LIBRARY = Path(warranty_rules.__file__).parents[1]
MARK = re.compile(r"  # error( \(attribute\))?$")
LINES = BAD.read_text(encoding="utf-8").splitlines()
MARKED = {number: line.strip() for number, line in enumerate(LINES, 1) if MARK.search(line)}

Found = list[tuple[str, int, str]]
"""What a checker found: the file's name, the line, the rule."""


def mypy(folder: Path) -> Found:
    given = ["--strict", "--config-file=", f"--cache-dir={folder}", "--no-error-summary", "--hide-error-context", "--no-pretty"]
    where = {} if "site-packages" in LIBRARY.parts else {"MYPYPATH": str(LIBRARY)}
    done = run("mypy", *given, str(GOOD), str(BAD), **where)
    errors = re.findall(r"^(.+?):(\d+): error: .*\[([\w-]+)\]$", done, re.MULTILINE)
    return [(Path(path).name, int(line), rule) for path, line, rule in errors]


def basedpyright(folder: Path) -> Found:
    config = {"typeCheckingMode": "strict", "include": [str(HERE)], "extraPaths": [str(LIBRARY)]}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    done = run("basedpyright", "--outputjson", "--pythonpath", sys.executable, "--project", str(folder / "config.json"))
    errors = [e for e in json.loads(done)["generalDiagnostics"] if e["severity"] == "error"]
    return [(Path(e["file"]).name, e["range"]["start"]["line"] + 1, e.get("rule", "")) for e in errors]


def run(checker: str, *given: str, **environment: str) -> str:
    done = subprocess.run([sys.executable, "-m", checker, *given], capture_output=True, text=True, check=False, env={**os.environ, **environment})
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


CHECKERS: list[Callable[[Path], Found]] = [mypy, basedpyright]


@pytest.fixture(scope="module", params=CHECKERS, ids=lambda checker: checker.__name__)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    checker = request.param
    if importlib.util.find_spec(checker.__name__) is None:
        pytest.skip(f"{checker.__name__} is not installed: it comes with requirements-dev.txt")
    return checker(tmp_path_factory.mktemp(checker.__name__))


def test_every_good_use_is_accepted_and_has_the_type_it_names(found: Found) -> None:
    assert [error for error in found if error[0] == GOOD.name] == []


def test_every_bad_use_is_rejected_and_nothing_else_is(found: Found) -> None:
    bad = [(line, rule) for name, line, rule in found if name == BAD.name]
    rejected = {line for line, rule in bad if not rule.startswith("reportUnknown")}  # those only follow from another
    assert {line: LINES[line - 1] for line, _ in bad if line not in MARKED} == {}
    assert {line: MARKED[line] for line in MARKED.keys() - rejected} == {}


def test_the_good_uses_run() -> None:
    assert runpy.run_path(str(GOOD))["decision"].outcome.value == "pending"


NAMES: dict[str, Any] = runpy.run_path(str(BAD))


def test_there_are_bad_uses_to_try() -> None:
    assert len(MARKED) > 50
    assert sum("Claim.device.market.is_in" in line or "WarrantyCard(present=3)" in line for line in MARKED.values()) > 2


@pytest.mark.parametrize("line", MARKED.values())
def test_a_bad_use_raises_where_the_checkers_are_not_heeded(line: str) -> None:
    refused = AttributeError if line.endswith("(attribute)") else (WarrantyRulesError, TypeError)
    with pytest.raises(refused) as caught:
        exec(line, dict(NAMES))
    assert str(caught.value) or isinstance(caught.value, attrs.exceptions.FrozenInstanceError)  # before attrs 26.1 its name says it all
