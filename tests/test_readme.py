"""The README says what happens."""

import re
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def printed(block: str) -> tuple[list[str], list[str]]:
    """Run a block; give the lines it printed and the lines that its comments promise."""
    lines: list[str] = []
    exec(compile(block, "README.md", "exec"), {"print": lambda *values: lines.extend(" ".join(map(str, values)).splitlines())})
    return lines, [line[2:] for line in block.splitlines() if line.startswith("# ")]


def test_every_python_block_prints_what_its_comments_say() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        shown, promised = printed(block)
        assert promised == shown
