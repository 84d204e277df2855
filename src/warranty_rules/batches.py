"""Many decisions: flat records for a table, and a summary; each is made in one pass that keeps no decision.

A table has the three values too: ``None`` is unknown, and a set is one yes/no column for each thing that may be in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

import attrs

from warranty_rules.clauses import Clause
from warranty_rules.decisions import Cover, Decision, Outcome
from warranty_rules.documents import plain
from warranty_rules.errors import InputError, Problem, each, need, on_lines
from warranty_rules.facts import Fact
from warranty_rules.fields import Day, SetOf, Whole, YesNo
from warranty_rules.policy import A_POLICY, Policy
from warranty_rules.records import Record
from warranty_rules.tiers import Tier
from warranty_rules.values import NONE, UNKNOWN, Displayed, NoneSuch, Option
from warranty_rules.wording import counted, masked, open_clauses

__all__ = ["Count", "Part", "Scalar", "Summary", "columns", "summary", "to_records"]

Scalar: TypeAlias = "str | int | bool | date | None"
"""What a cell of a record holds."""
Kind: TypeAlias = "type[str | int | bool | date]"
ACCEPTED = "a decision; policy.adjudicate_many(claims) makes them"


# --- Records -------------------------------------------------------------------------------------------


Column: TypeAlias = "tuple[str, Kind, Callable[[Decision[Any]], object]]"
"""Its name, what it holds beside ``None``, and how that is read."""


def _listed(items: Iterable[object], word: str = ", ") -> str:
    return word.join(map(str, items))


def _one_of(clauses: Iterable[Clause]) -> str:
    return _listed((clause.id for clause in clauses), " or ")


def _responding(decision: Decision[Any]) -> Cover | NoneSuch:
    """Find the cover that responds; only an approved claim has one, so the others need not be looked at."""
    return next((cover for cover in decision.coverage if cover.tier is decision.tier), NONE) if isinstance(decision.tier, Tier) else NONE


def _assumed(claim: Record) -> Iterator[Fact[Any]]:
    """List what was taken as clean: a set by its name where all of it was."""
    taken = set(claim.assumptions())
    for fact in claim.facts():
        yield from (fact,) if taken.issuperset(fact.variables) else (variable for variable in fact.variables if variable in taken)


DECIDED: tuple[Column, ...] = (
    ("policy", str, lambda d: d.policy.id),
    ("digest", str, lambda d: d.policy.digest),
    ("readings", str, lambda d: _listed(f"{name}={value}" for name, value in d.policy.readings)),
    ("outcome", str, lambda d: d.outcome),
    ("tier", str, lambda d: d.tier),
    ("first", date, lambda d: getattr(_responding(d), "first", NONE)),
    ("last", date, lambda d: getattr(_responding(d), "last", NONE)),
    ("earliest", date, lambda d: getattr(getattr(d.service, "dates", NONE), "earliest", NONE)),
    ("latest", date, lambda d: getattr(getattr(d.service, "dates", NONE), "latest", NONE)),
    ("warnings", str, lambda d: _listed(d.warnings, "; ")),
    ("grounds", str, lambda d: _listed(_one_of(ground.clauses) for ground in d.grounds)),
)
ASKED: tuple[Column, ...] = (
    ("questions", int, lambda d: len(d.questions)),
    ("asked", str, lambda d: _listed(question.path for question in d.questions)),
    ("open", str, lambda d: _listed(clause.id for clause in open_clauses(d))),
)
ASSUMED: Column = ("assumed", str, lambda d: _listed(_assumed(d.claim)))
KINDS = ((Day, date), (Whole, int), (YesNo, bool), (SetOf, bool))
"""What a column of a fact holds, by its kind; any other is written as text."""


def _known(variable: Fact[Any], *, mask: bool) -> Column:
    """Make the column of a fact, or of one membership."""
    kind: Kind = next((kind for field, kind in KINDS if isinstance(variable.field, field)), str)
    return f"claim.{variable}", kind, lambda decision: masked(variable, variable.of(decision.claim), mask=mask)


def _cell(kind: Kind, value: Any) -> Scalar:
    if kind is str:
        return None if value is UNKNOWN else str(plain(value))
    return None if value is UNKNOWN or value is NONE else value


def _table(record: type[Record], *, questions: bool, mask: bool = False) -> tuple[Column, ...]:
    known = (_known(variable, mask=mask) for fact in record.facts() for variable in fact.variables)
    return (*DECIDED, *(ASKED if questions else ()), *known, ASSUMED)


def columns(policy: Policy[Any], *, questions: bool = False) -> dict[str, Kind]:
    """Name the columns of a policy's records, each with the type of what it holds beside ``None``.

    Args:
        policy: any policy; all of one record class have the same columns.
        questions: as for `to_records`.

    Raises:
        LogicError: for what is no policy.

    >>> from warranty_rules.policies import icenter
    >>> columns(icenter.policy())["claim.sale.contract_months"]
    <class 'int'>
    """
    need(policy, Policy, A_POLICY)
    return {name: kind for name, kind, _ in _table(policy.record, questions=questions)}


def to_records(
    decisions: Iterable[Decision[Any]], *, questions: bool = False, mask: bool = False, spreadsheet: bool = False
) -> Iterator[dict[str, Scalar]]:
    """Put decisions in flat records of one set of columns, one at a time, as a data frame takes them.

    ``None`` is unknown, or a day that there is not; ``"none"`` and ``"same"`` are as in documents; an empty text says that there are none.

    Args:
        decisions: decisions of policies of one record class.
        questions: add what is asked, which has to be searched for and can take longer than deciding.
        mask: hide all but the end of numbers that identify the device.
        spreadsheet: put an apostrophe before each text that a spreadsheet would take for a formula; for a file that one opens, and not
            for a table that is reckoned with, as it is then no longer the text that was typed.

    Raises:
        InputError: for what is no decision, or one over another record class than the first, with its position.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> claim = clean(Claim, sale=Sale(sold_here=False))
    >>> [record] = to_records([icenter.policy().adjudicate(claim)])
    >>> record["outcome"], record["grounds"], record["claim.sale.goods"], record["claim.card.serial"]
    ('denied', 'G0', None, 'same')
    """
    records = _records(each(decisions, Decision, "decisions", ACCEPTED), questions=questions, mask=mask)
    return map(_without_formulas, records) if spreadsheet else records


FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that spreadsheets take for a formula."""


def _without_formulas(record: dict[str, Scalar]) -> dict[str, Scalar]:
    return {name: f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell for name, cell in record.items()}


def _records(decisions: Iterator[Decision[Any]], *, questions: bool, mask: bool) -> Iterator[dict[str, Scalar]]:
    tables: dict[type[Record], tuple[Column, ...]] = {}
    for at, decision in enumerate(decisions):
        record = decision.policy.record
        table = tables.get(record) or tables.setdefault(record, _table(record, questions=questions, mask=mask))
        if len(tables) > 1:
            accepted = "one over the same record class as the first: another has other columns"
            raise InputError([Problem(f"decisions[{at}]", f"a decision over a {record.__name__}", accepted)])
        yield {name: _cell(kind, read(decision)) for name, kind, read in table}


# --- Summary -------------------------------------------------------------------------------------------


class Part(Option):
    """What a count is about, and among which decisions.

    >>> Part.GROUND.label
    'ground, of the denied'
    """

    OUTCOME = "outcome", "outcome, of all"
    TIER = "tier", "tier that responds, of the approved"
    GROUND = "ground", "ground, of the denied"
    NEVER = "never", "never a ground, of the denied"
    OPEN = "open", "left open, of the pending"


@attrs.frozen
class Count:
    """How often a policy came to something.

    Args:
        policy: the policy.
        part: what is counted.
        id: the code of an outcome, the id of a tier, the id of a clause; several clauses where one or another denies.
        label: its words.
        times: how often.
        among: among how many decisions.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> pending = summary(icenter.policy().adjudicate_many([Claim()])).counts[2]
    >>> pending.part, pending.label, pending.times, pending.share
    (Part.OUTCOME, 'pending', 1, 1.0)
    """

    policy: Policy[Any]
    part: Part
    id: str
    label: str
    times: int
    among: int

    @property
    def share(self) -> float:
        """The share, 0 to 1."""
        return self.times / self.among if self.among else 0.0

    @property
    def cells(self) -> tuple[str, str, str]:
        """What is counted, how often, and its share, for a row of a table."""
        return self.label, f"{self.times:,}", f"{self.share:.1%}"


@attrs.frozen(repr=False)
class Summary(Displayed):
    """What became of many claims, policy by policy.

    Args:
        counts: all counts, policies in the order in which they were met, equal ones as one; the most frequent clauses first.

    >>> summary([])
    <summary of 0 decisions>
    """

    counts: tuple[Count, ...]

    def tables(self) -> Iterator[tuple[str, list[tuple[Part, list[Count]]]]]:
        """Give the counts of each policy, part by part, under what tells it from another edition, reading or calendar."""
        for policy, counts in groupby(self.counts, key=lambda count: count.policy):
            told = _listed((policy.id, policy.digest[:12], policy.calendar.id, *(f"{name}={value}" for name, value in policy.readings)))
            yield f"{policy.title} ({told})", [(part, [*found]) for part, found in groupby(counts, key=lambda count: count.part)]

    def __str__(self) -> str:
        lines: list[str] = []
        for caption, parts in self.tables():
            cells = [HEAD, *(row for part, counts in parts for row in ((part.label, "", ""), *(count.cells for count in counts)))]
            a, b, c = (max(map(len, column)) for column in zip(*cells, strict=True))
            head, *body = (f"| {one:<{a}} | {two:>{b}} | {three:>{c}} |" for one, two, three in cells)
            lines += ["", caption, "", head, f"| {'-' * a} | {'-' * (b - 1)}: | {'-' * (c - 1)}: |", *body]
        return on_lines(lines[1:]) or "no decisions"

    def __repr__(self) -> str:
        return f"<summary of {counted(f'{sum(count.times for count in self.counts if count.part is Part.OUTCOME):,}', 'decisions')}>"


HEAD = ("counted", "decisions", "share")


Met: TypeAlias = "Counter[tuple[Part, Any]]"


def summary(decisions: Iterable[Decision[Any]], *, questions: bool = False) -> Summary:
    """Count what became of claims, in one pass that keeps no decision.

    Args:
        decisions: decisions of one policy or of several, such as two editions; each policy is counted apart.
        questions: count the clauses left open too, which have to be searched for.

    Raises:
        InputError: for what is no decision, with its position.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> claim = clean(Claim, sale=Sale(sold_here=False))
    >>> told = summary(icenter.policy().adjudicate_many([claim, claim, Claim()]))
    >>> [(count.id, count.times, count.among) for count in told.counts if count.times]
    [('denied', 2, 3), ('pending', 1, 3), ('G0', 2, 2)]
    """
    met: dict[Policy[Any], Met] = {}
    for decision in each(decisions, Decision, "decisions", ACCEPTED):
        met.setdefault(decision.policy, Counter()).update(_counted(decision, questions=questions))
    return Summary(tuple(count for policy, found in met.items() for count in _counts(policy, found)))


def _counted(decision: Decision[Any], *, questions: bool) -> Iterator[tuple[Part, Any]]:
    """Name what is counted of a decision, each once."""
    yield Part.OUTCOME, decision.outcome
    yield Part.TIER, getattr(decision.tier, "id", decision.tier)
    yield from dict.fromkeys((Part.GROUND, ground.clauses) for ground in decision.grounds)
    if questions and decision.outcome is Outcome.PENDING:
        yield from ((Part.OPEN, (clause,)) for clause in open_clauses(decision))


def _counts(policy: Policy[Any], met: Met) -> Iterator[Count]:
    approved, denied, pending = outcomes = [met[Part.OUTCOME, outcome] for outcome in Outcome]
    for outcome in Outcome:
        yield Count(policy, Part.OUTCOME, outcome.value, outcome.label, met[Part.OUTCOME, outcome], sum(outcomes))
    for tier in policy.ranked:
        yield Count(policy, Part.TIER, tier.id, tier.name, met[Part.TIER, tier.id], approved)
    if met[Part.TIER, UNKNOWN]:
        yield Count(policy, Part.TIER, UNKNOWN.value, "no single one for sure", met[Part.TIER, UNKNOWN], approved)
    grounds = {clause for part, clauses in met if part is Part.GROUND for clause in clauses}
    deniers = {clause for tier in policy.ranked for _, clause, _ in tier.failings} | {exclusion.clause for exclusion in policy.exclusions}
    cited = {**met, **{(Part.NEVER, (clause,)): 0 for clause in deniers - grounds}}
    for part, among in ((Part.GROUND, denied), (Part.NEVER, denied), (Part.OPEN, pending)):
        found = [(-times, [policy.source[clause.id] for clause in clauses], clauses) for (kind, clauses), times in cited.items() if kind is part]
        for times, _, clauses in sorted(found):
            yield Count(policy, part, _one_of(clauses), _listed(clauses, " or "), -times, among)
