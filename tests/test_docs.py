"""The pages of the documentation say what the code has."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import attrs
import pytest

from warranty_rules.policies.icenter import Readings

ROOT = Path(__file__).parents[1]
READINGS = [(field.name, value, value == field.default) for field in attrs.fields(Readings) for value in get_args(field.type)]


def listed() -> set[tuple[str, str]]:
    """Read the readings page's table: each setting with each value; a blank first cell continues the row above."""
    found: set[tuple[str, str]] = set()
    setting = default = ""
    for line in (ROOT / "docs" / "readings.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.split("|")[1:4]]
        if len(cells) == 3:
            setting, default = cells[0] or setting, cells[1] or default
            found |= {(setting, default), (setting, cells[2])}
    return found


@pytest.mark.parametrize(("setting", "value", "default"), READINGS)
def test_every_reading_stands_in_its_page_with_a_claim_that_shows_it(setting: str, value: str, default: bool) -> None:
    assert (setting, value) in listed()
    assert default or (ROOT / "examples" / "readings" / f"{setting}__{value}.json").exists()


def test_every_page_is_linked_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in sorted((ROOT / "docs").glob("*.md")) if f"docs/{page.name}" not in readme] == []
