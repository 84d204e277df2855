"""What looks wrong in a policy: rules that do nothing, facts nobody asks for, tables that come to no value, and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import permutations
from typing import Any, Generic, TypeAlias

import attrs

from warranty_rules.analysis.witnesses import approved, nearest, shown
from warranty_rules.clauses import Clause, Exclusion
from warranty_rules.clocks import Window
from warranty_rules.completions import NOTHING, Known, lookup, relevant, satisfiable, solution
from warranty_rules.errors import printable
from warranty_rules.facts import Fact
from warranty_rules.periods import Length
from warranty_rules.policy import Policy
from warranty_rules.predicates import ALWAYS, NEVER, AllOf, AnyOf, Compound, Demand, Predicate, residue
from warranty_rules.records import RT
from warranty_rules.tiers import Choice, NoWindow, Tier
from warranty_rules.values import NONE, UNKNOWN, NoneSuch, Option

__all__ = ["Kind", "Note", "Severity", "notes"]


class Severity(Option):
    """How much a note matters: a warning is likely a mistake.

    >>> Note(Kind.DEAD, "leave it out").severity
    Severity.WARNING
    """

    NOTE = "note"
    WARNING = "warning"


class Kind(Option):
    """What a note is about.

    >>> Kind.NEVER_ALONE.label
    'exclusion that never holds alone'
    """

    DEAD = "dead", "exclusion that never holds"
    NEVER_ALONE = "never_alone", "exclusion that never holds alone"
    REDUNDANT = "redundant", "exclusion that changes no outcome"
    IDLE_CURE = "idle_cure", "cure that lifts nothing"
    IDLE_PART = "idle_part", "part of a rule that changes nothing"
    DEAD_TIER = "dead_tier", "tier that never responds"
    NO_PERIOD = "no_period", "cover of no length"
    UNREACHED = "unreached", "line of a table that is never reached"
    NO_VALUE = "no_value", "table that may come to no value"
    NO_WINDOW = "no_window", "time that is neither promised nor said not to be"
    UNCITED = "uncited", "clause that nothing cites"
    UNUSED = "unused", "facts that no rule uses"
    UNASKED = "unasked", "fact that is never asked for"


WARNINGS = frozenset({Kind.DEAD, Kind.IDLE_CURE, Kind.DEAD_TIER, Kind.NO_VALUE, Kind.NO_WINDOW, Kind.UNCITED})


@attrs.frozen
class Note(Generic[RT]):
    """Something found in a policy.

    Args:
        kind: what it is about.
        words: what was found, and what to do.
        clauses: the clauses that it is about.
        facts: the facts that it is about.
        witness: a complete and valid claim that shows it, where one does.

    >>> print(Note(Kind.UNUSED, "leave them out"))
    note      facts that no rule uses: leave them out
    """

    kind: Kind
    words: str
    clauses: tuple[Clause, ...] = ()
    facts: tuple[Fact[Any], ...] = ()
    witness: RT | NoneSuch = NONE

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return Severity.WARNING if self.kind in WARNINGS else Severity.NOTE

    def __str__(self) -> str:
        about = ", ".join([*(clause.id for clause in self.clauses), *map(str, self.facts)])
        return printable(f"{self.severity.value:<9} {self.kind.label}: {f'{about}: ' if about else ''}{self.words}")


def notes(policy: Policy[RT]) -> tuple[Note[RT], ...]:
    """Look a policy over, exactly: what is said never to happen, happens for no valid claim.

    Overlap of exclusions is usual, and not reported.

    >>> from warranty_rules.policies import icenter
    >>> print(*sorted({note.kind.value for note in notes(icenter.policy())}))
    unasked unreached unused
    """
    look = Look(policy)
    found = [note for exclusion in policy.exclusions for note in look.exclusion(exclusion)]
    found += [note for tier in policy.ranked for note in look.tier(tier)]
    return (*found, *look.parts(), *look.tables(), *look.clauses(), *look.facts())


Put: TypeAlias = "Callable[[Predicate], Predicate]"


@attrs.frozen(slots=False)
class Look(Generic[RT]):
    """One look at a policy."""

    policy: Policy[RT]

    @cached_property
    def base(self) -> Known:
        return approved(self.policy)

    def may(self, *wants: Demand) -> bool:
        """Tell whether some valid claim meets wants."""
        return shown(self.policy.record, wants, self.base)

    def witness(self, *tries: list[Demand]) -> RT | NoneSuch:
        """Give a claim that meets the first wants that any can."""
        found = nearest(self.policy.record, tries, self.base)
        return NONE if found is None else found

    # --- Exclusions -----------------------------------------------------------------------------------

    def exclusion(self, exclusion: Exclusion) -> Iterator[Note[RT]]:
        """Look whether an exclusion ever refuses, and whether its cure ever lifts it."""
        using = [tier for tier in self.policy.ranked if exclusion in tier.exclusions]
        holds = [[(exclusion.when, True), (tier.in_force, True)] for tier in using]
        alone = [[*wants, *((e.when, False) for e in tier.exclusions if e != exclusion)] for wants, tier in zip(holds, using, strict=True)]
        if not any(self.may(*wants, (self.policy.approved, False)) for wants in alone):
            kinds = (
                (Kind.REDUNDANT, alone, "where it holds alone, another tier approves"),
                (Kind.NEVER_ALONE, holds, "whenever it holds, others do"),
            )
            dead = (Kind.DEAD, NONE, "it holds for no valid claim of a tier in force: mend its predicate, or leave it out")
            found = ((kind, self.witness(*tries), f"{words}: kept, it is cited and decides nothing") for kind, tries, words in kinds)
            kind, witness, words = next((each for each in found if each[1] is not NONE), dead)
            yield Note(kind, words, (exclusion.clause,), witness=witness)
        if exclusion.cure and not self._lifts(exclusion.when, dict(exclusion.cure.facts)):
            words = f"after {exclusion.cure.instruction!r} it holds as before: mend the facts of the cure, or leave it out"
            yield Note(Kind.IDLE_CURE, words, (exclusion.clause,))

    def _lifts(self, when: Predicate, cured: Known) -> bool:
        bounds = self.policy.record.bounds_
        return satisfiable([(when, True, NOTHING), (when, False, cured), (bounds, True, NOTHING), (bounds, True, cured)], {})

    # --- Tiers ----------------------------------------------------------------------------------------

    def tier(self, tier: Tier) -> Iterator[Note[RT]]:
        """Look whether a tier ever responds, and covers any time."""
        if not self.may((self._responding[tier], True)):
            never = ((tier.in_force, "it is never in force: mend who is entitled, or its term"), (tier.approves, "whenever in force, it is excluded"))
            words = next(
                (words for when, words in never if not self.may((when, True))), "whenever it approves, a tier before it does: mend the ranks"
            )
            yield Note(Kind.DEAD_TIER, f"{tier.name}: {words}", (tier.clause,))
        length = tier.term.length
        counts = length.counts if isinstance(length, Length) else (1,)
        facts = tuple(count for count in counts if isinstance(count, Fact))
        if not any(count for count in counts if not isinstance(count, Fact)):
            entitled = [(tier.goods, True), *((each.when, True) for each in tier.requirements), *((fact.eq(0), True) for fact in facts)]
            witness = self.witness(entitled)
            if witness is not NONE:
                covers = "covers its first day all the same" if self.may((tier.in_force, True), *entitled) else "covers no day"
                words = f"{tier.name} can be of {length}, 0 of them, and {covers}: require 1 at least"
                yield Note(Kind.NO_PERIOD, words, (tier.clause,), facts, witness)

    @cached_property
    def _responding(self) -> dict[Any, Predicate]:
        return dict(self.policy.responding.cases)

    # --- Parts of rules -------------------------------------------------------------------------------

    def parts(self) -> Iterator[Note[RT]]:
        """Look for parts of rules that change nothing in them; a rule that several tiers share is looked at once."""
        rules: dict[tuple[Clause | None, Predicate], None] = {}
        for tier in self.policy.ranked:
            rules |= {(tier.clause, tier.goods): None, **{(each.clause, each.when): None for each in tier.requirements}}
        rules |= {(exclusion.clause, exclusion.when): None for exclusion in self.policy.exclusions}
        rules |= {(row.clause, row.when): None for table in self.policy._tables() for row in table.rows}
        for clause, rule in rules:
            for part, words in self._idle(rule, lambda new: new):
                yield Note(Kind.IDLE_PART, f"`{part}` {words}: kept, it is cited and decides nothing", (clause,) if clause else ())

    def _idle(self, rule: Predicate, put: Put) -> Iterator[tuple[Predicate, str]]:
        """Find parts that could be left out, looking no further into those found."""
        for i, part in enumerate(rule.parts if isinstance(rule, Compound) else ()):

            def within(new: Predicate, i: int = i, rule: Any = rule) -> Predicate:
                return put(type(rule)((*rule.parts[:i], new, *rule.parts[i + 1 :])))

            left_out = ALWAYS if isinstance(rule, AllOf) else NEVER if isinstance(rule, AnyOf) else None
            if left_out is None or self._differ(within(part), within(left_out)):
                yield from self._idle(part, within)
            else:
                yield (
                    part,
                    "never holds" if not self.may((part, True)) else "always holds" if not self.may((part, False)) else "follows from the rest",
                )

    def _differ(self, one: Predicate, other: Predicate) -> bool:
        return self.may((one, True), (other, False)) or self.may((one, False), (other, True))

    # --- Tables ---------------------------------------------------------------------------------------

    def tables(self) -> Iterator[Note[RT]]:
        """Look for lines that are never reached, and for tables without a value; one that several tiers share is looked at once."""
        shared: list[tuple[str, Choice[Any], list[Demand]]] = [("returns", self.policy.returns, [(ALWAYS, True)])]
        for tier in self.policy.ranked:
            for field, choice in zip(attrs.fields(type(tier.service)), tier.service.choices, strict=True):
                wants = next((wants for part, other, wants in shared if (part, other) == (field.name, choice)), None)
                if wants is None:
                    shared.append((field.name, choice, wants := []))
                wants.append((self._responding[tier], True))
        for part, choice, claims in shared:
            yield from self._table(part, choice, claims)

    def _table(self, part: str, choice: Choice[Any], claims: list[Demand]) -> Iterator[Note[RT]]:
        for row, reached in choice.reached:
            clauses = (row.clause,) if row.clause else ()
            if not any(self.may((reached, True), claim) for claim in claims):
                yield Note(Kind.UNREACHED, f"{part}, where `{row.when}`: leave it out, or mend the lines before it", clauses)
            elif part == "window" and not isinstance(row.value, Window | NoWindow):
                yield Note(Kind.NO_WINDOW, f"where `{row.when}`: promise a Window, or say NoWindow.NOT_PROMISED", clauses)
        witness = self.witness(*([*((row.when, False) for row in choice.rows), claim] for claim in claims))
        if witness is not NONE:
            words = f"{part}: no line applies: end the table with Row(all_of(), value)"
            yield Note(Kind.NO_VALUE, words, tuple(dict.fromkeys(row.clause for row in choice.rows if row.clause)), witness=witness)

    # --- Clauses and facts ----------------------------------------------------------------------------

    def clauses(self) -> Iterator[Note[RT]]:
        """Look for clauses that nothing models."""
        cited = {clause.id for clause in self.policy._cited()}
        for clause in self.policy.clauses:
            if clause.id not in cited and not clause.note:
                yield Note(Kind.UNCITED, "no tier, exclusion or table cites it: model it, or say in its note how it is kept", (clause,))

    def facts(self) -> Iterator[Note[RT]]:
        """Look for facts that nothing uses, and for those that are used and never asked for."""
        unused = tuple(fact for fact in self.policy.record.facts() if fact not in self.policy.uses)
        if unused:
            yield Note(Kind.UNUSED, "kept, they are recorded and decide nothing", (), unused)
        for fact in self._unasked():
            words = "outcome and tier hang on it nowhere, and each table that reads it has a value for the open case: it is taken, if told"
            yield Note(Kind.UNASKED, words, self.policy.uses[fact], (fact,))

    def _unasked(self) -> list[Fact[Any]]:
        """List the facts that are used, and settle neither the outcome nor the tier nor a table without a value for the open case."""
        policy = self.policy
        days = {policy.accepted_on, *(edition.by for edition in (policy.edition,) if edition)}
        asked = days.union(relevant(policy.approved, policy.record()))
        open_ = [choice for tier in policy.ranked for choice in tier.service.choices if choice.when_open is UNKNOWN]
        settled = [when for choice in open_ for _, when in choice.cases] + [*self._responding.values()]
        return [fact for fact in policy.uses if fact not in asked and not any(self._asks(fact, when) for when in settled)]

    def _asks(self, fact: Fact[Any], when: Predicate) -> bool:
        """Tell whether two completions that differ in a fact alone differ in a predicate."""
        if not any(variable in when.inputs for variable in fact.variables):
            return False
        if any(variable.domain is None for variable in fact.variables):
            return fact in relevant(when, self.policy.record())
        rules = (when, self.policy.record.bounds_)
        put = (
            [[residue(rule, lookup({variable: value})) for rule in rules] for value in pair]  # one predicate for each value, all else open
            for variable in fact.variables
            for pair in permutations(variable.domain or (), 2)
        )
        return any(solution([(one, True), (other, False), (bounds, True), (also, True)]) is not None for (one, bounds), (other, also) in put)
