"""Words for three readers: what a decision holds, put for the clerk, for the customer, and for whoever audits it.

Words never decide: all that stands here is read from the decision, from the clauses and from the fields of the facts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from textwrap import wrap
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import attrs

from warranty_rules.calendars import BusinessCalendar
from warranty_rules.clauses import Clause
from warranty_rules.clocks import Window
from warranty_rules.completions import possible, truth
from warranty_rules.decisions import Because, Decision, Finding, Ground, Known, Outcome, Promise, Provenance, Question
from warranty_rules.errors import LogicError, nearest, need, printable, shown
from warranty_rules.examples import A_DECISION
from warranty_rules.tiers import Tier
from warranty_rules.values import NONE, UNKNOWN, Option
from warranty_rules.wording import (
    clauses_text,
    covered_text,
    day_text,
    ground_why,
    headline,
    hidden,
    joined,
    open_clauses,
    promise_rows,
    statements,
    truth_text,
    value_text,
    window_text,
)

if TYPE_CHECKING:
    from warranty_rules.policy import Policy

__all__ = ["INTERNAL", "explained", "internal_words"]

Audience: TypeAlias = Literal["clerk", "customer", "auditor"]
Grounds: TypeAlias = Literal["first", "all"]
Section: TypeAlias = "tuple[str, list[str]]"

WIDTH = 78
CUSTOMER = ("customer",)
INTERNAL = (
    *("adjudicate", "adjudicated", "cure", "digest", "fact", "facts", "finding", "findings", "ground", "grounds", "obligor", "outcome"),
    *("payer", "pending", "predicate", "provenance", "remedy", "stage", "tier", "tiers", "UNKNOWN", "NONE", "SAME", "True", "False", "None"),
)
"""Words of this library that no customer is told, unless the shop's own texts use them."""


def explained(decision: Decision[Any], audience: Audience = "clerk", *, mask: bool = False, asks: Collection[str] | None = None) -> str:
    """Put a decision in words for one kind of reader, as `decision.explain` does.

    Args:
        decision: any decision.
        audience: who reads it: ``"clerk"``, ``"customer"`` or ``"auditor"``.
        mask: hide all but the end of numbers that identify the device; from the customer they are hidden anyhow.
        asks: the stages at which it is the customer who answers; ``"customer"`` where not given.

    Raises:
        LogicError: for an audience that there is not, and for a stage of no fact.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> print(explained(icenter.policy().adjudicate(clean(Claim, sale=Sale(sold_here=False))), "customer"))
    Your claim is not covered by our terms.
    <BLANKLINE>
    The reason:
    - The terms are about goods sold by this store. (Terms: implied by the whole.)
      What we know: bought elsewhere.
    """
    need(decision, Decision, A_DECISION)
    stages = _stages(decision.policy, asks)
    if audience == "customer":
        return "\n\n".join(customer_words(decision, asks=stages))
    sections = {"clerk": _for_clerk, "auditor": _for_auditor}
    picked(audience, (*sections, "customer"), "audience")
    return "\n".join(_laid_out(decision, sections[audience](decision, mask=mask)))


def picked(given: object, known: Collection[str], what: str) -> None:
    """Refuse a name that there is not, with the nearest that there is.

    Raises:
        LogicError: for such a name.
    """
    if not isinstance(given, str) or given not in known:
        raise LogicError(f"no {what} {shown(given)}: {nearest(given, known)}")


# --- Clerk and auditor ---------------------------------------------------------------------------------


def _laid_out(decision: Decision[Any], sections: Iterable[Section]) -> Iterator[str]:
    yield printable(f"{decision.outcome.name}: {headline(decision)}")
    for title, rows in sections:
        if rows:
            yield from ("", title, *(f"  {printable(row)}".rstrip() for row in rows))


def _for_clerk(decision: Decision[Any], *, mask: bool) -> Iterator[Section]:
    yield "Why", [*_why(decision, mask=mask)]
    yield "Open", [str(clause) for clause in open_clauses(decision)] if decision.outcome is Outcome.PENDING else []
    yield "What the customer can do", [*_cures(decision)]
    yield "Find out", [*_by_stage(decision.questions)]
    if decision.service is not NONE:
        yield "Promise", _table(_service(decision, decision.service))
        yield "Find out, for the service", [*_by_stage(decision.service.needs)]
    yield "Take care", [*decision.warnings]


def _for_auditor(decision: Decision[Any], *, mask: bool) -> Iterator[Section]:
    yield "Decided under", _table(_provenance(decision.policy, decision.provenance))
    yield from _for_clerk(decision, mask=mask)
    yield "Tiers", [f"{c.tier.id}: {value_text(c.state)} ({covered_text(c)})" for c in decision.coverage]
    yield "Clauses (* decides, or leaves open)", [row for finding in decision.findings for row in _finding(finding, mask=mask)]
    yield "Taken as clean", [f"{fact}: {_value(fact.of(decision.claim))}" for fact in decision.assumed]


def _table(rows: Iterable[tuple[str, str]]) -> list[str]:
    found = [*rows]
    width = max((len(name) for name, _ in found), default=0)
    return [f"{name:<{width}}  {words}" for name, words in found]


def _why(decision: Decision[Any], *, mask: bool) -> Iterator[str]:
    for ground in decision.grounds:
        yield f"{clauses_text(ground)}: {ground_why(ground, mask=mask)}"
        if ground.kind is Because.ONE_OR_ANOTHER and ground.because:
            yield f"  known: {statements(hidden(ground.because, mask=mask))}"
        yield from (f"  {_cited(clause)}" for clause in ground.clauses)
    if isinstance(decision.tier, Tier):
        responding = decision.findings[decision.policy.ranked.index(decision.tier)]
        yield f"{responding.clause}: {statements(hidden(responding.because, mask=mask))}"
        yield f"  {_cited(responding.clause)}"
    elif decision.outcome is Outcome.APPROVED:
        yield f"whichever of these responds, nothing refuses the claim: {', '.join(c.tier.name for c in decision.coverage if c.state is UNKNOWN)}"


def _cited(clause: Clause) -> str:
    return f"{clause.text} ({clause.citation})"


def _cures(decision: Decision[Any]) -> Iterator[str]:
    yield from (f"{exclusion.clause.id}: {cure.instruction}" for exclusion, cure in decision.cures)
    if isinstance(decision.after_cure, Decision):
        yield f"then {decision.after_cure.outcome.value}: {headline(decision.after_cure)}"


def _by_stage(questions: Iterable[Question]) -> Iterator[str]:
    stages: dict[str, list[Question]] = {}
    for question in questions:
        stages.setdefault(question.stage, []).append(question)
    for stage, asked in stages.items():
        yield f"{stage}:"
        for question in asked:
            yield f"  {question.text}  ({question.path})"
            if question.fact.field.hint:
                yield f"    {question.fact.field.hint}"


def _service(decision: Decision[Any], promise: Promise) -> Iterator[tuple[str, str]]:
    yield from promise_rows(promise, decision.policy.calendar)
    yield "returns", value_text(decision.returns)
    yield "by", ", ".join(map(str, promise.clauses)) or "no clause yet"


def _provenance(policy: Policy[Any], provenance: Provenance) -> Iterator[tuple[str, str]]:
    yield "terms", policy.title
    for field in attrs.fields(Provenance):
        value = getattr(provenance, field.name)
        words = value if isinstance(value, str) else ", ".join(f"{name}: {picked}" for name, picked in value) or "as by default"
        yield field.name.replace("_", " "), words or "none"


def _finding(finding: Finding, *, mask: bool) -> Iterator[str]:
    yield f"{truth_text(finding.truth)}: {finding.clause}: {_cited(finding.clause)}"
    for plain, known in zip(finding.reads, hidden(finding.reads, mask=mask), strict=True):
        yield f"  {'*' if plain in finding.because else ' '} {known.fact}: {_value(known.value)}"


def _value(value: object) -> str:
    return value_text(value) or "nothing"


# --- Customer ------------------------------------------------------------------------------------------


def customer_words(decision: Decision[Any], *, grounds: Grounds = "all", asks: Collection[str] | None = None) -> Iterator[str]:
    """Put a decision in plain sentences for the customer, paragraph by paragraph, as letters do.

    Args:
        decision: any decision.
        grounds: whether a denial names the first ground or all of them.
        asks: the stages at which it is the customer who answers; ``"customer"`` where not given.

    Raises:
        LogicError: for other grounds, and for a stage of no fact.
    """
    need(decision, Decision, A_DECISION)
    picked(grounds, ("first", "all"), "grounds")
    told = {Outcome.APPROVED: _approved, Outcome.DENIED: _denied, Outcome.PENDING: _pending}[decision.outcome]
    yield from filter(None, (paragraph(*lines) for lines in told(decision, grounds, _stages(decision.policy, asks))))


def _stages(policy: Policy[Any], asks: Collection[str] | None) -> Collection[str]:
    given: Any = asks
    if isinstance(given, str) or not isinstance(given, Collection | None):
        raise LogicError(f"asks is a collection of stages, such as ['customer']; got {shown(asks)}")
    for stage in asks or ():
        picked(stage, [*CUSTOMER, *(fact.stage for fact in policy.record.facts())], "stage")
    return CUSTOMER if asks is None else asks


Paragraphs: TypeAlias = "Iterator[tuple[str, ...]]"


def paragraph(*lines: str) -> str:
    """Fold lines; what continues one stands below its text, be it an item of a list."""
    hanging = [(line, " " * (len(line) - len(line.lstrip(" -")))) for line in map(printable, lines)]
    return "\n".join(folded for line, below in hanging for folded in wrap(line, WIDTH, subsequent_indent=below, break_on_hyphens=False))


def _approved(decision: Decision[Any], _: Grounds, asks: Collection[str]) -> Paragraphs:
    promise = cast("Promise", decision.service)
    yield ("Your claim is approved.",)
    if decision.tier is UNKNOWN:
        yield ("Which of our warranties answers for it is not settled yet. Who does the work, and by when, we tell you as soon as it is.",)
    else:
        yield (f"It falls under the {headline(decision)}:", *(f"- {row}" for row in _promised(promise, decision.policy.calendar)))
    if decision.date_warnings and promise.dates is not NONE:
        yield ("The days named here may still change; we confirm them.",)
    yield from _asked(promise.needs, asks, "We tell you what is not settled yet as soon as it is.")


PROMISED = MappingProxyType(
    {
        "remedy": "What you get",
        "provider": "Who does the work",
        "payer": "Who pays for sending it there",
        "loaner": "What is lent to you meanwhile",
        "window": "How long it takes",
        "dates": "When it is ready",
    }
)


def _promised(promise: Promise, calendar: BusinessCalendar) -> Iterator[str]:
    for name, question in PROMISED.items():
        value = getattr(promise, name)
        if value is not NONE and getattr(value, "value", "") != "not_stated":
            yield f"{question}: {_given(value, calendar)}."


def _given(value: Any, calendar: BusinessCalendar) -> str:
    if isinstance(value, bool):
        return "another one" if value else "nothing"
    if isinstance(value, Window):
        stops = "days of waiting" if value.stopped_by is None else joined(value.stopped_by)
        return f"{window_text(value, calendar)}{', not counting ' if stops else ''}{stops}"
    return "not settled yet" if value is UNKNOWN else value_text(value)


def _denied(decision: Decision[Any], grounds: Grounds, asks: Collection[str]) -> Paragraphs:
    first = next(((ground,) for ground in decision.grounds if _alone(decision, ground)), decision.grounds)
    unsure = len(first) > 1 and any(truth(tier.goods, decision.claim) is UNKNOWN for tier in decision.policy.ranked)
    named = decision.grounds if grounds == "all" else first
    after = decision.after_cure.outcome if isinstance(decision.after_cure, Decision) else Outcome.DENIED
    yield (f"Your claim is not covered by our terms{'' if after is Outcome.DENIED else ', as it stands'}.",)
    if unsure:
        yield ("We do not know yet which of our warranties the device would fall under. Under none of them is the claim covered.",)
    yield (_count(len(named), len(decision.grounds)), *(line for lines in dict.fromkeys(tuple(_refused(g)) for g in named) for line in lines))
    if decision.cures:
        lead, then = CURED[after]
        yield (lead, *dict.fromkeys(f"- {cure.instruction}." for _, cure in decision.cures))
        yield (then,)
        yield from _asked(decision.questions, asks, "We are still examining the rest. You need not do anything for that.")


CURED = MappingProxyType(
    {
        Outcome.APPROVED: ("What you can do:", "Once that is done, and nothing else has come up, your claim is approved."),
        Outcome.PENDING: ("What you can do:", "Once that is done, we look at your claim again. How it ends is open."),
        Outcome.DENIED: ("This would not change the answer, as another reason stays:", ""),
    }
)


def _alone(decision: Decision[Any], ground: Ground) -> bool:
    """Tell whether a ground refuses the claim without the others: it fails every tier that the goods may fall under."""
    tiers = [tier for tier in decision.policy.ranked if possible(tier.goods, decision.claim)] or decision.policy.ranked
    return all(tier == ground.tier or _refuses(decision, tier, ground) for tier in tiers)


def _refuses(decision: Decision[Any], tier: Tier, ground: Ground) -> bool:
    rules = [*((clause, when) for _, clause, when in tier.failings), *((e.clause, e.when) for e in tier.exclusions)]
    return any(clause in ground.clauses and truth(when, decision.claim) is True for clause, when in rules)


def _count(named: int, of: int) -> str:
    if named < of:
        return f"The first of {of} reasons:"
    return "The reasons:" if of > 1 else "The reason:" if of else "There is no warranty in them that it could fall under."


def _refused(ground: Ground) -> Iterator[str]:
    if ground.kind is Because.ONE_OR_ANOTHER:
        yield "- Whatever turns out of what is still open, one of these applies:"
        yield from (f"  - {_runs_out(ground, clause)}{_source(clause)}" for clause in ground.clauses)
    else:
        yield from (f"- {_lead(ground)}{_source(clause)}" for clause in ground.clauses)
    known = statements(hidden((k for k in ground.because if public(k)), mask=True))
    if known:
        yield f"  What we know: {known}."


def public(known: Known) -> bool:
    """Tell whether the customer may be told what is known of a fact."""
    return known.value is not UNKNOWN and not known.fact.field.internal


def _source(clause: Clause) -> str:
    return f"{clause.text} (Terms: {clause.citation}.)"


def _lead(ground: Ground) -> str:
    """Say what is the matter with a warranty, where a ground is about one."""
    if not isinstance(ground.tier, Tier):
        return ""
    name, day = ground.tier.name, f"on {day_text(ground.day)}" if ground.day is not NONE else ""
    return {
        Because.EXPIRED: f"The {name} ended {day or 'before that day'}. ",
        Because.NOT_YET: f"The {name} begins {day}. " if day else f"The {name} has not begun. ",
        Because.OTHER_GOODS: f"The {name} is for other goods. ",
        Because.NOT_ENTITLED: f"The {name} does not apply. " if ground.tier.clause in ground.clauses else "",
    }[ground.kind]


def _runs_out(ground: Ground, clause: Clause) -> str:
    if isinstance(ground.tier, Tier) and ground.tier.clause == clause:
        return f"The {ground.tier.name} does not run on that day, or is for other goods. "
    return ""


def _pending(decision: Decision[Any], _: Grounds, asks: Collection[str]) -> Paragraphs:
    yield ("Your claim is not decided yet.",)
    yield from _asked(decision.questions, asks, "We are still examining it. You need not do anything for that.")


def _asked(questions: Collection[Question], asks: Collection[str], alone: str) -> Paragraphs:
    """Ask what the customer can tell; whatever else is open, the shop finds out."""
    own = [question for question in questions if question.stage in asks and not question.fact.field.internal]
    if own:
        yield ("What we still need to know from you:", *(f"- {text}" for text in dict.fromkeys(question.text for question in own)))
    if len(own) < len(questions):
        yield ("We are still examining the rest. You need not do anything for that." if own else alone,)


# --- What is not for customers -------------------------------------------------------------------------


def internal_words(policy: Policy[Any], text: str) -> tuple[str, ...]:
    """List what a text has that no customer should read: words of this library, ids, paths, codes, stages.

    A word that the shop's own texts use (its clauses, questions, statements and labels) is none of them, and "customer" is none.

    Args:
        policy: the policy that the text is about.
        text: any text, such as a letter.

    >>> from warranty_rules.policies import icenter
    >>> internal_words(icenter.policy(), "The tier is open: see E04, inspection.opened_by, third_party.")
    ('tier', 'E04', 'inspection.opened_by', 'third_party')
    >>> "tier" in INTERNAL
    True
    """
    own = " ".join(_texts(policy))
    return tuple(word for word in dict.fromkeys((*INTERNAL, *_names(policy))) if _has(text, word) and not _has(own, word))


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _names(policy: Policy[Any]) -> Iterator[str]:
    """Give the names that only code uses: ids, stages, and of paths and codes those that are no word of a sentence."""
    facts = policy.record.facts()
    yield from (clause.id for clause in policy.clauses)
    yield from (fact.stage for fact in facts if fact.stage not in CUSTOMER)
    codes = [*policy.tiers, *map(str, facts), *(str(option.value) for fact in facts for option in _options(fact.field))]
    yield from (code for code in codes if not code.isalpha())


def _options(field: Any) -> Iterable[Option]:
    return getattr(field, "members", ())


def _texts(policy: Policy[Any]) -> Iterator[str]:
    """Give the texts of a shop that are meant for people."""
    for clause in policy.clauses:
        yield from (clause.text, clause.citation)
    yield from (tier.name for tier in policy.ranked)
    yield from (exclusion.cure.instruction for exclusion in policy.exclusions if exclusion.cure)
    for fact in policy.record.facts():
        field: Any = fact.field
        yield from (getattr(field, name, "") for name in ("question", "says", "yes", "no", "empty", "none"))
        yield from (value_text(option) for option in _options(field))
    for choice in (choice for tier in policy.ranked for choice in tier.service.choices):
        yield from (str(getattr(row.value, "label", "")) for row in choice.rows)
