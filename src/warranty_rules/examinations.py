"""How facts are found out: what reveals them, what that costs, and how likely conditions are; nothing of it decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, cast

import attrs

from warranty_rules.errors import PolicyError, must_be, paired, shown
from warranty_rules.facts import Fact, Member, YesNoFact, is_fact, is_set_fact
from warranty_rules.predicates import Condition

__all__ = ["Chances", "Examination"]

Chances: TypeAlias = "Mapping[Fact[Any] | Condition, float | Mapping[Any, float]]"
"""How likely a condition or a yes/no fact is, each member of a set, each value of any other fact."""

Pairs: TypeAlias = "tuple[tuple[Any, Any], ...]"
OPENS = 3
"""The invasiveness of what opens the device."""


MOST_COST = 1e9


def _amount(value: Any, most: float) -> bool:
    return type(value) in (int, float) and 0 <= value <= most


def _cost(owner: object, _: object, cost: object) -> None:
    if not _amount(cost, MOST_COST):
        raise PolicyError(f"the cost of an examination is a number, 0 or more; got {shown(cost)}")


def _invasiveness(owner: object, _: object, given: object) -> None:
    if type(given) is not int or not 0 <= given <= OPENS:
        raise PolicyError(f"the invasiveness of an examination is 0 (looking), 1, 2 or {OPENS} (opening the device); got {shown(given)}")


@attrs.frozen
class Examination:
    """One thing to do that reveals facts.

    Args:
        id: its name in code.
        words: what is done.
        reveals: the facts that are known afterwards, in the order in which they are asked for.
        cost: what it costs, in minutes or any unit that a policy keeps to.
        invasiveness: from 0, looking, to 3, opening the device.

    Raises:
        PolicyError: for parts of another kind.

    >>> from warranty_rules import Claim
    >>> opening = Examination("opening", "open the device", (Claim.inspection.opened_by, Claim.fault.causes), cost=30, invasiveness=3)
    >>> opening.stages
    ('technician',)
    """

    id: str
    words: str
    reveals: tuple[Fact[Any], ...] = attrs.field(validator=must_be(Fact, "a fact, such as Claim.fault.causes", of="facts"))
    cost: float = attrs.field(default=1, validator=_cost)
    invasiveness: int = attrs.field(default=0, validator=_invasiveness)

    @property
    def stages(self) -> tuple[str, ...]:
        """Where or by whom its facts are found out."""
        return tuple(dict.fromkeys(fact.stage for fact in self.reveals))


def pairs(given: Any) -> Pairs:
    """Keep a mapping as pairs, which do not change, and mappings in it too.

    Raises:
        PolicyError: for what is no mapping.
    """
    kept = paired(given, "chances and costs are mappings, such as {Claim.card.present: 0.9} and {'desk': 1}")
    return tuple((key, pairs(cast("Any", value)) if isinstance(value, Mapping) else value) for key, value in kept)


def misfits(record: type, reveals: Iterable[Fact[Any]], chances: Pairs, costs: Pairs) -> Iterator[str]:
    """Say what of how a policy finds facts out does not fit its record."""
    for fact in reveals:
        if fact.root is not record or isinstance(fact, Member):
            yield f"an examination reveals facts of {record.__name__}, sets as a whole; got {shown(fact)}"
    for key, value in chances:
        if not _likely(record, key, value):
            yield (
                f"chances are a number, 0 to 1, for a condition or a yes/no fact of {record.__name__}, "
                f"a mapping of members or values to numbers for another fact; got {shown(value)} for {shown(key)}"
            )
    for stage, cost in costs:
        if not isinstance(stage, str) or not _amount(cost, MOST_COST):
            yield f"costs are numbers, 0 or more, by stage, such as {{'desk': 1}}; got {shown(cost)} for {shown(stage)}"


def _likely(record: type, key: Any, value: Any) -> bool:
    if isinstance(key, Condition) and not isinstance(value, tuple):
        return all(fact.root is record for fact in key.reads) and _amount(value, 1)
    if not is_fact(key) or isinstance(key, YesNoFact) or key.root is not record or not isinstance(value, tuple):
        return False
    shares = cast("tuple[tuple[Any, Any], ...]", value)
    most = len(shares) if is_set_fact(key) else 1 + 1e-9
    return all(_amount(share, 1) and _takes(key, each) for each, share in shares) and 0 < sum(share for _, share in shares) <= most


def _takes(fact: Fact[Any], value: object) -> bool:
    if is_set_fact(fact):
        return value in [member.member for member in fact.members]
    try:
        fact.field.accept(value)
    except ValueError:
        return False
    return True
