"""Each notebook runs from its first cell to its last, offline, and tells what it says it tells. The gate runs these with the extra `notebook`."""

from __future__ import annotations

import ast
import functools
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).parent
OFFLINE = """
import sys

def offline(event, args):
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise RuntimeError(f"a notebook asked the network: {args}")

sys.addaudithook(offline)
"""

FACTS = {
    "first_claim": {
        "terms": ["E05 negligent exposure", "refuses this fault when"],
        "known": ["PENDING used-goods warranty, 2 Mar - 2 Sep 2026", "Who opened the device?", "Left open by 17 clauses"],
        "in-order": ["technician: What caused the fault? customer: Whose negligence led to the fault?"],
        "found": ["PENDING", "E05 negligent exposure ask Whose negligence led to the fault?"],
        "denied": ["DENIED E05 negligent exposure", "caused by liquid; negligence of the buyer", "used-goods warranty excluded"],
        "approved": ["APPROVED used-goods warranty, 2 Mar - 2 Sep 2026", "store service center", "23 Jul - 31 Aug 2026"],
        "coverage": ["manufacturer's warranty other goods", "used-goods warranty in force 2 Mar - 2 Sep 2026"],
        "dates": ["not before 2026-07-23 not after 2026-08-31"],
        "clock": ["20 business days counted, 0-10 left", "due 28 Jul - 3 Sep 2026"],
    },
    "readings": {
        "defaults": ["readings.accident: got 'by_nobody'; accepted: one of by_anyone, by_the_customer"],
        "alternatives": ["21 fields, 23 alternatives"],
        "one": ["APPROVED used-goods warranty"],
        "one-under-all": ["exposure=is_enough DENIED E05 negligent exposure", "accident=by_anyone DENIED E06 accidental damage"],
        "many": ["91 of 400 exclusions_apply_to=used_only 90 of 400 exclusions_apply_to=store_tiers 16 of 400 incomplete_set=all_items"],
        "beyond-outcomes": ["the manufacturer's official service center", "store service center, 3-30 business days: 25 Mar - 1 May 2026"],
        "explain-default": ["false", "caused by liquid", "not so: negligence of the buyer"],
        "explain-other": ["true", "caused by liquid"],
        "explain-unknown": ["unknown", "negligence of the buyer"],
        "provenance": ["(('exposure', 'is_enough'),)"],
    },
    "a_year_of_claims": {
        "decide": ["APPROVED manufacturer's warranty, 23 Jul 2025 - 23 Jul 2026"],
        "count": ["approved 381 38.1% denied 475 47.5% pending 144 14.4%", "E17 incomplete set 52 10.9%", "E13 external networks 1 0.2%"],
        "fired": ["56 E05 negligent exposure █"],
        "never": ["'E09 flex cable fracture'", "'E11 natural disaster'"],
        "ask-stages": ["144 claims are pending 116 wait for: technician 56 wait for: desk 28 wait for: customer 22 wait for: sales records"],
        "one-question": ["'What second IMEI does the card hold?', 4"],
        "records": ["1000 rows, 131 columns", "'outcome': 'approved', 'tier': 'new', 'first': datetime.date(2025, 7, 23)"],
        "csv": ["S2025-1,approved,new, S2025-2,denied,none,U1"],
        "unknown": ["Counter({True: 955, False: 31, None: 14})"],
    },
    "calendars": {
        "five": ["weekend Friday and Saturday"],
        "may": ["Poland", "Egypt", "Brunei", "holiday: National Day of the Third of May", "Eid al-Adha (estimated)", "holiday: Armed Forces Day"],
        "may-china": ["May 2026: 19 business days", " 8 9^ 10. ", "Day off (substituted from 05/09/2026)"],
        "year": ["Poland 253 business days", "China 248 business days", "Thanksgiving Day"],
        "promise": ["Poland 27 May to 11 Jun 2026", "Egypt 31 May to 14 Jun 2026", "Brunei 26 May to 11 Jun 2026", "China 28 May to 11 Jun 2026"],
        "explain": ["21 business days after 27 Apr 2026, up to 31 May 2026"],
        "union": ["closed where either is 09 Jun to 29 Jun 2026 closed where both are 22 May to 03 Jun 2026"],
        "closures": ["closure: stocktaking", "closure: staff day"],
        "warning": ["Before relying on this", "no holidays are known for 2026"],
    },
    "own_terms": {
        "clauses": ["refuses any claim when raced and not (part is frame and crack)"],
        "policy": ["Terms of a bicycle shop", "24 months from delivered, otherwise sold", "cure: bring the receipt; then receipt: yes"],
        "check": ["two years after the sale: as expected", "no receipt yet: as expected"],
        "decide": ["DENIED B4 receipt", "then APPROVED two-year cover, 2 Mar 2026 - 2 Mar 2028"],
        "edition": ["it is for sold from 2026-01-01, and that is 2025-12-30"],
        "form": ["counter When was the fault reported? B1", "workshop Did the frame crack at a weld? B3"],
    },
}
"""What is to be read below some cells, by their ids; spaces are as good as breaks."""

NEVER_TOLD = {"a_year_of_claims": {"count": "never a ground"}, "readings": {"one-under-all": "APPROVED"}}
"""What a notebook says in prose that a cell does not tell."""


def stored(name: str) -> Any:
    notebook = nbformat.read(HERE / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    return notebook


def made(*sources: str) -> Any:
    """Make a notebook of some code cells."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def run(notebook: Any, hash_seed: int, folder: Path) -> Any:
    """Run a copy from the top, in a fresh kernel that refuses the network, in a folder that has none of the notebook's neighbors."""
    copy = nbformat.from_dict({**notebook, "cells": [nbformat.v4.new_code_cell(OFFLINE), *notebook.cells]})
    resources = {"metadata": {"path": str(folder)}}
    # a kernel sends what is printed in pieces as they come: together they are always the same
    client = NotebookClient(nbformat.from_dict(copy), timeout=120, kernel_name="python3", resources=resources, coalesce_streams=True)
    ran = client.execute(env={"PYTHONHASHSEED": str(hash_seed), "PATH": "/usr/bin:/bin", "HOME": str(folder), "IPYTHONDIR": str(folder)})
    del ran.cells[0]
    return ran


@functools.cache
def ran(name: str, folder: Path) -> Any:
    return run(stored(name), 1, folder)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


def text(cell: Any) -> str:
    """Give what a reader sees below a cell."""
    return " ".join(" ".join(map(_seen, cell.outputs)).split())


def _seen(output: Any) -> str:
    data = output.get("data", {})
    if "text/html" not in data:
        return str(output.get("text", data.get("text/plain", "")))
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", data["text/html"], flags=re.DOTALL)))


def unfit(notebook: Any) -> Iterator[str]:
    """Name what is wrong with what the cells of a notebook, which has been run, show."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        shown = [output.get("data", {}) for output in cell.outputs]
        if any(output.get("name") == "stderr" for output in cell.outputs):
            yield f"{cell.id}: something on stderr"
        last = ast.parse(cell.source).body[-1]
        printed = isinstance(last, ast.Expr) and ast.unparse(last).startswith("print(")
        if isinstance(last, ast.Expr) and not printed and not any({"text/html", "text/plain"} & set(data) for data in shown):
            yield f"{cell.id}: ends in an expression and shows nothing"
        if printed and not text(cell):
            yield f"{cell.id}: prints nothing"
        for markup in (data["text/html"] for data in shown if "text/html" in data):
            if re.search(r"<script|\son\w+\s*=|javascript:", markup, re.IGNORECASE):
                yield f"{cell.id}: a script"
            if re.search(r"(src|href)\s*=\s*[\"']?\s*(https?:)?//|url\(|@import|<(link|iframe|object|embed|img)\b", markup, re.IGNORECASE):
                yield f"{cell.id}: loads something"


def unsaid(notebook: Any, facts: dict[str, list[str]]) -> list[str]:
    """Name the facts that cannot be read below their cells."""
    below = {cell.id: text(cell) for cell in notebook.cells if cell.cell_type == "code"}
    return [f"{ident}: {fact}" for ident, told in facts.items() for fact in told if fact not in f" {below.get(ident, '')} "]


# --- As they are stored --------------------------------------------------------------------------------


def test_there_are_facts_for_every_notebook() -> None:
    assert sorted(FACTS) == sorted(path.stem for path in HERE.glob("*.ipynb"))


@pytest.mark.parametrize("name", FACTS)
def test_a_notebook_is_stored_without_outputs_and_with_readable_ids(name: str) -> None:
    notebook = stored(name)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    ids = [cell.id for cell in notebook.cells]
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []
    assert [cell.id for cell in notebook.cells if cell.metadata or not re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.id)] == []
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", FACTS)
def test_a_notebook_is_short_and_speaks_between_its_cells(name: str) -> None:
    cells = stored(name).cells
    assert 10 <= len(cells) <= 20
    assert [cells[0].cell_type, cells[-1].cell_type] == ["markdown", "markdown"]
    assert cells[0].source.startswith("# ")
    told = [cell for cell in cells if cell.cell_type == "markdown"]
    assert len(told) >= len(cells) / 2 - 1


@pytest.mark.parametrize("name", FACTS)
def test_what_a_notebook_links_to_is_there(name: str) -> None:
    links = [link for cell in stored(name).cells if cell.cell_type == "markdown" for link in re.findall(r"\]\(([^)]+)\)", cell.source)]
    assert links
    assert [link for link in links if not (HERE / link).exists()] == []


def test_invented_claims_are_said_to_be_invented() -> None:
    assert "**The claims are invented.**" in stored("a_year_of_claims").cells[0].source
    assert any("**invented claims" in cell.source for cell in stored("readings").cells)


# --- As they run ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FACTS)
def test_a_notebook_runs_and_every_answer_shows(name: str, folder: Path) -> None:
    assert list(unfit(ran(name, folder))) == []


@pytest.mark.parametrize("name", FACTS)
def test_a_notebook_tells_its_facts(name: str, folder: Path) -> None:
    assert unsaid(ran(name, folder), FACTS[name]) == []


@pytest.mark.parametrize(("name", "ident", "words"), [(n, i, words) for n, cells in NEVER_TOLD.items() for i, words in cells.items()])
def test_a_notebook_does_not_tell_what_its_prose_rules_out(name: str, ident: str, words: str, folder: Path) -> None:
    (cell,) = (cell for cell in ran(name, folder).cells if cell.id == ident)
    assert text(cell)
    assert words not in text(cell)


@pytest.mark.parametrize("name", FACTS)
def test_every_cell_with_something_to_show_has_a_fact(name: str, folder: Path) -> None:
    assert {cell.id for cell in ran(name, folder).cells if cell.cell_type == "code" and cell.outputs} == set(FACTS[name])


@pytest.mark.parametrize("name", FACTS)
def test_a_notebook_shows_the_same_under_another_order_of_sets(name: str, folder: Path) -> None:
    again = run(stored(name), 2, folder)
    assert [cell.get("outputs") for cell in again.cells] == [cell.get("outputs") for cell in ran(name, folder).cells]


# --- What these tests would see ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("from warranty_rules import Claim\nClaim.card.presence", "AttributeError"),
        ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "asked the network"),
    ],
    ids=["a fact that is not there", "the network"],
)
def test_a_cell_that_raises_fails_its_notebook(source: str, told: str, folder: Path) -> None:
    notebook = stored("first_claim")
    notebook.cells = [*notebook.cells[:3], nbformat.v4.new_code_cell(source)]
    with pytest.raises(CellExecutionError, match=told):
        run(notebook, 1, folder)


def test_what_is_amiss_below_a_cell_is_seen(folder: Path) -> None:
    notebook = run(
        made(
            "import sys\nprint('late', file=sys.stderr)",
            "None",
            "from IPython.display import HTML\nHTML('<script>1</script>')",
            "HTML('<img src=\"https://example.org/a.png\">')",
            "print('')",
            "HTML('<p>in order</p>')",
        ),
        1,
        folder,
    )
    assert [problem.partition(": ")[2] for problem in unfit(notebook)] == [
        "something on stderr",
        "ends in an expression and shows nothing",
        "a script",
        "loads something",
        "prints nothing",
    ]


def test_another_answer_of_the_library_is_seen(folder: Path) -> None:
    notebook = stored("first_claim")
    notebook.cells = notebook.cells[: [cell.id for cell in notebook.cells].index("approved") + 1]
    for cell in notebook.cells:
        cell.source = cell.source.replace("icenter.policy(", 'icenter.policy(icenter.Readings(exposure="is_enough"), ')
    found = unsaid(run(notebook, 1, folder), FACTS["first_claim"])
    assert "approved: APPROVED used-goods warranty, 2 Mar - 2 Sep 2026" in found
    assert "denied: DENIED E05 negligent exposure" not in found
