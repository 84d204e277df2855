"""Every block of code on these pages is run."""

from pathlib import Path

from pages import sybil

pytest_collect_file = sybil(Path(__file__).parent).pytest()
