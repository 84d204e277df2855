"""What the wheel and the source distribution hold: run by the gate alone, on what it has built from a clean clone.

    DISTRIBUTIONS=folder pytest .ci/distributions.py

The folder holds the source distribution and the wheel that was built from it, and in `direct` a wheel that was built from the clone.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
import tomllib
from collections.abc import Callable
from configparser import ConfigParser
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
BUILT = Path(os.environ["DISTRIBUTIONS"])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION = (ROOT / "src/warranty_rules/_version.py").read_text(encoding="utf-8").split('"')[-2]
NAME = f"warranty_rules-{VERSION}"
INFO = f"{NAME}.dist-info"
TRACKED = set(subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip("\0").split("\0"))
MODULES = {name.removeprefix("src/") for name in TRACKED if name.startswith("src/warranty_rules/")}
BESIDE = {f"{INFO}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")}
LARGEST = 235 * 1024
"""Bytes of the wheel, which an app embeds and a page loads: 150 KiB were aimed at; docs/design.md says what it is and why."""

Files = dict[str, bytes]


def wheel(folder: Path) -> Path:
    (found,) = folder.glob("*.whl")
    return found


def held(path: Path) -> Files:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


WHEEL = wheel(BUILT)
FILES = held(WHEEL)


def wrong_files(files: Files) -> list[str]:
    """List files that the wheel lacks, has too many or has otherwise than the clone."""
    changed = [name for name in MODULES & files.keys() if files[name] != (ROOT / "src" / name).read_bytes()]
    return sorted({*(MODULES | BESIDE | {"warranty_rules/py.typed"}) ^ files.keys(), *changed})


def wrong_metadata(files: Files) -> list[str]:
    """List the fields of the metadata, and the commands, that are not what pyproject.toml says."""
    told = message_from_bytes(files.get(f"{INFO}/METADATA", b""))
    commands = ConfigParser(delimiters="=")
    commands.read_string(files.get(f"{INFO}/entry_points.txt", b"").decode())
    wanted = {
        "Name": [PROJECT["name"]],
        "Version": [VERSION],
        "Summary": [PROJECT["description"]],
        "Requires-Python": [PROJECT["requires-python"]],
        "License-Expression": [PROJECT["license"]],
        "License-File": PROJECT["license-files"],
        "Classifier": PROJECT["classifiers"],
        "Keywords": [",".join(sorted(PROJECT["keywords"]))],
        "Provides-Extra": sorted(extra.lower() for extra in PROJECT["optional-dependencies"]),
    }
    wrong = [field for field, values in wanted.items() if sorted(told.get_all(field, [])) != sorted(values)]
    wrong += ["Requires-Dist"] * (needed(told) != sorted(PROJECT["dependencies"]))
    wrong += ["Description"] * (told.get_payload(decode=True) != (ROOT / "README.md").read_bytes())
    wanted_commands = {"console_scripts": PROJECT["scripts"], **PROJECT.get("entry-points", {})}
    return wrong + ["entry points"] * ({name: dict(commands[name]) for name in commands.sections()} != wanted_commands)


def needed(told: Message) -> list[str]:
    return sorted(line for line in told.get_all("Requires-Dist", []) if "extra ==" not in line)


def wrong_size(size: int) -> bool:
    return not 0 < size <= LARGEST


def test_the_wheel_holds_the_modules_of_src_with_its_licence_and_metadata_and_nothing_else() -> None:
    assert WHEEL.name == f"{NAME}-py3-none-any.whl"
    assert wrong_files(FILES) == []


def test_its_metadata_and_commands_are_those_of_the_project() -> None:
    assert wrong_metadata(FILES) == []


def test_it_is_small() -> None:
    assert not wrong_size(WHEEL.stat().st_size), f"{WHEEL.stat().st_size} bytes; at most {LARGEST}"


def test_the_source_distribution_holds_what_is_tracked_and_nothing_else() -> None:
    with tarfile.open(BUILT / f"{NAME}.tar.gz") as archive:
        members = {member.name.removeprefix(f"{NAME}/") for member in archive.getmembers() if member.isfile()}
    assert members ^ TRACKED == {"PKG-INFO"}


def test_the_wheel_of_the_source_distribution_is_the_wheel_of_the_clone() -> None:
    assert held(wheel(BUILT / "direct")) == FILES


SPOILT: dict[str, Callable[[Files], object]] = {
    "a module too few": lambda files: files.pop("warranty_rules/policies/icenter.py"),
    "no mark of types": lambda files: files.pop("warranty_rules/py.typed"),
    "no licence": lambda files: files.pop(f"{INFO}/licenses/LICENSE"),
    "no commands": lambda files: files.pop(f"{INFO}/entry_points.txt"),
    "a test": lambda files: files.update({"tests/test_laws.py": b""}),
    "a compiled module": lambda files: files.update({"warranty_rules/__pycache__/cli.cpython-311.pyc": b""}),
    "another module": lambda files: files.update({"warranty_rules/cli.py": b"print()"}),
}
MISTOLD = {
    "Version": (f"Version: {VERSION}", "Version: 9.9"),
    "Requires-Dist": ("Requires-Dist: attrs", "Requires-Dist: numpy\nRequires-Dist: attrs"),
    "Requires-Python": ("Requires-Python: >=", "Requires-Python: <="),
    "Classifier": ("Classifier: Typing :: Typed\n", ""),
    "License-Expression": ("License-Expression: MIT\n", ""),
    "Provides-Extra": ("Provides-Extra: test\n", ""),
    "Description": ("# warranty_rules", "# Warranty Rules"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_wheel_is_seen(spoil: Callable[[Files], object]) -> None:
    files = dict(FILES)
    spoil(files)
    assert wrong_files(files)


@pytest.mark.parametrize("field", MISTOLD)
def test_metadata_that_is_not_the_projects_is_seen(field: str) -> None:
    told = FILES[f"{INFO}/METADATA"].decode()
    assert MISTOLD[field][0] in told
    assert wrong_metadata({**FILES, f"{INFO}/METADATA": told.replace(*MISTOLD[field], 1).encode()}) == [field]


def test_a_command_of_another_name_is_seen() -> None:
    assert wrong_metadata({**FILES, f"{INFO}/entry_points.txt": b"[console_scripts]\nrules = warranty_rules.cli:main\n"}) == ["entry points"]


def test_a_wheel_that_is_empty_or_too_large_is_seen() -> None:
    assert wrong_size(0)
    assert wrong_size(LARGEST + 1)
