"""The built site: it needs nothing from elsewhere, and every public name of the library is in it.

Build it first: ``zensical build --strict --clean``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import warranty_rules

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
PAGES = sorted(SITE.rglob("*.html"))
STYLES = sorted(SITE.rglob("*.css"))

REMOTE = re.compile(r"^\s*(?:https?:|ftp:|//)", re.IGNORECASE)
REMOTE_IN_STYLE = re.compile(r"@import|url\(\s*['\"]?\s*(?:https?:|//)", re.IGNORECASE)
LINKS = {("a", "href"), ("blockquote", "cite"), ("q", "cite")}
"""What a reader follows, and no browser fetches."""
FETCHED_LATER = {"mermaid", "glightbox", "pyodide", "md-source__repository"}
"""Classes for which the theme's script would fetch something from elsewhere."""


class Remote(HTMLParser):
    """Collect what a page would have a browser fetch from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        for name, value in attrs:
            parts = (value or "").split(",") if name.endswith("srcset") else [value or ""]
            if (tag, name) not in LINKS and any(map(REMOTE.match, parts)) and not self.names_a_kind(name):
                self.found.append(f"<{tag} {name}={value!r}>")
            if name == "style" and REMOTE_IN_STYLE.search(value or ""):
                self.found.append(f"<{tag} {name}={value!r}>")
            if name == "class" and FETCHED_LATER & set((value or "").split()):
                self.found.append(f"<{tag} {name}={value!r}>")

    @staticmethod
    def names_a_kind(attribute: str) -> bool:
        """Tell whether an attribute holds a name that looks like an address."""
        return attribute == "xmlns" or attribute.startswith("xmlns:")

    def handle_data(self, data: str) -> None:
        if self.inside == "style" and REMOTE_IN_STYLE.search(data):
            self.found.append(f"<style>{data}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


def remote(html: str) -> list[str]:
    """List what a page would have a browser fetch from elsewhere."""
    reader = Remote()
    reader.feed(html)
    return reader.found


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_site_is_built() -> None:
    _, _, nav = text(ROOT / "mkdocs.yml").partition("\nnav:\n")
    named = re.findall(r"^ +- (?:[^#\n]*: )?([\w/-]+)\.md$", nav, re.MULTILINE)
    built = {page.relative_to(SITE).with_suffix("").as_posix() for page in PAGES}
    assert built == {*named, "404"}
    assert len(STYLES) > 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(SITE).as_posix())
def test_a_page_fetches_nothing_from_elsewhere(page: Path) -> None:
    assert remote(text(page)) == []


def test_no_style_sheet_fetches_anything_from_elsewhere() -> None:
    assert [style.name for style in STYLES if REMOTE_IN_STYLE.search(text(style))] == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<script src="https://example.org/x.js"></script>', 1),
        ('<link rel="stylesheet" href="//example.org/x.css">', 1),
        ('<img src="HTTPS://example.org/x.png">', 1),
        ('<img srcset="a.png 1x, https://example.org/b.png 2x">', 1),
        ("<style>@import 'x.css'</style>", 1),
        ('<p style="background: url(https://example.org/x.png)">', 1),
        ('<iframe src="http://example.org"></iframe>', 1),
        ('<div class="mermaid">', 1),
        ('<a href="https://example.org">there</a>', 0),
        ('<svg xmlns="http://www.w3.org/2000/svg"><use href="#x"/></svg>', 0),
        ('<script src="assets/x.js"></script><style>a { color: red }</style>', 0),
    ],
)
def test_what_would_be_fetched_is_seen(html: str, found: int) -> None:
    assert len(remote(html)) == found


# --- The reference ----------------------------------------------------------------------------------------


def public() -> Iterator[str]:
    """Give every public name, by the module that has it."""
    for module in walk_packages(warranty_rules.__path__, "warranty_rules."):
        names = [] if module.name.endswith("__main__") else getattr(import_module(module.name), "__all__", [])
        yield from (f"{module.name}.{name}" for name in names)


def listed() -> dict[str, str]:
    """Read what the reference has, with its place, from the inventory that other sites would link it by."""
    *_, packed = (SITE / "objects.inv").read_bytes().split(b"\n", 4)
    lines = zlib.decompress(packed).decode().splitlines()
    return {name: place.replace("$", name) for name, _, _, place, *_ in (line.split(" ") for line in lines)}


def test_every_public_name_has_its_place_in_the_reference() -> None:
    names, found = set(public()), listed()
    assert len(names) > 100
    assert names - found.keys() == set()
    pages = {name: found[name].partition("#") for name in names}
    assert [name for name, (page, _, anchor) in pages.items() if f'id="{anchor}"' not in text(SITE / page)] == []


def test_the_table_of_the_package_leads_to_each_name() -> None:
    page = text(SITE / "reference" / "index.html")
    assert [name for name in warranty_rules.__all__ if f"<code>{name}</code></a>" not in page] == ["__version__"]


def test_examples_are_shown_as_code() -> None:
    """A prompt outside of code would be read as a quotation in a quotation."""
    assert [page.name for page in PAGES if re.search(r"<blockquote>\s*<blockquote>|<p>(?:&gt;){3}", text(page))] == []


def test_no_mark_of_markdown_is_left() -> None:
    """In a table, write ``<code>&#124;</code>`` for a bar: what escapes it elsewhere is shown here."""
    prose = {page.name: re.sub(r"<pre.*?</pre>|<script.*?</script>", "", text(page), flags=re.DOTALL) for page in PAGES}
    assert [
        (name, found[0]) for name, html in prose.items() for found in re.finditer(r"\\\||```|\]\([\w/.]+\)|^:::|<p>!!!", html, re.MULTILINE)
    ] == []
