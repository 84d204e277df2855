"""Decide claim documents, in any Python: in the browser's, in Node's or in CPython.

Usage: python decide.py DOCUMENT...
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from warranty_rules import BusinessCalendar
from warranty_rules.documents import decision_document, read
from warranty_rules.policies import icenter


def decide(text: str) -> str:
    """Decide a claim document, by a country's calendar: the words of each decision, and its document on one line.

    Args:
        text: the claim document.
    """
    policy = icenter.policy(calendar=BusinessCalendar.of("PL"))
    decisions = [policy.adjudicate(claim) for claim in read(policy.record, text)]
    return "\n".join(f"{decision}\n{json.dumps(decision_document(decision))}" for decision in decisions)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(f"{decide(Path(name).read_text(encoding='utf-8'))}\n")
