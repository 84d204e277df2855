"""The ledger of a claim's coverage: which tier runs when, who owes it, why it begins and ends, and what is so on one day.

The stretches are the days of `decision.coverage`, laid side by side. Whether a tier gives cover on a day is
more than its days: `Ledger.on` decides the claim again, as if it had been made on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Generic, TypeGuard

import attrs

from warranty_rules.closures import plain_day
from warranty_rules.completions import truth
from warranty_rules.decisions import Because, Cover, Day, Decision, Known, Outcome, because
from warranty_rules.errors import need, on_lines, printable
from warranty_rules.examples import A_DECISION
from warranty_rules.facts import Fact
from warranty_rules.periods import Fallback, Start
from warranty_rules.predicates import all_of
from warranty_rules.records import RT, Record
from warranty_rules.tiers import State, Tier
from warranty_rules.values import NONE, UNKNOWN, Displayed, Truth
from warranty_rules.wording import covered_text, day_text, ground_why, hidden, joined, span_text, statements

__all__ = ["Gap", "Ledger", "OnDay", "Stretch", "ledger"]

DAY = timedelta(days=1)


@attrs.frozen
class Stretch:
    """The days on which a tier runs.

    Args:
        tier: the tier.
        first: the first of them, ``UNKNOWN`` while that is open.
        last: the last of them, likewise.
        entitled: whether the claim is entitled to it, for its goods; ``UNKNOWN`` while that is open.
        begins: why it begins, in words.
        ends: why it ends, in words.

    >>> from warranty_rules import Claim, Sale
    >>> from warranty_rules.policies import icenter
    >>> claim = Claim(sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6))
    >>> print(icenter.policy().adjudicate(claim).ledger.stretches[0])
    2 Mar - 2 Sep 2026: used-goods warranty (UR1 free repair of used goods), owed by the store
      begins  sold on 2 Mar 2026
      ends    sale.contract_months months from sale.sold_on: contractual warranty of 6 months
    """

    tier: Tier
    first: Day
    last: Day
    entitled: Truth
    begins: str
    ends: str

    def holds(self, day: date) -> Truth:
        """Tell whether a day is one of them."""
        return self.first <= day <= self.last if isinstance(self.first, date) and isinstance(self.last, date) else UNKNOWN

    def __str__(self) -> str:
        days = span_text(self.first, self.last) if isinstance(self.first, date) and isinstance(self.last, date) else "days not known"
        perhaps = ", if entitled" if self.entitled is UNKNOWN else ""
        head = f"{days}: {self.tier.name} ({self.tier.clause}), owed by {self.tier.obligor.label}{perhaps}"
        return on_lines((head, f"  begins  {self.begins}", f"  ends    {self.ends}"))


@attrs.frozen
class Gap:
    """Days between stretches on which no tier runs.

    Args:
        first: the first of them.
        last: the last of them.
        perhaps: the tiers that may run then, as their days are not known.

    >>> print(Gap(date(2026, 4, 3), date(2026, 4, 30)))
    3 Apr - 30 Apr 2026: no tier runs
    """

    first: date
    last: date
    perhaps: tuple[Tier, ...] = ()

    def __str__(self) -> str:
        but = f", but perhaps {joined(tier.name for tier in self.perhaps)}" if self.perhaps else ""
        return printable(f"{span_text(self.first, self.last)}: no tier runs{but}")


@attrs.frozen(slots=False, repr=False)
class OnDay(Generic[RT]):
    """What is so on one day.

    Args:
        day: the day.
        decision: what the claim comes to if it is made on that day.

    >>> from warranty_rules import Claim, Inspection, Party, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    >>> opened = clean(Claim, sale=sale, inspection=clean(Inspection, opened_by={Party.BUYER}))
    >>> print(icenter.policy().adjudicate(opened).ledger.on(date(2026, 3, 14)))
    14 Mar 2026: no tier responds
      manufacturer's warranty: for other goods, sold used (N1)
      store one-month warranty: for other goods, sold used (N2)
      extended 12-month warranty: for other goods, sold used (N3)
      used-goods warranty: runs 2 Mar - 2 Sep 2026, but E04 unauthorized opening: opened by the buyer
    """

    day: date
    decision: Decision[RT]

    @property
    def running(self) -> tuple[Tier, ...]:
        """The tiers that certainly run on that day, exclusions aside, by rank."""
        return tuple(cover.tier for cover in self.decision.coverage if cover.in_force is True)

    def text(self, *, mask: bool = False) -> str:
        """Say which tier responds, and of each tier why it does or does not.

        Args:
            mask: hide all but the end of numbers that identify the device.
        """
        tier = self.decision.tier
        if isinstance(tier, Tier):
            head = f"{tier.name} responds"
        elif self.decision.outcome is Outcome.DENIED:
            head = "no tier responds"
        else:
            head = "which tier responds is open" if tier is UNKNOWN else "whether a tier responds is open"
        why = (f"  {cover.tier.name}: {_why(self.decision, cover, mask=mask)}" for cover in self.decision.coverage)
        other = [f"  take care: {warning}" for warning in self.decision._out_of_edition()]
        return on_lines((f"{day_text(self.day)}: {head}", *why, *other))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<{self.day}: {self.decision!r}>"


def _why(decision: Decision[Any], cover: Cover, *, mask: bool) -> str:
    """Say why a tier gives cover or does not; what is open, where that is."""
    if cover.state is UNKNOWN:
        open_ = [state.label for state in cover.tier.state.possible(decision.truths)]
        return f"open: {joined(open_, 'or')}"
    days = f" {covered_text(cover)}" if _is_day(cover.last) else ""
    if cover.state is State.IN_FORCE:
        return f"runs{days}"
    if cover.state is State.EXCLUDED:
        true = [e for e in cover.tier.exclusions if truth(e.when, decision.claim) is True]
        words = "; ".join(f"{e.clause}: {statements(hidden(because(e.when, decision.claim, settled=True), mask=mask))}" for e in true)
        return f"runs{days}, but {words or Because.ONE_OR_ANOTHER.label}"
    ground = next(decision._failing(cover.tier))
    return f"{ground_why(ground, mask=mask)} ({', '.join(clause.id for clause in ground.clauses)})"


def _place(first: Day) -> date:
    """Put what begins nobody knows when at the end."""
    return first if _is_day(first) else date.max


def _is_day(day: Day) -> TypeGuard[date]:
    return isinstance(day, date)


@attrs.frozen(slots=False, repr=False)
class Ledger(Displayed, Generic[RT]):
    """The coverage of a claim over time.

    Args:
        decision: the decision whose coverage it is.

    >>> from warranty_rules import Claim, Sale
    >>> from warranty_rules.policies import icenter
    >>> sale = Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=0, extended_plan=True)
    >>> late = icenter.policy(icenter.Readings(last_day="first_out")).adjudicate(Claim(sale=sale))
    >>> [(stretch.tier.id, str(stretch.first), str(stretch.last)) for stretch in late.ledger.stretches]
    [('store-one-month', '2026-03-02', '2026-04-01'), ('extended-12-month', '2026-03-02', '2027-03-01')]
    """

    decision: Decision[RT]

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The tiers that run, by their first day and by rank; those whose days are open at the end."""
        found = [self._stretch(cover) for cover in self.decision.coverage if _runs(cover)]
        return tuple(sorted(found, key=lambda stretch: _place(stretch.first)))

    def _stretch(self, cover: Cover) -> Stretch:
        tier, claim = cover.tier, self.decision.claim
        entitled = truth(all_of(~when for state, _, when in tier.failings if state in {State.OTHER_GOODS, State.NOT_ENTITLED}), claim)
        begins = f"{_stated(_started(tier.start, claim), claim)}{f', after {tier.term.after}' if tier.term.after else ''}"
        ends = ": ".join(filter(None, (f"{tier.term} from {tier.start}", _stated(tier.term.reads, claim))))
        return Stretch(tier, cover.first, cover.last, entitled, begins, ends)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The days between known stretches on which no tier runs, in order."""
        known = [(stretch.first, stretch.last) for stretch in self.stretches if _is_day(stretch.first) and _is_day(stretch.last)]
        perhaps = tuple(stretch.tier for stretch in self.stretches if not _is_day(stretch.first))
        found: list[Gap] = []
        reached = known[0][1] if known else date.max
        for first, last in known:
            if reached < first - DAY:
                found.append(Gap(reached + DAY, first - DAY, perhaps))
            reached = max(reached, last)
        return tuple(found)

    @cached_property
    def never(self) -> tuple[Cover, ...]:
        """The tiers that run on no day: for other goods, not entitled, or of no length."""
        return tuple(cover for cover in self.decision.coverage if not _runs(cover))

    def on(self, day: date) -> OnDay[RT]:
        """Decide the claim as if it had been made on a day: requirements and exclusions count too, not days alone.

        Raises:
            InputError: for a day on which no such claim can be made, such as one before the sale.
            CalendarError: for what is no date.
        """
        day = plain_day(day)
        policy = self.decision.policy
        return OnDay(day, policy.adjudicate(self.decision.claim._supposing({tier.when: day for tier in policy.ranked})))

    def __str__(self) -> str:
        parts: list[Stretch | Gap] = [*self.stretches, *self.gaps]
        parts.sort(key=lambda part: _place(part.first))
        never = joined(f"{cover.tier.name} ({'no day' if cover.state is UNKNOWN else cover.state.label})" for cover in self.never)
        return "\n".join((*map(str, parts), *([printable(f"on no day: {never}")] if never else [])))

    def __repr__(self) -> str:
        return f"<ledger: {', '.join(f'{each.tier.id} {each.first} to {each.last}' for each in self.stretches)}>"


def _runs(cover: Cover) -> bool:
    """Tell whether a tier runs, or may run, on some day."""
    return cover.first is UNKNOWN or (_is_day(cover.first) and _is_day(cover.last) and cover.first <= cover.last)


def _started(start: Start, claim: Record) -> Iterator[Fact[Any]]:
    """Give the facts that say from which day a term runs: those that it falls back from, and the one that counts."""
    while isinstance(start, Fallback):
        yield start.first
        if start.first.of(claim) is not NONE:
            return
        start = start.then
    yield start


def _stated(facts: Iterable[Fact[Any]], claim: Record) -> str:
    return statements(Known(fact, fact.of(claim)) for fact in facts)


def ledger(decision: Decision[RT]) -> Ledger[RT]:
    """Lay the coverage of a claim out over time.

    Args:
        decision: any decision.

    >>> from warranty_rules import Claim, Sale
    >>> from warranty_rules.policies import icenter
    >>> sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    >>> ledger(icenter.policy().adjudicate(Claim(sale=sale)))
    <ledger: used 2026-03-02 to 2026-09-02>
    """
    need(decision, Decision, A_DECISION)
    return Ledger(decision)
