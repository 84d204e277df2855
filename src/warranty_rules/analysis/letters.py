"""Letters to customers: a decision in plain words, with what a letter has around it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Literal

from warranty_rules.analysis.words import customer_words, paragraph
from warranty_rules.closures import plain_day
from warranty_rules.decisions import Decision
from warranty_rules.errors import InputError, Problem, shown
from warranty_rules.wording import day_text

__all__ = ["letter"]


def letter(
    decision: Decision[Any],
    grounds: Literal["first", "all"] = "all",
    *,
    shop: str = "",
    on: date | None = None,
    reference: str = "",
    salutation: str = "Dear customer",
    asks: Collection[str] | None = None,
) -> str:
    """Write the letter to the customer about a decision, as plain text.

    An approval says what is promised; a denial its grounds, each with its clause, and what the customer can do about them; a claim
    that is pending what is still needed from the customer.

    Args:
        decision: any decision.
        grounds: whether a denial names the first ground or all of them.
        shop: who writes; empty: left out.
        on: the day of the letter; none: left out.
        reference: what the customer may quote; empty: left out.
        salutation: how it begins.
        asks: the stages at which it is the customer who answers; ``"customer"`` where not given.

    Raises:
        InputError: for a shop, reference or salutation that is not one line of printable text.
        CalendarError: for a day that is no date.
        LogicError: for other grounds, and for a stage of no fact.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> pending = icenter.policy().adjudicate(Claim())
    >>> print(letter(pending, shop="The Corner Shop", on=date(2026, 7, 20), reference="R-7").partition("What we")[0])
    The Corner Shop
    20 Jul 2026
    Reference: R-7
    <BLANKLINE>
    Dear customer,
    <BLANKLINE>
    Your claim is not decided yet.
    <BLANKLINE>
    <BLANKLINE>
    """
    given = {"shop": shop, "reference": reference, "salutation": salutation}
    odd = [Problem(name, shown(text), "one line of printable text") for name, text in given.items() if not _is_line(text)]
    odd += [] if salutation or odd else [Problem("salutation", "''", "how the letter begins, such as 'Dear customer'")]
    if odd:
        raise InputError(odd)
    head = [shop, "" if on is None else day_text(plain_day(on)), reference and f"Reference: {reference}"]
    body = customer_words(decision, grounds=grounds, asks=asks)
    parts = (paragraph(*filter(None, head)), paragraph(f"{salutation},"), *body, paragraph(*filter(None, ("Kind regards", shop))))
    return "\n\n".join(filter(None, parts))


def _is_line(text: object) -> bool:
    return isinstance(text, str) and text.isprintable()
