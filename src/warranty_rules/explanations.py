"""Explanations: what becomes of each part of a predicate for one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from warranty_rules.completions import truth
from warranty_rules.facts import Known
from warranty_rules.predicates import Algebra, Condition, Kleene, Lookup, Predicate
from warranty_rules.records import Record
from warranty_rules.values import UNKNOWN, Displayed, Truth

__all__ = ["Explanation", "Part"]


@attrs.frozen(repr=False)
class Part:
    """One node of a predicate, with what became of it.

    Args:
        rule: a condition, or ``"all of"``, ``"any of"``, ``"not"``, ``"always"``, ``"never"``.
        truth: its truth by Kleene's tables.
        known: the facts that a condition reads, with their values.
        parts: what a composed one is made of, in order.

    >>> from warranty_rules import WarrantyCard
    >>> part = (~WarrantyCard.present).explain(WarrantyCard(present=False)).part
    >>> part.rule, part.truth, part.parts[0].rule, part.parts[0].truth
    ('not', True, <fact present>, False)
    """

    rule: Condition | str
    truth: Truth
    known: tuple[Known, ...] = ()
    parts: tuple[Part, ...] = ()

    def __repr__(self) -> str:
        return f"<{self.truth}: {self.rule}>"

    def listed(self, depth: int = 0, *, decides: bool = True) -> Iterator[tuple[int, Part, bool]]:
        """List it and all below it, each with its depth and whether it decides, or leaves open, the whole."""
        yield depth, self, decides
        for part in self.parts:
            yield from part.listed(depth + 1, decides=decides and (self.rule == "not" or part.truth is self.truth))


class Explain(Algebra[Part]):
    """Keep every part with its truth and the values that it read."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.kleene: Kleene = Kleene(lookup)

    def test(self, condition: Condition) -> Part:
        return Part(condition, self.kleene.test(condition), tuple(Known(fact, self.lookup(fact)) for fact in condition.reads))

    def all(self, parts: Iterable[Part]) -> Part:
        found = tuple(parts)
        return Part("all of" if found else "always", self.kleene.all(part.truth for part in found), parts=found)

    def any(self, parts: Iterable[Part]) -> Part:
        found = tuple(parts)
        return Part("any of" if found else "never", self.kleene.any(part.truth for part in found), parts=found)

    def negate(self, part: Part) -> Part:
        return Part("not", self.kleene.negate(part.truth), parts=(part,))


@attrs.frozen(repr=False)
class Explanation(Displayed):
    """What became of a predicate and of each of its parts, for one record.

    Args:
        predicate: the predicate.
        part: the whole of it; ``part.parts`` are its parts, and so on.
        exact: whether every completion of the record agrees on it; ``part.truth`` may be unknown where they do.

    >>> from warranty_rules import WarrantyCard
    >>> either = (WarrantyCard.present | ~WarrantyCard.present).explain(WarrantyCard())
    >>> either, either.truth, either.exact
    (<UNKNOWN: present or not present>, UNKNOWN, True)
    """

    predicate: Predicate
    part: Part
    exact: Truth

    @property
    def truth(self) -> Truth:
        """What ``predicate(record)`` gives."""
        return self.part.truth

    def __repr__(self) -> str:
        return f"<{self.truth}: {repr(self.predicate)[1:]}"

    def __str__(self) -> str:
        from warranty_rules.wording import explanation_text  # an outer room, needed by this method alone  # noqa: PLC0415

        return explanation_text(self)


def explanation(predicate: Predicate, record: Record) -> Explanation:
    """Explain a predicate for a record."""
    return Explanation(predicate, predicate.fold(Explain(lambda fact: fact.of(record))), truth(predicate, record))


def unasked(predicate: Predicate) -> Part:
    """Take a predicate apart, nothing being known."""
    return predicate.fold(Explain(lambda _: UNKNOWN))
