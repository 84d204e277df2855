"""Something that is wrong, for each place where the library raises an error; and what it says then.

What is wrong with calendars, clocks, terms and parts of policies has tables of its own, in the tests that are about these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from functools import partial
from io import StringIO
from itertools import count
from typing import Any, cast

import attrs
from hypothesis import find
from small import Small

import warranty_rules
import warranty_rules.assertions
from warranty_rules import (
    NONE,
    UNKNOWN,
    BusinessCalendar,
    Cause,
    Choice,
    Claim,
    Clause,
    Condition,
    Cure,
    Device,
    Edition,
    Example,
    Exclusion,
    Fact,
    History,
    Inspection,
    Nested,
    Outcome,
    PartialSet,
    Party,
    Policy,
    Predicate,
    Record,
    RepairClock,
    Roll,
    Row,
    Sale,
    WarrantyCard,
    WarrantyRulesError,
    Window,
    YesNo,
    all_of,
    any_of,
    clean,
)
from warranty_rules import cli, testing
from warranty_rules.analysis import asking, changes, interview, ledger, letters, reasons, sensitivity, witnesses, words
from warranty_rules.analysis.record import record, replay
from warranty_rules.batches import columns, to_records
from warranty_rules.clocks import Resumed
from warranty_rules.documents import decision_document, decision_schema, document, field_schema, form, parse, read, schema, take
from warranty_rules.examinations import Examination
from warranty_rules.examples import differences
from warranty_rules.fields import Field
from warranty_rules.notebook import to_html
from warranty_rules.periods import Term, days, months, per
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic

STORE = icenter.policy()
USED = STORE.tiers["used"]
DAY = date(2026, 7, 20)
ANYONE: Any = "anyone"  # what a type checker would refuse
A = Clause("A", "a clause", "1", "text")
SOLD = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=DAY)
APPROVED, DENIED, PENDING = STORE.adjudicate(SOLD), STORE.adjudicate(clean(Claim, sale=Sale(sold_here=False))), STORE.adjudicate(Claim())


class Percent(Field[int, Any]):
    """A kind of field of one's own, of which nothing is said."""

    accepted = "a whole number from 0 to 100"

    def accept(self, value: object) -> int:
        return cast("int", value)


class Owned(Record):
    share: Any = Percent("How much?", "desk", says="{}")


@attrs.frozen
class Own(Condition):
    """A condition of one's own, which does not say where it turns, and answers with what it is asked about."""

    reads: tuple[Fact[Any], ...] = (Claim.sale.contract_months,)

    def holds(self, *values: Any) -> Any:
        return values[0]


class Bare(Record):
    it: YesNo = YesNo("Is it?", "desk", yes="it is", no="it is not")


def edition(first: date, last: date | None = None, **changes: Any) -> Policy[Claim]:
    """Give the store's terms for some days."""
    return attrs.evolve(STORE, **{"id": f"of {first}", "edition": Edition(Claim.sale.sold_on, first, last), **changes})


NEW_YEAR, EVE = date(2026, 1, 1), date(2025, 12, 31)
TWO = History((edition(date(2025, 1, 1), EVE), edition(NEW_YEAR, date(2026, 12, 31))))


def with_exclusions(*exclusions: Exclusion) -> Policy[Claim]:
    """Give the store's terms with other exclusions for its used goods."""
    return attrs.evolve(STORE, ranked=(*STORE.ranked[:-1], attrs.evolve(USED, exclusions=exclusions)))


def kept() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(APPROVED.record()))


def with_claim(claim: object) -> str:
    """Give a record with another claim."""
    return json.dumps({**kept(), "decision": {**kept()["decision"], "claim": claim}})


def asked(fact: Fact[Any], claim: Claim) -> interview.Interview[Claim]:
    """Give an interview whose next question is about a fact."""
    told = interview.Interview(STORE, claim)
    assert told.question is not NONE
    assert told.question.fact == fact
    return told


def deep(levels: int) -> Predicate:
    """Nest predicates."""
    one = any_of(Small.mark, Small.inner.flag)
    for _ in range(levels):
        one = all_of(any_of(one, Small.inner.flag), Small.mark)
    return one


def joined(levels: int) -> BusinessCalendar:
    """Nest calendars."""
    one = BusinessCalendar()
    for at in range(levels):
        one = (one | BusinessCalendar({at % 7})) & BusinessCalendar({(at + 1) % 7})
    return one


def of_bare(**changes: Any) -> object:
    return type("Odd", (Record,), changes)


def look(*words: str) -> Callable[[], str]:
    """Give what the command line says on its error output."""

    def call() -> str:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as said:
            code = cli.main(list(words))
        return f"exit {code}: {said.getvalue().strip()}"

    return call


Wrong = Callable[[], object]

OF_DECISIONS = (words.explained, letters.letter, decision_document, record, asking.suggestions, ledger.ledger, sensitivity.sensitivity, differences)


WRONG: dict[str, Mapping[str, Wrong]] = {
    "values": {
        "an unknown as a truth": lambda: bool(UNKNOWN),
        "none as a truth": lambda: bool(NONE),
        "an outcome as a truth": lambda: bool(APPROVED.outcome),
        "a half-known set as a truth": lambda: bool(PartialSet(yes={Party.BUYER})),
        "in a half-known set": lambda: Party.BUYER in PartialSet(yes={Party.BUYER}),
        "in the set and not in it": lambda: PartialSet(yes={Party.BUYER, Party.SELLER}, no={Party.SELLER}),
        "a name that there is not": lambda: getattr(warranty_rules, "adjudciate"),
    },
    "facts": {
        "a fact as a truth": lambda: bool(Claim.sale.sold_here),
        "a fact == a value": lambda: Claim.sale.contract_months == 6,
        "a fact of another record": lambda: Claim.sale.sold_here.of(cast("Any", Small())),
        "one of a text": lambda: Claim.device.model.is_in("phone"),
        "two facts that are not of one kind": lambda: Claim.sale.sold_on.eq(cast("Any", Claim.sale.contract_months)),
        "two facts of two records": lambda: Claim.sale.sold_on.eq(Small.sold_on),
        "a value that it never has": lambda: Claim.sale.contract_months.eq(-1),
        "a membership that is neither": lambda: Claim.fault.causes.has(Cause.DUST).eq(cast("Any", "yes")),
        "a member that it never has": lambda: Claim.fault.causes.has(cast("Any", Party.BUYER)),
        "a half-known set": lambda: Claim.inspection.opened_by.eq(cast("Any", PartialSet(yes={Party.BUYER}))),
        "a path that there is not": lambda: Claim.fact("card.presnt"),
        "a path that is no text": lambda: Claim.fact(cast("Any", 5)),
        "an attribute that there is not": lambda: getattr(Claim.card, "presnt"),
    },
    "predicates": {
        "a predicate as a truth": lambda: bool(Claim.sale.contract_months > 1),
        "a predicate == a value": lambda: (Claim.sale.contract_months > 1) == 5,
        "what is no predicate, joined": lambda: all_of(cast("Any", 5)),
        "what is no predicate, joined by any": lambda: any_of([Claim.sale.sold_here, cast("Any", "x")]),
        "a condition that does not say where it turns": lambda: with_exclusions(Exclusion(USED.exclusions[0].clause, Own())),
        "a condition that answers with what is no truth": lambda: Own()(SOLD),
        "nested very deep": lambda: deep(300),
    },
    "records": {
        "derived from two": lambda: type("Both", (Small, Bare), {}),
        "a field that is no name": lambda: of_bare(**{"if": YesNo("?", "desk", yes="y", no="n")}),
        "a name that records use": lambda: of_bare(learn=YesNo("?", "desk", yes="y", no="n"), schema=YesNo("?", "desk", yes="y", no="n")),
        "what a field does not take": lambda: Sale(sold_here=ANYONE, contract_months=cast("Any", 1.5)),
        "a record in place of another": lambda: Claim(card=cast("Any", Sale())),
        "a constraint broken": lambda: Claim(claimed_on=date(2026, 1, 1), sale=Sale(sold_on=DAY)),
        "a constraint broken by learning": lambda: Claim(device=Device(imei_1="490154203237518")).learn(Claim.device.imei_2, "490154203237518"),
        "learning what is no fact": lambda: Claim().learn(cast("Any", "card.present"), True),
        "learning an unknown": lambda: Claim().learn(Claim.card.present, cast("Any", UNKNOWN)),
        "learning what a fact does not take": lambda: Claim().learn(Claim.card.present, ANYONE),
        "learning otherwise": lambda: Claim(card=WarrantyCard(present=True)).learn(Claim.card.present, False),
        "learning another day": lambda: Claim(claimed_on=DAY).learn(Claim.claimed_on, date(2026, 7, 21)),
        "learning otherwise of a member": lambda: Claim(inspection=Inspection(opened_by={Party.BUYER})).learn(
            Claim.inspection.opened_by.has(Party.BUYER), False
        ),
        "assuming what has no clean value": lambda: Claim(claimed_on=DAY).assume(Claim.claimed_on),
        "assuming what is not clean": lambda: Claim(card=WarrantyCard(present=False)).assume(Claim.card.present),
        "no record class": lambda: read(cast("Any", 5), "{}"),
        "the class that all are derived from": Record,
        "the class that all are derived from, of something": lambda: Record(cast("Any", 5)),
        "reading the class that all are derived from": lambda: read(Record, "{}"),
        "clean of the class that all are derived from": lambda: clean(Record),
        "the class that all are derived from in a record": lambda: Nested(Record),
        "what is no record in a record": lambda: Nested(cast("Any", 5)),
        "clean of what is no record class": lambda: clean(cast("Any", 5)),
    },
    "clauses": {
        "a cure of no facts": lambda: Cure("nothing", {}),
        "a cure of what is no yes/no fact": lambda: Cure("bring it", cast("Any", {Claim.claimed_on: True})),
        "a cure that is no mapping": lambda: Cure("bring it", cast("Any", 5)),
        "a cure that gives a fact two values": lambda: Cure("bring it", ((Claim.card.present, True), (Claim.card.present, False))),
        "a cure of what the predicate does not read": lambda: Exclusion(A, ~Claim.card.present, Cure("x", {Claim.sale.sold_here: True})),
        "a cure of what a long predicate does not read": lambda: Exclusion(
            A, any_of(Claim.sale.contract_months.eq(at) for at in range(20)), Cure("x", {Claim.sale.sold_here: True})
        ),
        "a table without a line": lambda: Choice(()),
    },
    "policies": {
        "an edition of no day": lambda: Edition(Claim.sale.sold_on, cast("Any", "2026")),
        "an edition that ends on no day": lambda: Edition(Claim.sale.sold_on, DAY, cast("Any", 5)),
        "an edition picked by no day": lambda: Edition(cast("Any", Claim.sale.sold_here), DAY),
        "an edition that ends before it begins": lambda: Edition(Claim.sale.sold_on, DAY, EVE),
        "clauses that are not listed": lambda: attrs.evolve(STORE, clauses=STORE.clauses[:-2]),
        "examples of another record": lambda: attrs.evolve(STORE, examples=(Example("odd", Small(), Outcome.APPROVED),)),
        "examples of one title": lambda: attrs.evolve(STORE, examples=STORE.examples[:1] * 2),
        "a chance of what is none": lambda: attrs.evolve(STORE, chances={Claim.sale.sold_here: 2.0}),
        "a chance that is no share": lambda: attrs.evolve(STORE, chances={Claim.inspection.seals: {ANYONE: 0.5}}),
        "a cost of no stage": lambda: attrs.evolve(STORE, costs={"desk": -1}),
        "a cost by what is no text": lambda: attrs.evolve(STORE, costs={5: 1}),
        "an examination that reveals another's fact": lambda: attrs.evolve(STORE, examinations=(Examination("x", "look", (Small.mark,)),)),
        "an examination that reveals one membership": lambda: attrs.evolve(
            STORE, examinations=(Examination("x", "look", (Claim.inspection.opened_by.has(Party.BUYER),)),)
        ),
        "a change that costs nothing": lambda: attrs.evolve(STORE, changes={Claim.card.present: 0}),
        "promises from another record's day": lambda: attrs.evolve(STORE, accepted_on=Small.sold_on),
        "a rule over another record": lambda: attrs.evolve(STORE, returns=Choice((Row(Small.mark, USED.id), Row(all_of(), "x")))),
        "a clause with two exclusions": lambda: with_exclusions(
            Exclusion(USED.exclusions[0].clause, ~Claim.card.present), *USED.exclusions[1:]
        ).exclusion(USED.exclusions[0].clause.id),
        "no clause of that id": lambda: STORE.clause("E5"),
        "no exclusion of that id": lambda: STORE.exclusion(cast("Any", 5)),
        "no tier of that id": lambda: STORE.tiers["usd"],
        "what is no claim": lambda: STORE.adjudicate(cast("Any", Small())),
        "claims, one of which is none": lambda: list(STORE.adjudicate_many(cast("Any", [Claim(), 5]))),
        "claims that cannot be gone through": lambda: STORE.adjudicate_many(cast("Any", 5)),
        "examples that are decided otherwise": lambda: attrs.evolve(STORE, examples=(Example("odd", SOLD, Outcome.DENIED, cites=("G0",)),)).check(),
        "a reading that there is not": lambda: icenter.Readings(accident=cast("Any", "by_anybody")),
    },
    "editions": {
        "no policies": lambda: History(()),
        "a policy without an edition": lambda: History((STORE, edition(NEW_YEAR))),
        "two of one id": lambda: History((edition(NEW_YEAR, EVE.replace(year=2026), id="x"), edition(date(2027, 1, 1), id="x"))),
        "picked by two days": lambda: History(
            (edition(NEW_YEAR, DAY), edition(date(2026, 7, 21), edition=Edition(Claim.claimed_on, date(2026, 7, 21))))
        ),
        "two that begin on one day": lambda: History((edition(NEW_YEAR, id="x"), edition(NEW_YEAR, id="y"))),
        "two on one day": lambda: History((edition(NEW_YEAR, DAY), edition(DAY))),
        "two for good": lambda: History((edition(NEW_YEAR), edition(DAY))),
        "days of none": lambda: History((edition(NEW_YEAR, date(2026, 7, 1)), edition(DAY))),
        "a day on which none is in force": lambda: TWO.on(date(2027, 1, 1)),
        "a day before all": lambda: History((edition(NEW_YEAR),)).on(EVE),
        "an open day on which none can be": lambda: TWO.edition(Claim(claimed_on=date(2024, 5, 5))),
    },
    "examples": {
        "nothing expected": lambda: differences(APPROVED),
        "an id that there is not": lambda: differences(APPROVED, cites=["E5"]),
        "an outcome that there is not": lambda: differences(APPROVED, outcome=cast("Any", "aproved")),
        "a denial without clauses": lambda: Example("odd", SOLD, Outcome.DENIED),
        "what is pending and asks for nothing": lambda: Example("odd", SOLD, Outcome.PENDING),
        "an outcome that is none": lambda: Example("odd", SOLD, cast("Any", "denied")),
        "a decision that is not the one expected": lambda: warranty_rules.assertions.assert_decision(APPROVED, outcome=Outcome.DENIED, cites=["E05"]),
    },
    "documents": {
        "what is no text": lambda: parse(5),
        "more than a mebibyte": lambda: parse(" " * (2**20 + 1)),
        "bytes that are no UTF-8": lambda: parse(b"\xff"),
        "no JSON": lambda: parse("{"),
        "two objects": lambda: parse("{}\n{}"),
        "very deep": lambda: parse("[" * 100_000),
        "no object": lambda: take(Claim, cast("Any", [])),
        "another schema, and another unlisted": lambda: take(Claim, {"schema": 2, "unlisted": "dirty"}),
        "keys that there are not": lambda: take(Claim, {"crad": {}, "card": {"presnt": True}}),
        "an option that there is not": lambda: take(Claim, {"inspection": {"seals": "brokn"}}),
        "an option that is no text": lambda: take(Claim, {"inspection": {"seals": 5}}),
        "a set that is none": lambda: take(Claim, {"inspection": {"opened_by": 5, "damaged_by": ["buyer", "buyer"], "missing": {"yes": 5}}}),
        "days that are none": lambda: take(Claim, {"claimed_on": "2026-02-30", "accepted_on": 5}),
        "numbers that are none": lambda: take(Claim, {"sale": {"contract_months": 1.5}, "device": {"imei_1": "49015420323751"}}),
        "a field of one's own": lambda: field_schema(Owned.share.field),
    },
    "decisions": {
        "what would have to be different for what": lambda: APPROVED.what_if(Outcome.PENDING),
        "fewer than one": lambda: DENIED.what_if(most=0),
        "a policy for another record": lambda: STORE.diff(one_of_small().policy),
        "very many reasons": lambda: reasons.smallest(frozenset({cast("Any", at)}) for at in range(reasons.MOST_REASONS + 1)),
        "very many sets of which one must change": lambda: changes.Turning(DENIED, Outcome.APPROVED).cheapest(
            (frozenset({cast("Any", at)}) for at in range(reasons.MOST_REASONS + 1)), most=1
        ),
        "very many ways to change facts": lambda: changes.cheapest_meeting(
            [frozenset({at, other}) for at in range(36) for other in range(at) if other // 3 == at // 3], [1] * 36, most=1
        ),
        "very many values of what could change": lambda: changes.Turning(DENIED, Outcome.APPROVED)._searched(
            frozenset(), reasons.Knowledge({}, changes.ALWAYS), count(changes.MOST_SEARCHES + 1)
        ),
        "an audience that there is not": lambda: APPROVED.explain(cast("Any", "custmer")),
        "grounds that there are not": lambda: letters.letter(DENIED, cast("Any", "frist")),
        "stages in one text": lambda: letters.letter(PENDING, asks="customer"),
        "a stage that there is not": lambda: letters.letter(PENDING, asks=["custmer"]),
        "a letter of odd lines": lambda: letters.letter(PENDING, shop="a\nb", reference=cast("Any", 5)),
        "a letter that greets nobody": lambda: letters.letter(PENDING, salutation=""),
        "decisions over two records": lambda: list(to_records(cast("Any", [APPROVED, one_of_small()]))),
        "what has no page": lambda: to_html(5),
        "values of a kind of one's own": lambda: witnesses.plain(Owned),
        "a strategy for a kind of one's own": lambda: testing.values(Owned.share.field),
        "policies over a record without days": lambda: find(testing.policies(Bare), bool),
        "claims by wrong numbers": lambda: synthetic(-1, cast("Any", 1.5), years=(2030, 2020), partly_known=2),
    },
    "interviews": {
        "what is no text": lambda: asked(Claim.sale.goods, Claim()).answer(cast("Any", 5)),
        "what the fact does not take": lambda: asked(Claim.sale.goods, Claim()).answer("old"),
        "no question left": lambda: interview.Interview(STORE, SOLD).answer("yes"),
        "what does not go with what is known": lambda: against_what_is_known(),
        "what does not go with another fact": lambda: asked(Claim.claimed_on, attrs.evolve(SOLD, claimed_on=UNKNOWN)).answer("2026-01-01"),
    },
    "kept records": {
        "what is parsed already": lambda: replay(cast("Any", kept()), STORE),
        "no object": lambda: replay("[]", STORE),
        "nothing of one": lambda: replay("{}", STORE),
        "keys twice, and keys that there are not": lambda: replay(json.dumps(kept())[:-1] + ', "masked": 5, "x": 1}', STORE),
        "keys twice within": lambda: replay(json.dumps(kept()).replace('"outcome":', '"outcome": 1, "outcome":', 1), STORE),
        "very deep": lambda: replay("[" * 100_000, STORE),
        "masked numbers": lambda: replay(STORE.adjudicate(SOLD.learn(Claim.device.serial, "ABC123")).record(mask=True), STORE),
        "a claim that is none": lambda: replay(with_claim({"crad": {}}), STORE),
        "several claims": lambda: replay(with_claim({"faults": [{}, {}]}), STORE),
        "a claim of another policy": lambda: replay(APPROVED.record(), STORE, claim=cast("Any", Small())),
    },
    "periods": {
        "a length that is not known": lambda: Term(months(Small.few)).last(DAY),
        "a length by a value that is not known": lambda: Term(per(Small.mark, {True: days(1), False: days(2)})).last(DAY),
    },
    "calendars": {
        "joined very deep": lambda: joined(500),
        "another weekend of joined ones": lambda: attrs.evolve(BusinessCalendar() | BusinessCalendar({6}), weekend={4}),
        "days without partners": lambda: BusinessCalendar().count_many([DAY], []),
        "a roll that is none": lambda: BusinessCalendar().roll(DAY, cast("Any", "following")),
        "a closed day": lambda: BusinessCalendar(holidays={DAY: "the shop's day"}).roll(DAY, Roll.RAISE),
        "a month without an open day": lambda: BusinessCalendar(holidays=[date(2026, 2, at) for at in range(1, 29)]).first_of_month(2026, 2),
        "one of many days": lambda: BusinessCalendar().add_many([DAY, cast("Any", "x")], 1),
        "a day that is not known": lambda: BusinessCalendar.of("PL", strict=True).add(date(2150, 1, 7), 3),
        "the first of all months": lambda: str(BusinessCalendar().month(1, 1)),
        "a wait that had not begun": lambda: RepairClock(Window(3, 30), DAY, BusinessCalendar(), (Resumed(date(2026, 7, 22)),)).as_of(
            date(2026, 7, 23)
        ),
    },
    "what is asked of something else": {
        **{
            f"{ask.__module__.removeprefix('warranty_rules.')}.{ask.__name__}": partial(ask, cast("Any", 5))
            for ask in (*OF_DECISIONS, document, schema, form, decision_schema, columns, testing.claims, testing.records)
        },
        "analysis.record.replay": lambda: replay("{}", cast("Any", 5)),
        "policy.diff": lambda: icenter.policy().diff(cast("Any", 5)),
        "an answer": lambda: interview.Interview(icenter.policy(), Claim()).answer(cast("Any", 5)),
        "terms that are read so": lambda: icenter.policy(cast("Any", 5)),
    },
    "the command line": {
        "a reading without a value": look("policy", "lint", "--reading", "accident"),
        "no reading": look("policy", "lint", "--reading", "acident=by_anyone"),
        "a value that there is not": look("policy", "lint", "--reading", "accident=anyone"),
        "what is no MODULE:FUNCTION": look("policy", "lint", "nothing"),
        "a module that there is not": look("policy", "lint", "no_such_module:policy"),
        "what makes no policy": look("policy", "lint", "warranty_rules.policies.icenter:Readings"),
        "two policies to lint": look("policy", "lint", "a:b", "c:d"),
        "a reading beside named policies": look("policy", "lint", "warranty_rules.policies.icenter:policy", "--reading", "accident=by_anyone"),
    },
}


def one_of_small() -> Any:
    """Give a decision over another record."""
    from papers import POLICIES  # here, as it takes a while

    other = next(policy for policy in POLICIES.values() if policy.record is not Claim)
    return other.adjudicate(other.record())


def against_what_is_known() -> object:
    """Answer a set that is half known with what does not go with it."""
    claim = SOLD.replace(Claim.inspection.opened_by, PartialSet(yes={Party.SELLER}))
    return asked(Claim.inspection.opened_by, cast("Claim", claim)).answer("none")


def said(wrong: Wrong) -> str:
    """Give the error and its text; of the command line, what it says."""
    try:
        told = wrong()
    except (WarrantyRulesError, AttributeError, AssertionError) as error:
        return f"{type(error).__name__}: {error}"
    assert isinstance(told, str), f"nothing is wrong: {told!r}"
    return told
