"""Readings: where terms can be read in more than one way, and how a policy gives itself under another reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic

import attrs

from warranty_rules.errors import must_be, printable
from warranty_rules.predicates import Predicate
from warranty_rules.records import RT
from warranty_rules.tiers import Tier

if TYPE_CHECKING:
    from warranty_rules.policy import Policy

__all__ = ["Alternative", "Reading", "Rereading"]


@attrs.frozen
class Reading:
    """A reading, with all that can be picked.

    Args:
        name: its name in code.
        words: what it is about.
        alternatives: the values it takes, the default first.

    >>> from warranty_rules.policies import icenter
    >>> chosen = dict(icenter.policy(icenter.Readings(accident="by_anyone")).readings)
    >>> for reading in icenter.READINGS[15:17]:
    ...     print(reading.name, "|", reading.words, "|", *reading.alternatives, "|", chosen.get(reading.name, reading.alternatives[0]))
    flex_fracture | whether it matters who fractured a flex cable (E09) | whoever_did_it not_the_sellers_side | whoever_did_it
    accident | whose accidents refuse (E06) | by_the_customer by_anyone | by_anyone
    """

    name: str
    words: str
    alternatives: tuple[str, ...]


@attrs.frozen
class Rereading:
    """How the tiers of a policy are made anew under other readings.

    Args:
        readings: every reading of the terms.
        tiers: makes the tiers, by rank, from the readings that differ from their defaults; a function of a module, so that it can be pickled.

    >>> from warranty_rules.policies import icenter
    >>> tiers = icenter.policy().rereading.tiers({"exclusions_apply_to": "used_only"})
    >>> [len(tier.exclusions) for tier in tiers]
    [0, 0, 0, 17]
    """

    readings: tuple[Reading, ...] = attrs.field(validator=must_be(Reading, "a Reading(name, words, alternatives)", of="readings"))
    tiers: Callable[[Mapping[str, str]], tuple[Tier, ...]]


@attrs.frozen(slots=False, eq=False, repr=False)
class Alternative(Generic[RT]):
    """A policy under another reading, all others as they are.

    Args:
        of: the policy.
        reading: the reading.
        value: how it is read instead.
        ranked: the tiers then.

    >>> from warranty_rules.policies import icenter
    >>> policy = icenter.policy()
    >>> len(policy.alternatives), policy.alternatives[0]
    (23, <exclusions_apply_to used_only in place of all_tiers>)
    >>> policy.alternatives[0].policy == icenter.policy(icenter.Readings(exclusions_apply_to="used_only"))
    True
    """

    of: Policy[RT]
    reading: Reading
    value: str
    ranked: tuple[Tier, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The reading and its value, which no other alternative of the policy has; threads may each have made alternatives of their own."""
        return self.reading.name, self.value

    @cached_property
    def chosen(self) -> str:
        """How it is read in the policy itself."""
        return _read(self.reading, dict(self.of.readings))

    @cached_property
    def policy(self) -> Policy[RT]:
        """The policy so read."""
        values = {**dict(self.of.readings), self.reading.name: self.value}
        rereading = self.of.rereading
        known = () if rereading is None else rereading.readings
        others = tuple((each.name, values[each.name]) for each in known if _read(each, values) != each.alternatives[0])
        return attrs.evolve(self.of, ranked=self.ranked, readings=others, examples=())

    @cached_property
    def changes(self) -> tuple[tuple[frozenset[int], tuple[Predicate, ...]], ...]:
        """Of each tier, by rank, the places of its `refusals` that are gone, and the rules that are new; nothing where the tiers are others.

        >>> from warranty_rules.policies import icenter
        >>> (accident,) = (each for each in icenter.policy().alternatives if each.reading.name == "accident")
        >>> gone, (new,) = accident.changes[-1]
        >>> [str(accident.of.ranked[-1].refusals[place]) for place in gone], len(new.conditions)
        (['fault.accident_by has buyer'], 5)
        """
        old, new = self.of.ranked, self.ranked
        alike = [tier.id for tier in old] == [tier.id for tier in new]
        return tuple(_apart(a.refusals, b.refusals) for a, b in zip(old, new, strict=True)) if alike else ()

    def __repr__(self) -> str:
        return printable(f"<{self.reading.name} {self.value} in place of {self.chosen}>")


def _read(reading: Reading, values: Mapping[str, str]) -> str:
    return values.get(reading.name, reading.alternatives[0])


def _apart(old: Sequence[Predicate], new: Sequence[Predicate]) -> tuple[frozenset[int], tuple[Predicate, ...]]:
    kept, now = set(old), set(new)
    return frozenset(place for place, rule in enumerate(old) if rule not in now), tuple(rule for rule in new if rule not in kept)


def alternatives(policy: Policy[RT]) -> Iterator[Alternative[RT]]:
    """Give a policy under each other reading, one at a time; nothing where its tiers are not those that its readings make."""
    rereading, chosen = policy.rereading, dict(policy.readings)
    if rereading is None:
        return
    known = {(reading.name, value) for reading in rereading.readings for value in reading.alternatives}
    if not known.issuperset(policy.readings) or rereading.tiers(chosen) != policy.ranked:
        return
    for reading in rereading.readings:
        for value in reading.alternatives:
            if value != _read(reading, chosen):
                yield Alternative(policy, reading, value, rereading.tiers({**chosen, reading.name: value}))
