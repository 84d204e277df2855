"""Decisions: what a policy makes of a claim, as values; each part is worked out when it is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING, Any, Generic, Literal, NoReturn, TypeAlias, cast

import attrs

from warranty_rules._version import VERSION
from warranty_rules.clauses import Clause, Cure, Exclusion, done_together
from warranty_rules.clocks import DueDates, RepairClock, Window
from warranty_rules.completions import Truths, relevant, truth
from warranty_rules.errors import LogicError, printable
from warranty_rules.facts import Fact, Known
from warranty_rules.predicates import Predicate, any_of, reasons
from warranty_rules.records import RT, Record
from warranty_rules.tiers import NoWindow, Remedy, State, Tier
from warranty_rules.values import NONE, UNKNOWN, Displayed, NoneSuch, Option, Truth, Unknown

if TYPE_CHECKING:
    from warranty_rules.analysis.asking import Suggestion
    from warranty_rules.analysis.changes import WhatIf
    from warranty_rules.analysis.ledger import Ledger
    from warranty_rules.analysis.reasons import Reasons, Tree
    from warranty_rules.analysis.sensitivity import Sensitivity
    from warranty_rules.policy import Policy

__all__ = ["Cover", "Coverage", "Decision", "Finding", "Ground", "Known", "Outcome", "Promise", "Provenance", "Question"]


MOST_SETS = 1_000
"""How many sets of cures are weighed up where not all go together, the largest first."""


class Outcome(Option):
    """What becomes of a claim.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> icenter.policy().adjudicate(Claim()).outcome is Outcome.PENDING
    True
    """

    APPROVED = "approved"
    DENIED = "denied"
    PENDING = "pending"

    def __bool__(self) -> NoReturn:
        raise LogicError("an outcome is one of three: test it with `decision.outcome is Outcome.APPROVED`")


@attrs.frozen(repr=False, slots=False)
class Finding:
    """What became of one clause.

    Args:
        clause: the clause.
        truth: whether what it speaks of is so: for an exclusion, whether it refuses; for a tier, whether it is in force.
        when: when it is so.
        claim: what is known.

    >>> from warranty_rules import Claim, WarrantyCard
    >>> from warranty_rules.policies import icenter
    >>> decision = icenter.policy().adjudicate(Claim(card=WarrantyCard(present=False)))
    >>> [finding.truth for finding in decision.findings if finding.clause.id in {"E01", "E02"}]
    [True, UNKNOWN]
    """

    clause: Clause
    truth: Truth
    when: Predicate
    claim: Record

    @property
    def reads(self) -> tuple[Known, ...]:
        """Every fact it reads, with its value."""
        return known_of(self.claim, (fact for condition in self.when.conditions for fact in condition.reads))

    @cached_property
    def because(self) -> tuple[Known, ...]:
        """The facts that decide it, or leave it open, with their values."""
        return because(self.when, self.claim, settled=self.truth is not UNKNOWN)

    def __repr__(self) -> str:
        return f"<{self.truth}: {self.clause}>"


def because(rule: Predicate, claim: Record, *, settled: bool) -> tuple[Known, ...]:
    """Find the facts that decide a rule or leave it open; where it is decided by cases, all that is known of what it reads.

    Args:
        rule: the rule.
        claim: what is known.
        settled: whether it is known, exactly, what the rule comes to.
    """
    decided, deciding = reasons(rule, lambda fact: fact.of(claim))
    if decided is UNKNOWN and settled:
        parts = [part for part, _ in rule.demands(True)[1] if part(claim) is UNKNOWN] or [rule]
        return tuple(k for k in known_of(claim, (f for part in parts for c in part.conditions for f in c.reads)) if k.value is not UNKNOWN)
    return known_of(claim, (f for condition in deciding for f in condition.reads))


def known_of(claim: Record, facts: Iterable[Fact[Any]]) -> tuple[Known, ...]:
    """Give facts, each once, with what a claim says of them."""
    return tuple(Known(fact, fact.of(claim)) for fact in dict.fromkeys(facts))


class Because(Option):
    """Why a claim is denied."""

    EXCLUDED = "excluded"
    OTHER_GOODS = "other_goods", "for other goods"
    EXPIRED = "expired"
    NOT_YET = "not_yet", "not yet running"
    NOT_ENTITLED = "not_entitled", "not entitled"
    ONE_OR_ANOTHER = "one_or_another", "one or another, whichever the open facts turn out to be"


@attrs.frozen(slots=False)
class Ground:
    """One reason of a denial.

    Args:
        kind: the kind of reason.
        clauses: the clause that decides; several only where one or another does, whichever the open facts are.
        when: what holds.
        claim: what is known.
        tier: the tier that fails, where the ground is about one.
        day: the last covered day for what is expired, the first for what does not run yet.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> late = clean(Claim, sale=Sale.used(sold_on=date(2026, 1, 5), contract_months=3), claimed_on=date(2026, 5, 4))
    >>> (ground,) = icenter.policy().adjudicate(late).grounds
    >>> ground.kind.label, [clause.id for clause in ground.clauses], ground.day.isoformat()
    ('expired', ['UR1'], '2026-04-05')
    """

    kind: Because
    clauses: tuple[Clause, ...]
    when: Predicate
    claim: Record = attrs.field(repr=False)
    tier: Tier | NoneSuch = NONE
    day: date | NoneSuch = NONE

    @cached_property
    def because(self) -> tuple[Known, ...]:
        """The facts that decide it, with their values."""
        return because(self.when, self.claim, settled=True)


@attrs.frozen
class Question:
    """A fact to find out next.

    >>> from warranty_rules import Claim
    >>> question = Question(Claim.inspection.opened_by)
    >>> question.path, question.text, question.stage
    ('inspection.opened_by', 'Who opened the device?', 'technician')
    """

    fact: Fact[Any]

    @property
    def path(self) -> str:
        """Where the answer goes, such as ``inspection.opened_by``."""
        return str(self.fact)

    @property
    def text(self) -> str:
        """How to ask."""
        return self.fact.question

    @property
    def stage(self) -> str:
        """Who or what can answer."""
        return self.fact.stage


Day: TypeAlias = "date | Unknown | NoneSuch"


@attrs.frozen
class Cover:
    """How one tier stands to the claim.

    Args:
        tier: the tier.
        state: the first that applies, ``UNKNOWN`` while that is open.
        in_force: whether the claim is entitled and within the term, exclusions aside.
        first: the first covered day; ``NONE`` without cover, ``UNKNOWN`` while it is open.
        last: the last covered day; likewise.
        when: the day that must lie between them.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> claim = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20))
    >>> cover = icenter.policy().adjudicate(claim).coverage[-1]
    >>> cover.tier.id, cover.state.label, cover.last.isoformat()
    ('used', 'in force', '2026-09-02')
    """

    tier: Tier
    state: State | Unknown
    in_force: Truth
    first: Day
    last: Day
    when: date | Unknown


class Coverage(Displayed, tuple[Cover, ...]):
    """How every tier stands to the claim, by rank; an ordinary tuple that shows itself.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> coverage = icenter.policy().adjudicate(Claim()).coverage
    >>> len(coverage), coverage[0].tier.id, coverage[0].state
    (4, 'new', UNKNOWN)
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return printable(f"<coverage: {', '.join(f'{cover.tier.id}={cover.state.value}' for cover in self)}>")


@attrs.frozen
class Promise:
    """The service that an approved claim gets; each part ``UNKNOWN`` while the facts leave it open.

    Args:
        provider: who works on the device.
        remedy: what is done.
        payer: who pays for sending the device there.
        loaner: whether another device is lent meanwhile.
        window: the business days promised, or why there are none.
        dates: the window's dates; ``NONE`` without a window.
        needs: the facts that the service, not the outcome, still needs.
        clauses: the clauses behind it.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    >>> claim = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20))
    >>> promise = icenter.policy().adjudicate(claim).service
    >>> promise.provider.label, promise.remedy.value, promise.dates.latest.isoformat()
    ('store service center', 'repair_first', '2026-08-31')
    """

    provider: Option | Unknown
    remedy: Remedy | Unknown
    payer: Option | Unknown
    loaner: bool | Unknown
    window: Window | NoWindow | Unknown
    dates: DueDates | NoneSuch | Unknown
    needs: tuple[Question, ...]
    clauses: tuple[Clause, ...]


@attrs.frozen
class Provenance:
    """Under what a decision was made.

    Args:
        policy: the policy's id.
        digest: the digest of its content.
        readings: the readings that differ from their defaults, by name.
        calendar: what the calendar is.
        calendar_data: the version of its country data; empty without a country.
        library: the version of this library.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> provenance = icenter.policy(icenter.Readings(accident="by_anyone")).adjudicate(Claim()).provenance
    >>> provenance.policy, provenance.readings, provenance.calendar
    ('icenter', (('accident', 'by_anyone'),), 'no country, weekend Sa-Su')
    """

    policy: str
    digest: str
    readings: tuple[tuple[str, str], ...]
    calendar: str
    calendar_data: str
    library: str


@attrs.frozen(slots=False, repr=False)
class Decision(Displayed, Generic[RT]):
    """What a policy makes of a claim: a pure function of the two, worked out part by part as it is read.

    Args:
        policy: the policy.
        claim: what is known.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> claim = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20))
    >>> decision = icenter.policy().adjudicate(claim)
    >>> decision.outcome, decision.tier.id, decision.returns.label
    (Outcome.APPROVED, 'used', 'no returns or exchanges at will')
    """

    policy: Policy[RT]
    claim: RT

    @cached_property
    def outcome(self) -> Outcome:
        """Approved or denied where every completion of the claim agrees, else pending."""
        approved = truth(self.policy.approved, self.claim, self.policy.verdict.run(self.claim)[0])
        if approved is UNKNOWN:
            return Outcome.PENDING
        return Outcome.APPROVED if approved else Outcome.DENIED

    @cached_property
    def truths(self) -> Truths:
        """What each rule of the policy comes to, exactly."""
        return Truths(self.policy.rules, self.claim)

    @cached_property
    def tier(self) -> Tier | Unknown | NoneSuch:
        """The tier that responds: the first by rank that certainly approves.

        ``UNKNOWN`` where the claim is approved but no single tier certainly is; ``NONE`` unless it is approved.
        """
        if self.outcome is not Outcome.APPROVED:
            return NONE
        return next((tier for tier in self.policy.ranked if self.truths.truth(tier.approves) is True), UNKNOWN)

    @cached_property
    def coverage(self) -> Coverage:
        """Every tier, by rank, with its state and its first and last covered day."""
        return Coverage(map(self._cover, self.policy.ranked))

    def _cover(self, tier: Tier) -> Cover:
        states = tier.state.possible(self.truths)
        covers = not {State.OTHER_GOODS, State.NOT_ENTITLED}.issuperset(states)
        first, last = self._days(tier) if covers else (NONE, NONE)
        state = states[0] if len(states) == 1 else UNKNOWN
        return Cover(tier, state, self.truths.truth(tier.in_force), first, last, tier.when.of(self.claim))

    def _days(self, tier: Tier) -> tuple[Day, Day]:
        values: dict[Fact[Any], Any] = {fact: fact.of(self.claim) for fact in tier.term.reads}
        start = tier.start.of(self.claim)
        if start is NONE:
            return NONE, NONE
        if start is UNKNOWN or UNKNOWN in values.values():
            return UNKNOWN, UNKNOWN
        return tier.term.first(start, values), tier.term.last(start, values)

    @cached_property
    def grounds(self) -> tuple[Ground, ...]:
        """Why the claim is denied, in source order; empty unless it is."""
        if self.outcome is not Outcome.DENIED:
            return ()
        tiers = [tier for tier in self.policy.ranked if self.truths.possible(tier.goods)] or self.policy.ranked
        used = {exclusion.clause.id for tier in tiers for exclusion in tier.exclusions}
        true = [e for e in self.policy.exclusions if e.clause.id in used and self.truths.truth(e.when) is True]
        hopeless = not any(self.truths.possible(tier.in_force) for tier in tiers)
        left = [tier for tier in tiers if hopeless or not any(e in tier.exclusions for e in true)]
        failings = [ground for tier in left for ground in self._failing(tier)]
        refusals = [Ground(Because.EXCLUDED, (e.clause,), e.when, self.claim) for e in true]
        found: dict[object, Ground] = {}
        for ground in (*failings, *refusals):
            found.setdefault((ground.kind, ground.clauses), ground)
        return tuple(sorted(found.values(), key=lambda g: self.policy.source[g.clauses[0].id]))

    def _failing(self, tier: Tier) -> Iterator[Ground]:
        """Say why a tier gives no cover: the first clause that certainly fails, or several of which one certainly does."""
        first, last = self._days(tier)
        for state, clause, when in tier.failings:
            if self.truths.truth(when) is True:
                day = {State.EXPIRED: last, State.NOT_YET: first}.get(state, NONE)
                yield Ground(Because(state.value), (clause,), when, self.claim, tier, NONE if day is UNKNOWN else day)
                return
        open_ = [(clause, when) for _, clause, when in tier.failings if self.truths.possible(when)]
        open_ += [(e.clause, e.when) for e in tier.exclusions if self.truths.possible(e.when)]
        for part in open_[::-1]:  # no more than it takes for one of them to hold
            less = [other for other in open_ if other is not part]
            open_ = less if truth(any_of(when for _, when in less), self.claim) is True else open_
        clauses = tuple(sorted(dict.fromkeys(clause for clause, _ in open_), key=lambda clause: self.policy.source[clause.id]))
        when = any_of(when for _, when in open_)
        yield Ground(Because.ONE_OR_ANOTHER, clauses, when, self.claim, tier)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What became of every clause that a predicate models: the tiers by rank, then the exclusions in source order."""
        truths, claim = self.truths, self.claim
        return tuple([Finding(clause, truths.truth(when), when, claim) for clause, when in self.policy.modeled])

    @cached_property
    def reasons(self) -> Reasons:
        """Why: every smallest set of facts that alone denies the claim; else how each clause stands to it, or is open.

        Raises:
            LogicError: where there are more than a thousand such sets.
        """
        from warranty_rules.analysis.reasons import reasons  # an outer room, needed by this method alone  # noqa: PLC0415

        return reasons(self)

    def tree(self) -> Tree:
        """Take the clauses apart that decide, or are open: predicate, conditions, facts and their values."""
        from warranty_rules.analysis.reasons import tree  # as above  # noqa: PLC0415

        return tree(self)

    def what_if(self, target: Outcome = Outcome.APPROVED, *, most: int = 10) -> tuple[WhatIf, ...] | NoneSuch:
        """Find the cheapest sets of changes to facts that turn the outcome for certain, each decided again; ``NONE`` where there is none.

        Args:
            target: the outcome wanted, approved or denied.
            most: how many sets to give where several are equally cheap.

        Raises:
            LogicError: for another target, fewer than one set, or where there are too many ways to weigh up.
        """
        from warranty_rules.analysis.changes import what_if  # as above  # noqa: PLC0415

        return what_if(self, target, most)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The facts that can still change the outcome, exactly; for a denial that can be cured, once it is."""
        return tuple(map(Question, relevant(self.policy.approved, self._asked_of.claim)))

    @property
    def _asked_of(self) -> Decision[RT]:
        return self if self.after_cure is NONE else self.after_cure

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What to do next to find the questions out, the best first; none where there are no questions."""
        from warranty_rules.analysis.asking import suggestions  # an outer room, needed by this method alone  # noqa: PLC0415

        return suggestions(self)

    @cached_property
    def cures(self) -> tuple[tuple[Exclusion, Cure], ...]:
        """What the customer can do, all of it together, about the exclusions that refuse: each with the cure that lifts it.

        What the record's constraints rule out is none. Of cures that do not go together, those are told that lift the most.
        """
        refusing = {clause for ground in self.grounds if ground.kind is Because.EXCLUDED for clause in ground.clauses}
        held = [(e, e.cure) for e in self.policy.exclusions if e.cure and e.clause in refusing and self.truths.truth(e.when) is True]
        if self.policy._cures_apart and self.policy._holds_plainly(self.claim):
            return tuple(each for each in held if not self._stands(*each))
        return self._lifting(held)

    def _stands(self, exclusion: Exclusion, cure: Cure) -> bool:
        held = exclusion._once_cured(self.claim)
        return truth(exclusion.when, cure.apply(self.claim)) is True if held is UNKNOWN else held

    def _lifting(self, held: Sequence[tuple[Exclusion, Cure]]) -> tuple[tuple[Exclusion, Cure], ...]:
        """Find the cures that lift the most of what refuses and, of as good ones, the most."""

        def worth(some: Sequence[tuple[Exclusion, Cure]]) -> tuple[int, int]:
            after = done_together((cure for _, cure in some), self.claim)
            left = held if after is None else [(e, cure) for e, cure in held if truth(e.when, after) is True]
            return (0, 0) if any(each in left for each in some) else (len(held) - len(left), len(some))

        best = tuple[tuple[Exclusion, Cure], ...]()
        for each in held:  # whatever goes with those before: there is something to tell, however many there are
            best = (*best, each) if all(worth((*best, each))) else best
        sets = chain.from_iterable(combinations(held, n) for n in range(len(held), 0, -1))
        for some in islice(sets, MOST_SETS if len(best) < len(held) else 0):
            best = max(best, some, key=worth)
        return best

    @cached_property
    def after_cure(self) -> Decision[RT] | NoneSuch:
        """The claim decided again, all cures done; ``NONE`` where there are none."""
        claim = done_together((cure for _, cure in self.cures), self.claim) if self.cures else None
        return NONE if claim is None else Decision(self.policy, claim)

    @cached_property
    def service(self) -> Promise | NoneSuch:
        """The service of an approved claim; ``NONE`` while nothing is promised."""
        if self.tier is NONE:
            return NONE
        if self.tier is UNKNOWN:
            needs = self._asks(self._settling(self.policy.ranked))
            return Promise(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, needs, ())
        choices, truths = self.tier.service.choices, Truths(self.tier.service.program, self.claim)
        provider, remedy, payer, loaner, window = chosen = [choice.chosen(truths) for choice in choices]
        clock = self._clock(window.value)
        dates = clock.as_of(clock.accepted_on).due if isinstance(clock, RepairClock) else clock
        higher = self.policy.ranked[: self.policy.ranked.index(self.tier)]
        day = [self.policy.accepted_on] if dates is UNKNOWN and window.value is not UNKNOWN else []
        needs = self._asks(
            [
                *(fact for choice, c in zip(choices, chosen, strict=True) if c.value is UNKNOWN for fact in choice.needed(truths)),
                *day,
                *self._settling(higher),
            ]
        )
        clauses = tuple(dict.fromkeys((self.tier.clause, *(clause for c in chosen for clause in c.clauses))))
        return Promise(provider.value, remedy.value, payer.value, loaner.value, window.value, dates, needs, clauses)

    def _clock(self, window: Window | NoWindow | Unknown) -> RepairClock | NoneSuch | Unknown:
        accepted_on = self.policy.accepted_on.of(self.claim)
        if isinstance(window, NoWindow):
            return NONE
        if window is UNKNOWN or accepted_on is UNKNOWN:
            return UNKNOWN
        return RepairClock(window, accepted_on, self.policy.calendar)

    @property
    def clock(self) -> RepairClock | NoneSuch | Unknown:
        """The clock of the service promised, to be told what happens; ``NONE`` where no time is promised, UNKNOWN while it is open."""
        return NONE if self.service is NONE else self._clock(self.service.window)

    def _settling(self, tiers: Sequence[Tier]) -> Iterable[Fact[Any]]:
        """List the facts that would settle whether one of some tiers responds."""
        return (fact for tier, when in self.policy.responding.cases if tier in tiers for fact in self.truths.relevant(when))

    @staticmethod
    def _asks(facts: Iterable[Fact[Any]]) -> tuple[Question, ...]:
        return tuple(map(Question, dict.fromkeys(facts)))

    @cached_property
    def returns(self) -> Option | Unknown:
        """Whether the goods can be returned at will, as far as the terms say."""
        return self.policy.returns.of(self.claim).value

    @cached_property
    def assumed(self) -> tuple[Fact[Any], ...]:
        """The facts that were taken as clean and not learnt since."""
        return self.claim.assumed()

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What to know before relying on the decision or its dates."""
        return tuple(dict.fromkeys([*self._out_of_edition(), *self.date_warnings, *self._read_otherwise()]))

    @cached_property
    def date_warnings(self) -> tuple[str, ...]:
        """Those of the warnings that are about the days of the covers and of the promise."""
        found = [
            warning
            for cover in (self.coverage if any(tier.term.calendars for tier in self.policy.ranked) else ())
            if isinstance(cover.first, date) and isinstance(cover.last, date) and cover.first <= cover.last
            for calendar in cover.tier.term.calendars
            for warning in calendar.warnings(cover.first, cover.last)
        ]
        clock = self.clock
        if isinstance(clock, RepairClock):
            found += self._accepted_early(clock.accepted_on)
            found += clock.as_of(clock.accepted_on).warnings
        return tuple(dict.fromkeys(found))

    def _read_otherwise(self) -> Iterable[str]:
        """Name the readings that would settle the claim the other way; most policies have none, and nothing is imported then."""
        if self.outcome is Outcome.PENDING or not self.policy.alternatives:
            return ()
        from warranty_rules.analysis.sensitivity import warned  # an outer room, needed by this method alone  # noqa: PLC0415

        return warned(self)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """The readings under which the claim would be decided otherwise; empty where all agree."""
        from warranty_rules.analysis.sensitivity import sensitivity  # as above  # noqa: PLC0415

        return sensitivity(self)

    @cached_property
    def ledger(self) -> Ledger[RT]:
        """The coverage over time, and what is so on one day."""
        from warranty_rules.analysis.ledger import Ledger  # as above  # noqa: PLC0415

        return Ledger(self)

    def record(self, *, mask: bool = False) -> bytes:
        """Write what was decided, on what and under what, as bytes that can be checked and decided again.

        Args:
            mask: hide all but the end of numbers that identify the device; to decide again, the claim with its numbers is then needed.

        >>> from warranty_rules import Claim
        >>> from warranty_rules.policies import icenter
        >>> icenter.policy().adjudicate(Claim()).record()[:37]
        b'{"decision":{"after_cure":"none","ass'
        """
        from warranty_rules.analysis.record import record  # as above  # noqa: PLC0415

        return record(self, mask=mask)

    def _out_of_edition(self) -> Iterator[str]:
        edition = self.policy.edition
        day = UNKNOWN if edition is None else edition.by.of(self.claim)
        if edition is not None and day is not UNKNOWN and not edition.holds(day):
            yield f"decided under an edition of the terms that is not in force: it is for {edition}, and that is {day}"

    def _accepted_early(self, accepted_on: date) -> Iterator[str]:
        when = cast("Tier", self.tier).when  # one promises
        claimed = when.of(self.claim)
        if claimed is not UNKNOWN and accepted_on < claimed:
            yield f"dates are promised from {self.policy.accepted_on}, {accepted_on}, which is before {when}, {claimed}: check both days"

    @cached_property
    def provenance(self) -> Provenance:
        """Under what the decision was made."""
        p = self.policy
        return Provenance(p.id, p.digest, p.readings, p.calendar.id, p.calendar.data_version, VERSION)

    def explain(self, audience: Literal["clerk", "customer", "auditor"] = "clerk", *, mask: bool = False, asks: Collection[str] | None = None) -> str:
        """Put it in words for one kind of reader.

        Args:
            audience: the clerk (what decides, what comes next), the customer (plain sentences), or the auditor (everything).
            mask: hide all but the end of numbers that identify the device; from the customer they are hidden anyhow.
            asks: the stages at which it is the customer who answers; ``"customer"`` where not given.

        Raises:
            LogicError: for an audience that there is not, and for a stage of no fact.

        >>> from warranty_rules import Claim
        >>> from warranty_rules.policies import icenter
        >>> print(icenter.policy().adjudicate(Claim()).explain("customer").splitlines()[0])
        Your claim is not decided yet.
        """
        from warranty_rules.analysis.words import explained  # an outer room, needed by this method alone  # noqa: PLC0415

        return explained(self, audience, mask=mask, asks=asks)

    def __str__(self) -> str:
        from warranty_rules.wording import decision_text  # an outer room, needed by this method alone  # noqa: PLC0415

        return decision_text(self)

    def __repr__(self) -> str:
        return printable(f"<{self.outcome.name} by {self.policy.id}>")

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield "outcome", self.outcome
        yield "tier", self.tier.id if isinstance(self.tier, Tier) else self.tier
        yield "grounds", [str(clause) for ground in self.grounds for clause in ground.clauses]
        yield "questions", [question.path for question in self.questions]
        yield "policy", self.policy.id
