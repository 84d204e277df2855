"""One version and one description of the project, wherever they are told; what a newcomer types is short and works."""

from __future__ import annotations

import contextlib
import io
import re
import runpy
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from warranty_rules import __version__, cli

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CITATION = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")

# --- One version --------------------------------------------------------------------------------------------


def test_the_version_is_that_of_the_installed_package_and_is_typed_in_one_place() -> None:
    assert metadata.version("warranty-rules") == __version__, "install it again: pip install -e ."
    assert "version" in PROJECT["dynamic"]
    assert "version" not in PROJECT


def test_the_command_line_tells_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"warranty-rules {__version__}\n"


def cited(citation: str) -> dict[str, Any]:
    """Read a citation file as far as this one goes: a value on each line, or a list of them below."""
    lists = re.findall(r"^([a-z-]+):\n((?:  - .+\n)+)", citation, re.MULTILINE)
    return {**dict(re.findall(r'^([a-z-]+): "?(.+?)"?$', citation, re.MULTILINE)), **{key: re.findall(r"- (.+)", lines) for key, lines in lists}}


def disagreements(version: str, changelog: str, citation: str) -> list[str]:
    """Say where the changelog and the citation tell of another release than this version.

    The newest numbered heading of the changelog is this version, with its day, which the citation tells too. As long as nothing
    was released there is neither a numbered heading nor a day.
    """
    headings = re.findall(r"^## \[(\d[^]]*)\](?: - (\d{4}-\d\d-\d\d))?$", changelog, re.MULTILINE)
    newest, day = headings[0] if headings else (version, None)
    told = cited(citation)
    wrong = ["changelog: version"] * (newest != version) + ["changelog: day"] * (day == "")
    return wrong + ["citation: version"] * (told.get("version") != version) + ["citation: day"] * (told.get("date-released") != day)


def test_the_changelog_and_the_citation_tell_of_this_version() -> None:
    assert disagreements(__version__, CHANGELOG, CITATION) == []


UNRELEASED, RELEASED = "## [Unreleased]\n", "## [Unreleased]\n\n## [1.2.0] - 2026-05-04\n\n## [1.1.0] - 2026-01-02\n"


@pytest.mark.parametrize(
    ("version", "changelog", "citation", "wrong"),
    [
        ("1.2.0", UNRELEASED, "version: 1.2.0\n", []),
        ("1.2.0", RELEASED, "version: 1.2.0\ndate-released: 2026-05-04\n", []),
        ("1.3.0", RELEASED, "version: 1.3.0\ndate-released: 2026-05-04\n", ["changelog: version"]),
        ("1.1.0", RELEASED, "version: 1.1.0\ndate-released: 2026-05-04\n", ["changelog: version"]),
        ("1.2.0", RELEASED, "version: 1.1.0\ndate-released: 2026-05-04\n", ["citation: version"]),
        ("1.2.0", RELEASED, "version: 1.2.0\ndate-released: 2026-01-02\n", ["citation: day"]),
        ("1.2.0", RELEASED, "version: 1.2.0\n", ["citation: day"]),
        ("1.2.0", UNRELEASED, "version: 1.2.0\ndate-released: 2026-05-04\n", ["citation: day"]),
        ("1.2.0", "## [1.2.0]\n", "version: 1.2.0\n", ["changelog: day", "citation: day"]),
    ],
)
def test_another_release_in_either_is_seen(version: str, changelog: str, citation: str, wrong: list[str]) -> None:
    assert disagreements(version, changelog, citation) == wrong


def test_the_citation_describes_the_project_as_the_package_does() -> None:
    told = cited(CITATION)
    assert README.startswith(f"# {told['title']}\n")
    assert [told["abstract"], told["license"]] == [PROJECT["description"], PROJECT["license"]]
    assert told["authors"] == [f"name: {author['name']}" for author in PROJECT["authors"]]
    assert told["keywords"] == PROJECT["keywords"]


# --- What a newcomer types -------------------------------------------------------------------------------------

INSTALL = README.partition("\n## Install\n")[2].partition("\n## ")[0]
SHELL = [line for block in re.findall(r"^```sh\n(.*?)^```", INSTALL, re.MULTILINE | re.DOTALL) for line in block.splitlines()]
OFFICIAL = [
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/warranty-rules decide examples/claims/pending_used_phone.json",
    'python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/pytest -q',
]


def test_to_install_the_readme_has_the_official_commands_first_and_last() -> None:
    assert [SHELL[0], SHELL[-1]] == OFFICIAL


def test_a_newcomer_has_a_decision_a_clause_and_a_notebook_in_six_commands() -> None:
    commands = [command for line in SHELL[:-1] for command in line.split(" && ")]
    assert len(commands) <= 6
    assert [name for name in ("warranty-rules decide", "examples/first_clause.py", "examples/notebooks/") if name not in "\n".join(commands)] == []


def test_the_first_clause_is_short_and_prints_what_its_comments_say() -> None:
    path = ROOT / "examples" / "first_clause.py"
    lines, shown = path.read_text(encoding="utf-8").splitlines(), io.StringIO()
    assert len(lines) <= 30
    with contextlib.redirect_stdout(shown):
        runpy.run_path(str(path))
    promised = [line[2:] for line in lines if line.startswith("# ")]
    assert promised == shown.getvalue().splitlines()
    assert promised[-1].startswith("DENIED    X1 ")
