"""Editions of a store's terms: the days on which each is in force, and the history that picks one by a claim's day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import pairwise
from operator import attrgetter
from typing import Any, Generic, cast

import attrs

from warranty_rules.clauses import Clause, Exclusion
from warranty_rules.completions import possible
from warranty_rules.decisions import Decision
from warranty_rules.errors import InputError, PolicyError, Problem, each, shown
from warranty_rules.facts import Compare
from warranty_rules.policy import Edition, Policy, one_claim
from warranty_rules.predicates import Predicate, all_of
from warranty_rules.readings import Rereading
from warranty_rules.records import RT
from warranty_rules.tiers import Choice, Requirement, Row, Service, Tier
from warranty_rules.values import UNKNOWN, Unknown

__all__ = ["History"]

DAY = timedelta(days=1)


def _has_edition(policy: object) -> bool:
    return isinstance(policy, Policy) and policy.edition is not None  # pyright: ignore[reportUnknownMemberType]  # of any record


def _in_order(policies: Iterable[Policy[RT]]) -> tuple[Policy[RT], ...]:
    found: list[Any] = list(policies)
    bare = [repr(p) for p in found if not _has_edition(p)]
    if bare or not found:
        raise PolicyError(
            f"a history is made of policies, each with its edition=Edition(by, first, last); got {shown(', '.join(bare)) if bare else 'none'}"
        )
    found.sort(key=attrgetter("edition.first"))
    return tuple(found)


@attrs.frozen(slots=False)
class History(Generic[RT]):
    """The editions of a store's terms, one after another without a gap.

    Args:
        policies: one policy for each edition, in any order; only the newest may have no last day.

    Raises:
        PolicyError: where two overlap, where a day between them has none, or where they do not go together.

    >>> from datetime import date
    >>> from warranty_rules import Claim, Edition, Sale
    >>> from warranty_rules.policies import icenter
    >>> first = attrs.evolve(icenter.policy(), id="icenter-2025", edition=Edition(Claim.sale.sold_on, date(2025, 1, 1), date(2025, 12, 31)))
    >>> strict = icenter.policy(icenter.Readings(accident="by_anyone"))
    >>> second = attrs.evolve(strict, id="icenter-2026", edition=Edition(Claim.sale.sold_on, date(2026, 1, 1)))
    >>> history = History((first, second))
    >>> history.edition(Claim(sale=Sale.used(sold_on=date(2026, 3, 2)))).id
    'icenter-2026'
    """

    policies: tuple[Policy[RT], ...] = attrs.field(converter=_in_order)

    def __attrs_post_init__(self) -> None:
        self._refuse_mixed("record", {p.record: p.record.__name__ for p in self.policies})
        self._refuse_mixed("day that picks the edition", {edition.by: str(edition.by) for edition in self._editions})
        self._refuse_mixed("day from which promises run", {p.accepted_on: str(p.accepted_on) for p in self.policies})
        if len({p.id for p in self.policies}) < len(self.policies):
            raise PolicyError(f"editions are told apart by the ids of their policies; got {', '.join(p.id for p in self.policies)}")
        for (one, edition), (next_, after) in pairwise(zip(self.policies, self._editions, strict=True)):
            if edition.first == after.first:
                raise PolicyError(f"{one.id} and {next_.id} both begin on {after.first}: let each begin on a day of its own")
            self._refuse_apart(one.id, edition.last, next_.id, after.first)

    @staticmethod
    def _refuse_mixed(what: str, found: Mapping[Any, str]) -> None:
        if len(found) > 1:
            raise PolicyError(f"the editions of one history have the same {what}; got {', '.join(found.values())}")

    @staticmethod
    def _refuse_apart(one: str, ends: date | None, next_: str, begins: date) -> None:
        """Refuse days that two editions claim, and days that none does."""
        if ends is None or ends >= begins:
            last = "for good" if ends is None else f"until {ends}"
            raise PolicyError(f"{one} is in force {last} and {next_} from {begins}: let {one} end on {begins - DAY}")
        if ends + DAY < begins:
            raise PolicyError(
                f"no edition is in force from {ends + DAY} to {begins - DAY}: let {one} end on {begins - DAY}, or {next_} begin on {ends + DAY}"
            )

    @cached_property
    def _editions(self) -> tuple[Edition, ...]:
        return tuple(p.edition for p in self.policies if p.edition is not None)

    def on(self, day: date) -> Policy[RT]:
        """Give the edition in force on a day.

        Raises:
            CalendarError: for what is no date.
            InputError: for a day on which none is.
        """
        for policy, edition in zip(self.policies, self._editions, strict=True):
            if edition.holds(day):
                return policy
        raise self._out_of_force(str(day))

    def _out_of_force(self, given: str) -> InputError:
        first, last = self._editions[0].first, self._editions[-1].last
        accepted = f"a day from {first} {'on' if last is None else f'to {last}'}, when an edition is in force"
        return InputError([Problem(str(self._editions[0].by), given, accepted)])

    def edition(self, claim: RT) -> Policy[RT] | Unknown:
        """Give the edition that a claim falls under, or ``UNKNOWN`` while its day is open and several are possible.

        Raises:
            InputError: for a day on which none is in force.
        """
        by = self._editions[0].by
        day = by.of(claim)
        if day is not UNKNOWN:
            return self.on(day)
        if not possible(self._in_force, claim):
            raise self._out_of_force("UNKNOWN, and by what else is known no day on which one is")
        found = [policy for policy, within in self._guarded if possible(within, claim)]
        return found[0] if len(found) == 1 else UNKNOWN

    def adjudicate(self, claim: RT) -> Decision[RT]:
        """Decide a claim under the edition in force on its day; exactly, under all that are possible, while its day is open.

        Raises:
            InputError: for a day on which none is in force, and as a policy does.
        """
        edition = self.edition(claim) if isinstance(claim, self.policies[0].record) else self.policies[0]
        return (self.together if edition is UNKNOWN else edition).adjudicate(claim)

    def adjudicate_many(self, claims: Iterable[RT]) -> Iterator[Decision[RT]]:
        """Decide claims one by one, as they are asked for; errors as for `adjudicate`, of what is no claim with its position."""
        record = self.policies[0].record
        return map(self.adjudicate, each(claims, record, "claims", one_claim(record)))

    @cached_property
    def _in_force(self) -> Predicate:
        """The days on which any edition is in force."""
        by, first, last = self._editions[0].by, self._editions[0].first, self._editions[-1].last
        return Edition(by, first, last).within

    @cached_property
    def _guarded(self) -> tuple[tuple[Policy[RT], Predicate], ...]:
        """Each policy with the days that are its own; the first and the last reach as far as days go, as no claim is of another edition."""
        by, begins = self._editions[0].by, [edition.first for edition in self._editions[1:]]
        from_ = [all_of(), *(Compare(by, ">=", day) for day in begins)]
        to = [*(Compare(by, "<", day) for day in begins), all_of()]
        return tuple((policy, a & b) for policy, a, b in zip(self.policies, from_, to, strict=True))

    @property
    def _rereading(self) -> Rereading | None:
        """How the tiers of all are made anew under other readings of one edition."""
        found = [(policy.id, policy.rereading) for policy in self.policies if policy.rereading is not None]
        readings = (attrs.evolve(reading, name=f"{id_}/{reading.name}") for id_, rereading in found for reading in rereading.readings)
        return Rereading(tuple(readings), partial(_reread, self.policies)) if found else None

    @cached_property
    def together(self) -> Policy[RT]:
        """All editions as one policy, each tier limited to the days of its own; its clauses and tiers are named by edition."""
        newest = self.policies[-1]
        if len(self.policies) == 1:
            return newest
        clauses: list[Clause] = []
        ranked: list[Tier] = []
        rows: list[Row[Any]] = []
        for policy, within in self._guarded:
            prefix = f"{policy.id}/"
            clauses += _named(policy.clauses, prefix)
            ranked += [attrs.evolve(tier, goods=within & tier.goods) for tier in _named(policy.ranked, prefix)]
            rows += [attrs.evolve(row, when=within & row.when) for row in _named(policy.returns.rows, prefix)]
        return attrs.evolve(
            newest,
            id=" or ".join(policy.id for policy in self.policies),
            title=" or ".join(dict.fromkeys(policy.title for policy in self.policies)),
            clauses=tuple(clauses),
            ranked=tuple(ranked),
            returns=Choice(tuple(rows)),
            readings=tuple((f"{policy.id}/{name}", value) for policy in self.policies for name, value in policy.readings),
            rereading=self._rereading,
            edition=None,
            examples=(),
        )


def _reread(policies: tuple[Policy[Any], ...], readings: Mapping[str, str]) -> tuple[Tier, ...]:
    """Make the tiers of all editions, each under those readings that bear its name."""
    own = ({name.removeprefix(f"{p.id}/"): value for name, value in readings.items() if name.startswith(f"{p.id}/")} for p in policies)
    found = (p if p.rereading is None else attrs.evolve(p, ranked=p.rereading.tiers(told)) for p, told in zip(policies, own, strict=True))
    return History(tuple(found)).together.ranked


DECLARED = (Tier, Requirement, Exclusion, Service, Choice, Row)
"""What a policy is declared with, and clauses are cited in."""


def _named(part: Any, prefix: str) -> Any:
    """Put a prefix before the ids of the clauses and tiers in a part of a policy."""
    if isinstance(part, list | tuple):
        return tuple(_named(each, prefix) for each in cast("Sequence[Any]", part))
    named = {"id": prefix + part.id} if isinstance(part, Clause | Tier) else {}
    inner = {field.name: _named(getattr(part, field.name), prefix) for field in attrs.fields(part.__class__)} if part.__class__ in DECLARED else {}
    return attrs.evolve(part, **(inner | named)) if inner or named else part
