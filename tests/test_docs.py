"""The pages of the documentation say what the code has, all that they show is run, and all of them can be found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import attrs
import pytest
from pages import DOCS, PAGES, README, ROOT, blocks, sybil

from warranty_rules import cli
from warranty_rules.policies.icenter import Readings

READINGS = [(field.name, value, value == field.default) for field in attrs.fields(Readings) for value in get_args(field.type)]


def listed() -> set[tuple[str, str]]:
    """Read the readings page's table: each setting with each value; a blank first cell continues the row above."""
    found: set[tuple[str, str]] = set()
    setting = default = ""
    for line in (DOCS / "how-to" / "readings.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.split("|")[1:4]]
        if len(cells) == 3:
            setting, default = cells[0] or setting, cells[1] or default
            found |= {(setting, default), (setting, cells[2])}
    return found


@pytest.mark.parametrize(("setting", "value", "default"), READINGS)
def test_every_reading_stands_in_its_page_with_a_claim_that_shows_it(setting: str, value: str, default: bool) -> None:
    assert (setting, value) in listed()
    assert default or (ROOT / "examples" / "readings" / f"{setting}__{value}.json").exists()


def test_every_command_and_option_stands_in_its_page() -> None:
    parser = cli._parser()
    (commands,) = (action.choices for action in parser._actions if isinstance(action.choices, dict))
    helps = "\n".join(each.format_help() for each in (parser, *commands.values()))
    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", page, re.MULTILINE | re.DOTALL))
    assert len(commands) > 2
    words = {*commands, *re.findall(r"--[a-z][a-z-]*", helps)}
    assert {word for word in words if not re.search(rf"(?<![\w-]){word}(?![\w-])", code)} == set()


# --- Every page is found ----------------------------------------------------------------------------------


def navigation() -> list[str]:
    """Give the pages of the navigation, in order."""
    _, _, nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")
    return re.findall(r"^ +- (?:[^#\n]*: )?([\w/-]+\.md)$", nav, re.MULTILINE)


def test_every_page_has_one_place_in_the_navigation() -> None:
    assert sorted(navigation()) == sorted(page.relative_to(DOCS).as_posix() for page in PAGES)


def test_the_readme_leads_to_the_pages() -> None:
    linked = re.findall(r"\]\((docs/[\w/.-]+)", README.read_text(encoding="utf-8"))
    assert "docs/index.md" in linked
    assert [link for link in linked if not (ROOT / link).exists()] == []


# --- Everything they show is run ---------------------------------------------------------------------------


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_block_of_code_is_for_show_alone(page: Path) -> None:
    assert len(list(sybil(DOCS).parse(page).examples())) == blocks(page.read_text(encoding="utf-8"))


def run(*arguments: str | Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_run_of_the_tests_takes_every_block_of_the_pages() -> None:
    code, out = run("--collect-only", "docs")
    taken = [line for line in out.splitlines() if re.fullmatch(r"docs/[\w/-]+\.md::line:\d+,column:\d+", line)]
    assert (code, len(taken)) == (0, sum(blocks(page.read_text(encoding="utf-8")) for page in PAGES))
    assert "docs" in (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("testpaths = ")[2].partition("\n")[0]


RIGHT = {
    "pycon": ">>> 1 + 1\n2",
    "python": "assert 1 + 1 == 2",
    "console": "$ echo two\ntwo\n$ warranty-rules decide examples/claims/denied_bought_elsewhere.json | head -n 1\nclaim RMA-1016",
}
WRONG = {
    "pycon": [">>> 1 + 1\n3", ">>> 1 + 1  # doctest: +SKIP\n2", "1 + 1", ">>> unknown\n2", ">>> 1 + 1\n2\n>>> 1 + 1\n3"],
    "python": ["assert 1 + 1 == 3", "unknown"],
    "console": ["$ echo two\nthree", "$ echo two\ntwo\n$ echo three", "two", "$ no-such-command"],
}


def test_a_page_that_is_right_passes_and_one_that_is_wrong_fails(tmp_path: Path) -> None:
    shutil.copy(DOCS / "conftest.py", tmp_path)
    shown = [(language, code, "PASSED") for language, code in RIGHT.items()]
    shown += [(language, code, "FAILED") for language, found in WRONG.items() for code in found]
    for number, (language, code, _) in enumerate(shown):
        (tmp_path / f"page{number}.md").write_text(f"# A page\n\n```{language}\n{code}\n```\n", encoding="utf-8")
    _, out = run("-rA", "--rootdir", tmp_path, tmp_path)
    ends = {int(number): end for end, number in re.findall(r"^(PASSED|FAILED) .*page(\d+)\.md::line:3,column:1", out, re.MULTILINE)}
    assert [(*what, ends.get(number)) for number, what in enumerate(shown)] == [(*what, what[2]) for what in shown], out


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```python\n1\n```\n", 1),
        ("~~~py\n1\n~~~\n```pycon\n```\n", 2),
        ('```python title="x"\n1\n```\n', 1),
        ("- a list\n\n    ```{.python}\n    1\n    ```\n", 1),
        ("```\n>>> 1\n1\n```\n", 1),
        ("```sh\n$ ls\n```\n", 1),
        ("````md\n```python\n1\n```\n````\n", 0),
        ("```text\n{}\n```\n```sql\nls\n```\n>>> 1\n", 0),
        ("```json\n{}\n```\n```sh\nls\n```\n```js\n1\n```\n", 3),
    ],
)
def test_what_ought_to_be_run_is_seen_whatever_it_is_called(text: str, found: int) -> None:
    assert blocks(text) == found
