"""The README says what happens."""

import contextlib
import io

from pages import DOCS, README, sybil
from sybil import Example


def printed(block: Example) -> tuple[list[str], list[str]]:
    """Run a block; give the lines it printed and the lines that its comments promise."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        block.evaluate()
    return out.getvalue().splitlines(), [line[2:] for line in block.parsed.splitlines() if line.startswith("# ")]


def test_every_block_of_code_prints_what_its_comments_say() -> None:
    blocks = list(sybil(DOCS).parse(README).examples())
    assert blocks
    for block in blocks:
        shown, promised = printed(block)
        assert promised == shown
