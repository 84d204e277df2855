"""Hypothesis strategies for facts, claims, calendars, predicates and policies, and `assert_decision`; needs the `hypothesis` package."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial, singledispatch
from itertools import permutations
from typing import Any, cast

from hypothesis import assume
from hypothesis import strategies as st

from warranty_rules.assertions import assert_decision
from warranty_rules.calendars import BusinessCalendar
from warranty_rules.clauses import Clause, Exclusion
from warranty_rules.closures import Closure
from warranty_rules.decisions import Decision
from warranty_rules.errors import InputError, LogicError, shown
from warranty_rules.facts import Fact, OrderedFact, OrNoneFact
from warranty_rules.fields import AnyDay, Code, Day, DayOrNone, Declaration, OneOf, SetOf, Text, Whole, YesNo
from warranty_rules.periods import Start, Term, months, otherwise, per
from warranty_rules.policy import Policy
from warranty_rules.predicates import Predicate, all_of, any_of
from warranty_rules.records import RT, Record, assembled, need_record
from warranty_rules.tiers import NoWindow, Remedy, Requirement, Service, Tier, always
from warranty_rules.values import NONE, UNKNOWN, Option, PartialSet

__all__ = ["assert_decision", "calendars", "claims", "partly_known", "policies", "predicates", "records", "values"]

ODD_DAYS = (date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2025, 3, 31))


@singledispatch
def values(field: Declaration) -> st.SearchStrategy[Any]:
    """Draw a known value of a field; register a function of your own for a kind of your own.

    Args:
        field: the declaration of a fact, such as ``Claim.device.market.field``.

    >>> from hypothesis import find
    >>> from warranty_rules import Claim
    >>> find(values(Claim.device.market.field), lambda market: market.value == "europe")
    Market.EUROPE
    """
    raise LogicError(f"no strategy for {type(field).__name__}: register one with values.register")


@values.register
def _(field: YesNo) -> st.SearchStrategy[Any]:
    return st.booleans()


@values.register(OneOf)
def _(field: OneOf[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(field.members)


@values.register(SetOf)
def _(field: SetOf[Any]) -> st.SearchStrategy[Any]:
    few = st.frozensets(st.sampled_from(field.members), max_size=3)
    return few | few.map(frozenset(field.members).difference)  # so that all, or all but one, are drawn as well


@values.register(AnyDay)
def _(field: AnyDay[Any, Any]) -> st.SearchStrategy[Any]:
    return _days() | st.just(NONE) if isinstance(field, DayOrNone) else _days()


def _days() -> st.SearchStrategy[date]:
    return st.sampled_from(ODD_DAYS) | st.dates(date(2023, 12, 1), date(2025, 4, 30))


@values.register
def _(field: Whole) -> st.SearchStrategy[Any]:
    return st.integers(field.least, min(field.most, field.least + 14))


@values.register
def _(field: Code) -> st.SearchStrategy[Any]:
    return st.sampled_from([*field.specials, *field.form.examples])


@values.register
def _(field: Text) -> st.SearchStrategy[Any]:
    return st.sampled_from(["a", "b", "<b>&amp;</b>"])


def _half_known(field: Declaration) -> st.SearchStrategy[Any]:
    def split(chosen: frozenset[Any], inside: frozenset[Any]) -> PartialSet[Any]:
        return PartialSet(yes=chosen & inside, no=chosen - inside)

    return st.builds(split, values(field), values(field)) if isinstance(field, SetOf) else st.just(UNKNOWN)


def records(record: type[RT], *, complete: bool = False) -> st.SearchStrategy[RT]:
    """Draw a record, partly known, with half-known sets, that meets its constraints; two in three mostly in order.

    Args:
        record: the record class.
        complete: whether every fact must be known.

    Returns:
        A strategy of records.

    >>> from hypothesis import find
    >>> from warranty_rules import WarrantyCard
    >>> find(records(WarrantyCard, complete=True), lambda card: True).knows(WarrantyCard.present)
    True
    """
    need_record(record)
    return st.sampled_from([True, True, False]).flatmap(lambda tidy: _records(record, complete=complete, tidy=tidy))


@st.composite
def _records(draw: st.DrawFn, record: type[RT], *, complete: bool, tidy: bool) -> RT:
    facts: dict[str, Any] = {}
    for name, field in record.fields_.items():
        roll = draw(st.integers(0, 39 if tidy else 9))
        if roll == 0 and not complete:
            facts[name] = draw(_half_known(field) | st.just(UNKNOWN))
        elif roll > 1 and tidy and field.clean is not UNKNOWN:
            facts[name] = field.clean
        else:
            facts[name] = draw(values(field)) if complete or tidy or roll > 2 else UNKNOWN  # three in ten
    for name, nested in record.nested_.items():
        facts[name] = draw(_records(nested.record, complete=complete, tidy=tidy))
    try:
        return record(**facts)
    except InputError:
        assume(False)
        raise


def claims(of: Policy[RT] | type[RT], *, complete: bool = False) -> st.SearchStrategy[RT]:
    """Draw a claim for a policy, three in four reported about an end of a cover, where that has one and a claim can be made then.

    Of four in five more is open, so that a third or more are pending.

    Args:
        of: the policy; or a record class, for claims as `records` draws them.
        complete: whether every fact must be known.

    >>> from hypothesis import given, settings
    >>> from warranty_rules.policies import icenter
    >>> policy = icenter.policy()
    >>> @settings(max_examples=5)
    ... @given(claims(policy))
    ... def test_every_claim_is_decided(claim):
    ...     assert_decision(policy.adjudicate(claim), outcome=policy.adjudicate(claim).outcome)
    >>> test_every_claim_is_decided()
    """
    if not isinstance(of, Policy):
        return records(of, complete=complete)

    @st.composite
    def near_an_end(draw: st.DrawFn) -> RT:  # what it is given is printed at length: a policy is too long for that
        claim = draw(records(of.record, complete=complete))
        tier = of.ranked[draw(st.integers(0, len(of.ranked) - 1))]
        end, days = Decision(of, claim)._days(tier)[draw(st.integers(0, 1))], draw(st.sampled_from([-1, 0, 1, None]))
        if isinstance(end, date) and days is not None:
            with suppress(InputError, OverflowError):  # before the sale, or in no year that is taken
                claim = claim.replace(tier.when, end + timedelta(days))
        return claim if complete or draw(st.integers(0, 4)) == 0 else draw(_forgetting(claim))

    return near_an_end()


def partly_known(given: RT | st.SearchStrategy[RT]) -> st.SearchStrategy[RT]:
    """Draw a claim of which less is known than of a given one: stages where nothing was asked, facts and memberships left open.

    Learning them again gives the claim back; what was taken as clean in it is known then.

    Args:
        given: a claim, or a strategy of claims.

    >>> from hypothesis import find
    >>> from warranty_rules import WarrantyCard
    >>> find(partly_known(WarrantyCard(present=True)), lambda card: not card.knows(WarrantyCard.present))
    WarrantyCard()
    """
    return (given if isinstance(given, st.SearchStrategy) else st.just(given)).flatmap(_forgetting)


def _forgetting(claim: RT) -> st.SearchStrategy[RT]:
    known = {v: v.of(claim) for fact in claim.facts() for v in fact.variables if v.of(claim) is not UNKNOWN}

    def without(facts: frozenset[Fact[Any]], stages: frozenset[str]) -> RT:
        kept = {variable: value for variable, value in known.items() if variable not in facts and variable.stage not in stages}
        return assembled(type(claim), kept, claim.assumptions())  # what is open then, is not taken as clean

    stages = sorted({variable.stage for variable in known})
    return st.builds(without, st.frozensets(st.sampled_from(tuple(known))), st.frozensets(st.sampled_from(stages))) if known else st.just(claim)


def calendars() -> st.SearchStrategy[BusinessCalendar]:
    """Draw a calendar of no country: a weekend, or none; closed days and make-up days near those that `values` draws; a yearly break.

    >>> from hypothesis import given
    >>> @given(calendars())
    ... def test_some_days_are_open(calendar):
    ...     assert len(calendar.weekend) < 7
    >>> test_some_days_are_open()
    """
    return st.builds(
        BusinessCalendar,
        st.sampled_from([(5, 6), (4, 5), (6,)]) | st.frozensets(st.integers(0, 6), max_size=6),
        st.dictionaries(_days(), st.sampled_from(["Founders' Day", "stocktaking", ""]), max_size=8),
        st.frozensets(_days(), max_size=4),
        st.lists(st.integers(1, 12).map(lambda month: Closure.yearly("a break", (month, 1), (month, 14))), max_size=1),
    )


def _conditions(record: type[Record]) -> st.SearchStrategy[Predicate]:
    found: list[st.SearchStrategy[Predicate]] = []
    facts = record.facts()
    for fact in facts:
        found += [st.just(v) for v in fact.variables if isinstance(v, Predicate)]
        if fact.variables == (fact,) and not isinstance(fact, Predicate):
            found += [values(fact.field).map(fact.eq), st.frozensets(values(fact.field), min_size=1, max_size=2).map(fact.is_in)]
        if isinstance(fact, OrderedFact):
            found += [values(fact.field).map(fact.__le__), values(fact.field).map(fact.__gt__)]
    found += [st.just(a.eq(b)) for a, b in _pairs(facts)]
    found += [st.just(a <= b) for a, b in _pairs(facts) if isinstance(a, OrderedFact) and isinstance(b, OrderedFact)]
    return st.one_of(found)


def _pairs(facts: Sequence[Fact[Any]]) -> list[tuple[Fact[Any], Fact[Any]]]:
    alike = (AnyDay, Whole, Code)
    return [(a, b) for a, b in permutations(facts, 2) if a.field.family is b.field.family and isinstance(a.field, alike)]


def predicates(record: type[Record], *, size: int = 8) -> st.SearchStrategy[Predicate]:
    """Draw a predicate over the facts of a record.

    Args:
        record: the record class.
        size: about how many conditions it has at the most.

    >>> from hypothesis import find
    >>> from warranty_rules import WarrantyCard
    >>> isinstance(find(predicates(WarrantyCard), lambda rule: rule.depth > 1), Predicate)
    True
    """
    need_record(record)

    def larger(smaller: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Predicate]:
        several = st.lists(smaller, max_size=3)
        return smaller.map(lambda p: ~p) | several.map(all_of) | several.map(any_of)

    return st.recursive(_conditions(record), larger, max_leaves=size)


def _terms(record: type[Record]) -> st.SearchStrategy[Term]:
    """Draw a term: of some months, perhaps after another; or of a length for each value of a fact."""
    lengths = st.integers(0, 2).map(months)
    listed = [fact for fact in record.facts() if isinstance(fact.field, OneOf)]
    each = [st.fixed_dictionaries(dict.fromkeys(fact.domain or (), lengths)).map(partial(per, fact)).map(Term) for fact in listed]
    return st.one_of(st.builds(Term, lengths, st.none() | st.just(months(1))), *each)


class _Somebody(Option):
    SOMEBODY = "somebody"


@st.composite
def policies(draw: st.DrawFn, record: type[RT], *, size: int = 4) -> Policy[RT]:
    """Draw a policy of up to three tiers that share some of up to four exclusions.

    Args:
        record: a record class with at least two facts that are days.
        size: about how many conditions each rule has at the most.

    >>> from hypothesis import given, settings
    >>> from warranty_rules import Claim
    >>> @settings(max_examples=3)
    ... @given(policies(Claim))
    ... def test_its_tiers_have_names(policy):
    ...     assert all(policy.tiers[tier.id] is tier for tier in policy.ranked)
    >>> test_its_tiers_have_names()
    """
    rules = predicates(record, size=size)
    days = [fact for fact in record.facts() if isinstance(fact.field, Day) and isinstance(fact, OrderedFact)]
    if len(days) < 2:
        raise LogicError(f"a policy needs a record class with two facts that are a Day, one to start from and one to claim on; got {shown(record)}")
    perhaps = [cast("OrNoneFact[date]", fact) for fact in record.facts() if isinstance(fact.field, DayOrNone)]
    starts: list[Start] = [days[1], *perhaps, *(otherwise(fact, days[1]) for fact in perhaps)]
    exclusions = [Exclusion(_clause(f"X{i}"), draw(rules)) for i in range(draw(st.integers(0, 4)))]
    service = Service(
        provider=always(_Somebody.SOMEBODY),
        remedy=always(Remedy("repair", "repair")),
        payer=always(_Somebody.SOMEBODY),
        loaner=always(value=False),
        window=always(NoWindow.NOT_PROMISED),
    )
    tiers = [
        Tier(
            id=f"tier-{i}",
            name=f"tier {i}",
            clause=_clause(f"T{i}"),
            goods=draw(rules),
            requirements=(Requirement(_clause(f"R{i}"), draw(rules)),),
            when=days[0],
            start=draw(st.sampled_from(starts)),
            term=draw(_terms(record)),
            exclusions=tuple(draw(st.sampled_from([exclusions, exclusions[1:], []]))),
            obligor=_Somebody.SOMEBODY,
            service=service,
        )
        for i in range(draw(st.integers(1, 3)))
    ]
    clauses = [e.clause for e in exclusions] + [c for t in tiers for c in (t.clause, t.requirements[0].clause)]
    return Policy(
        id="random",
        title="random terms",
        record=record,
        clauses=tuple(clauses),
        ranked=tuple(tiers),
        returns=always(_Somebody.SOMEBODY),
        accepted_on=days[0],
    )


def _clause(name: str) -> Clause:
    return Clause(name, name, name, name)
