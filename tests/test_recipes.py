"""What the pages on embedding show is what the examples do."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

ROOT = Path(__file__).parents[1]
PAGES = {name: (ROOT / "docs" / "how-to" / name).read_text(encoding="utf-8") for name in ("web-app.md", "erp.md")}
BLOCKS = [(name, block) for name, page in PAGES.items() for block in re.findall(r"```js\n(.*?)```", page, re.DOTALL)]
SOURCES = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "examples").glob("*/*")) if p.suffix in {".py", ".mjs"}]


def shows(block: str) -> bool:
    """Tell whether a block stands in an example, at whatever depth."""
    return any(indent(block, " " * depth) in source for source in SOURCES for depth in (0, 4, 8))


@pytest.mark.parametrize(("page", "block"), BLOCKS, ids=[f"{page}: {block.splitlines()[0]}" for page, block in BLOCKS])
def test_a_block_of_code_stands_in_an_example(page: str, block: str) -> None:
    assert shows(block)


def test_every_page_has_blocks_and_a_block_that_was_changed_is_seen() -> None:
    """Blocks of Python are run, or name the file that they show: tests/pages.py."""
    assert {page for page, _ in BLOCKS} == {"web-app.md"}
    assert not any(shows(block.replace(block.split()[0], "changed", 1)) for _, block in BLOCKS)


def test_the_table_of_erp_fields_is_the_one_that_the_example_prints() -> None:
    printed = subprocess.run([sys.executable, ROOT / "examples" / "erpnext" / "erpnext.py"], capture_output=True, text=True, check=True).stdout
    assert printed in PAGES["erp.md"]
    assert printed.count("\n| ") > 20
