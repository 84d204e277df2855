"""What a notebook shows: the words of a decision, escaped and plain."""

from __future__ import annotations

from html import escape
from typing import Any

from warranty_rules.decisions import Decision
from warranty_rules.wording import decision_text

__all__ = ["decision_html"]


def decision_html(decision: Decision[Any], *, mask: bool = False) -> str:
    """Put a decision in HTML: preformatted words, every character escaped, no script and no style sheet.

    Args:
        decision: any decision.
        mask: hide all but the end of numbers that identify the device.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> print(decision_html(icenter.policy().adjudicate(clean(Claim, sale=Sale(sold_here=False)))))
    <pre>DENIED    G0 goods of this store: not entitled, bought elsewhere</pre>
    """
    return f"<pre>{escape(decision_text(decision, mask=mask))}</pre>"
