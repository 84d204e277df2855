"""Draw the pictures of the gallery anew, and check in a browser that all words of all pages can be read.

python docs/gallery/make.py [BROWSER]     needs Chromium; writes a picture beside this file for each that gallery.md names
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from doctest import DocTestParser
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--hide-scrollbars"]
WIDTH, HEIGHT, MOST_BYTES = 820, 1400, 100_000
CUT = {"policy": 560, "repair": 890}
"""Pages of which the picture shows the head, and how much of it."""
DARK = {"denied", "explanation", "reckoning"}
AROUND = {"light": "background:#ffffff", "dark": "background:#111111"}

LOOK = """<script>
const channels = color => color.match(/[0-9.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
  .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
const paper = e => { while (e) { const c = channels(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; e = e.parentElement; } };
let worst = 21, words = 0;
const walk = document.createTreeWalker(document.querySelector('.wr'), NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const e = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || ['STYLE', 'title', 'desc'].includes(e.tagName)) continue;
  const style = getComputedStyle(e), svg = e.closest('svg');
  const [low, high] = [light(channels(svg ? style.fill : style.color)), light(paper(svg || e))].sort((a, b) => a - b);
  worst = Math.min(worst, (high + .05) / (low + .05)); words += 1;
}
const height = Math.ceil(document.body.getBoundingClientRect().height);
document.body.dataset.found = `${worst.toFixed(2)} ${words} ${height} ${document.documentElement.scrollWidth}`;
</script>"""


def pages() -> dict[str, str]:
    """Run the code of the gallery's page; give the page made above each picture."""
    text = (HERE.parent / "gallery.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    found: dict[str, str] = {}
    for part in re.split(r"(?<=\.png\))", text):
        for example in DocTestParser().get_examples(part):
            exec(example.source, names)  # the page's own code
        found |= dict.fromkeys(re.findall(r"\(gallery/([\w-]+)\.png\)", part), names["page"])
    return found


def document(page: str, scheme: str, script: str = "") -> str:
    body = f"margin:0;padding:12px;font:14px system-ui,sans-serif;{AROUND[scheme]}"
    return f'<!doctype html><html data-theme="{scheme}"><meta charset="utf-8"><body style="{body}">{page}{script}</body></html>'


def browse(browser: str, html: str, *args: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(html, encoding="utf-8")
        command = [browser, *FLAGS, f"--user-data-dir={folder}/profile", *args, file.as_uri()]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout  # the browser named


def main(browser: str) -> None:
    for name, page in pages().items():
        for scheme in AROUND:
            seen = browse(browser, document(page, scheme, LOOK), f"--window-size={WIDTH},{HEIGHT}", "--dump-dom")
            worst, words, height, width = map(float, re.findall(r'data-found="([^"]*)"', seen)[0].split())
            print(f"{name:12} {scheme:5} {words:.0f} runs of words, the worst contrast {worst}, {width:.0f} x {height:.0f}")
            assert worst >= 4.5, "words that cannot be read"
            assert words > 0
            assert width <= WIDTH, "wider than the picture"
            if (scheme == "dark") is (name in DARK):
                picture = HERE / f"{name}.png"
                size = f"--window-size={WIDTH},{CUT.get(name, int(height))}"
                browse(browser, document(page, scheme), size, f"--screenshot={picture}")
                assert picture.stat().st_size <= MOST_BYTES, f"{picture.name} has {picture.stat().st_size} bytes"


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "chromium")
