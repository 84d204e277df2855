"""An interview: what to find out next is asked fact by fact, until the outcome is settled or nobody can tell more.

The state is a value: answering gives the next state, going back the one before. Who shows it and reads answers is a door's business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, singledispatch
from types import MappingProxyType
from typing import Any, Generic, Self

import attrs

from warranty_rules.analysis.asking import Suggestion, suggestions
from warranty_rules.decisions import Decision, Question, known_of
from warranty_rules.documents import field_value
from warranty_rules.errors import InputError, Problem, need, on_lines, shown
from warranty_rules.examinations import Examination
from warranty_rules.facts import Fact
from warranty_rules.fields import Code, Day, DayOrNone, Declaration, OneOf, SetOf, Unaccepted, Whole, YesNo
from warranty_rules.policy import Policy
from warranty_rules.records import RT
from warranty_rules.values import NONE, UNKNOWN, NoneSuch
from warranty_rules.wording import counted, statements

__all__ = ["Interview", "accepted", "change_text", "choices", "parsed", "question_text"]

DONT_KNOW = "?"
"""What is typed where nobody can tell."""
NOT_TOLD = frozenset({DONT_KNOW, "unknown", "not known", "don't know", "do not know", "dont know", "no idea"})
TRUTHS = MappingProxyType({True: "applies", False: "ruled out", UNKNOWN: "open"})
YES_NO = MappingProxyType({"yes": True, "y": True, "no": False, "n": False})


@attrs.frozen(slots=False)
class Interview(Generic[RT]):
    """How far an interview has come.

    Args:
        policy: the policy to decide by.
        claim: what is known.
        unanswerable: the facts that nobody could tell.
        begun: the examinations made so far: what else they reveal is asked first, as it costs nothing more.
        before: the interview before the last answer; ``NONE`` at its beginning.

    >>> from datetime import date
    >>> from warranty_rules import UNKNOWN, Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    >>> claim = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20)).replace(Claim.inspection.opened_by, UNKNOWN)
    >>> interview = Interview(icenter.policy(), claim)
    >>> interview.question.text, choices(interview.question.fact.field)[0]
    ('Who opened the device?', 'the buyer')
    >>> interview.answer("1").decision, interview.answer("1").back() == interview
    (<DENIED by icenter>, True)
    """

    policy: Policy[RT]
    claim: RT
    unanswerable: frozenset[Fact[Any]] = frozenset()
    begun: tuple[Examination, ...] = ()
    before: Interview[RT] | NoneSuch = attrs.field(default=NONE, repr=False)

    @cached_property
    def decision(self) -> Decision[RT]:
        """What the policy makes of what is known."""
        return self.policy.adjudicate(self.claim)

    @cached_property
    def suggestion(self) -> Suggestion | NoneSuch:
        """What to find out next; ``NONE`` where the interview is over."""
        found = suggestions(self.decision, done=self.begun, unanswerable=self.unanswerable)
        return next(iter(found), NONE)

    @property
    def question(self) -> Question | NoneSuch:
        """The question to answer next; ``NONE`` where the interview is over."""
        return NONE if self.suggestion is NONE else self.suggestion.questions[0]

    def answer(self, text: str) -> Self:
        """Take an answer to the question, as it was typed; ``?``, ``unknown`` or ``don't know`` where nobody can tell.

        Raises:
            InputError: where it is none that the fact takes, or where there is no question.
        """
        need(text, str, "an answer is a text, as it is typed")
        if self.suggestion is NONE:
            raise InputError([Problem("", shown(text), "nothing: no question is left")])
        fact, begun = self.suggestion.questions[0].fact, dict.fromkeys((*self.begun, self.suggestion.examination))
        if text.strip().lower() in NOT_TOLD:
            return self._next(unanswerable=self.unanswerable | {fact}, begun=tuple(begun))
        value = parsed(fact, text)
        try:
            return self._next(claim=self.claim.learn(fact, value), begun=tuple(begun))
        except InputError as error:
            told = [variable for variable in fact.variables if variable.of(self.claim) is not UNKNOWN]
            if not told:
                raise  # it does not go with other facts, which it names
            known = statements(known_of(self.claim, told))
            raise InputError([Problem(str(fact), shown(text.strip()), f"an answer that goes with what is known already: {known}")]) from error

    @property
    def left(self) -> int:
        """How many facts there are that can still change the outcome, and may be told."""
        return len({question.fact for question in self.decision.questions} - self.unanswerable)

    def _next(self, **changes: Any) -> Self:
        return attrs.evolve(self, before=self, **changes)

    def back(self) -> Interview[RT]:
        """Take the last answer back; at the beginning there is none."""
        return self if self.before is NONE else self.before


def question_text(interview: Interview[Any]) -> str:
    """Put the next question in words: what it is part of and what for, what there is to choose from, how to answer.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> interview = Interview(icenter.policy(), Claim()).answer("new")
    >>> print(question_text(interview))
    Was the device sold by this store?
      (yes or no)
    """
    if interview.suggestion is NONE:
        return "no question is left"
    suggestion, question = interview.suggestion, interview.suggestion.questions[0]
    field, words = question.fact.field, suggestion.examination.words
    head = [words] if words != question.text else []
    lines = [] if suggestion.examination in interview.begun else [*head, *suggestion.purpose, ""]
    lines += [question.text, *([f"  {field.hint}"] if field.hint else [])]
    lines += [f"  {at}  {words}" for at, words in enumerate(choices(field), 1)]
    return on_lines([*lines, f"  ({accepted(field)})"])


def change_text(before: Interview[Any], after: Interview[Any]) -> str:
    """Say how an answer changes the decision: the outcome, the clauses that are settled by it, and how many facts are left to ask.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> interview = Interview(icenter.policy(), Claim())
    >>> print(change_text(interview, interview.answer("new")))
    PENDING, 29 facts left to ask
      UR1 free repair of used goods: ruled out
    """
    was = {finding.clause: finding.truth for finding in before.decision.findings}
    news = [f"{finding.clause}: {TRUTHS[finding.truth]}" for finding in after.decision.findings if finding.truth is not was[finding.clause]]
    head = f"{after.decision.outcome.name}, {counted(str(after.left), 'facts')} left to ask"
    return on_lines([head, *(f"  {line}" for line in news)])


def parsed(fact: Fact[Any], text: str) -> Any:
    """Take a typed answer as the value that a fact is to hold.

    Raises:
        InputError: where the fact does not take it.

    >>> from warranty_rules import Claim
    >>> parsed(Claim.fault.failed_before_use, "no"), sorted(party.value for party in parsed(Claim.inspection.opened_by, "1, factory"))
    (False, ['buyer', 'factory'])
    """
    try:
        return fact.field.accept(field_value(fact.field, _typed(fact.field, text.strip())))
    except Unaccepted:
        raise InputError([Problem(str(fact), shown(text.strip()), f"{accepted(fact.field)}; or {DONT_KNOW} where nobody can tell")]) from None


@singledispatch
def choices(field: Declaration) -> Sequence[str]:
    """List what there is to choose from, in words, in the order of the numbers that are typed for it; nothing where it is typed out.

    >>> from warranty_rules import Claim
    >>> choices(Claim.sale.goods.field), choices(Claim.sale.sold_on.field)
    (('new', 'used'), ())
    """
    return ()


@choices.register(OneOf)
@choices.register(SetOf)
def _(field: OneOf[Any] | SetOf[Any]) -> Sequence[str]:
    return tuple(member.label for member in field.members)


@singledispatch
def accepted(field: Declaration) -> str:
    """Say how an answer is typed.

    >>> from warranty_rules import Claim
    >>> accepted(Claim.sale.sold_here.field), accepted(Claim.sale.contract_months.field)
    ('yes or no', 'a whole number of months, 0 to 1200')
    """
    return field.accepted


@accepted.register
def _(field: YesNo) -> str:
    return "yes or no"


@accepted.register(OneOf)
def _(field: OneOf[Any]) -> str:
    return f"a number, 1 to {len(field.members)}, or {', '.join(member.value for member in field.members)}"


@accepted.register(SetOf)
def _(field: SetOf[Any]) -> str:
    return f"numbers, 1 to {len(field.members)}, or names, with commas between; or none"


@accepted.register
def _(field: Day) -> str:
    return f"a date as YYYY-MM-DD, {field.accepted.partition(', ')[2]}"


@accepted.register
def _(field: DayOrNone) -> str:
    return f"a date as YYYY-MM-DD, {field.accepted.partition(', ')[2].replace('NONE', NONE.value)}"


@accepted.register
def _(field: Code) -> str:
    return f"{field.form.accepted}; or {' or '.join(special.value for special in field.specials)}"


@singledispatch
def _typed(field: Declaration, text: str) -> Any:
    """Put what was typed as a document would."""
    return text


@_typed.register
def _(field: YesNo, text: str) -> Any:
    return YES_NO.get(text.lower(), text)


@_typed.register(OneOf)
def _(field: OneOf[Any], text: str) -> Any:
    return _code(field, text)


@_typed.register(SetOf)
def _(field: SetOf[Any], text: str) -> Any:
    several = text.split(",", len(field.members))  # of more, one is there twice
    return [] if text.lower() == NONE.value else [_code(field, each.strip()) for each in several]


def _code(field: OneOf[Any] | SetOf[Any], text: str) -> str:
    """Give the code of a member that was chosen by its number or its words."""
    codes: dict[str, str] = {name: member.value for at, member in enumerate(field.members, 1) for name in (str(at), member.label.lower())}
    return codes.get(text.lower(), text)


@_typed.register
def _(field: Whole, text: str) -> Any:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else text


@_typed.register
def _(field: DayOrNone, text: str) -> Any:
    return text.lower() if text.lower() == NONE.value else text


@_typed.register
def _(field: Code, text: str) -> Any:
    return text.lower() if text.lower() in [special.value for special in field.specials] else text
