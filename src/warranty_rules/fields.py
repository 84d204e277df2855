"""How a record declares a fact: its type, values, question, words, stage and clean value, once.

The one clever thing of the library lives here. A field is a descriptor with two faces: read on the
record class it gives the `Fact` that rules are written with, read on an instance it gives the value
or ``UNKNOWN``. It is no data descriptor, so the value in the instance's ``__dict__`` wins and reading
it costs nothing; the ``__set__`` that type checkers see only tells them what a constructor takes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeAlias, TypeVar, cast, overload

import attrs

from warranty_rules.facts import Fact, OrderedFact, OrNoneFact, SetFact, YesNoFact
from warranty_rules.values import NONE, SAME, UNKNOWN, NoneSuch, PartialSet, Same, Unknown, names

if TYPE_CHECKING:
    from warranty_rules.records import Record

__all__ = ["Code", "Day", "DayOrNone", "Field", "Form", "OneOf", "SetOf", "Text", "Whole", "YesNo"]

V = TypeVar("V")
F = TypeVar("F", covariant=True)
E = TypeVar("E", bound=Enum)

Number: TypeAlias = "str | NoneSuch | Same"

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
FAR = 400
"""Years: farther than any cover that a policy could mean."""
YEARS = 4
"""One of so many is a leap year, but for the turn of most centuries."""
MOST_TEXT = 200


class Unaccepted(ValueError):
    """A value that a field does not take; the message says what it takes."""


class Declaration(ABC):
    """What a field says of its fact."""

    name: str
    none: str = ""
    """The statement when there is none, where that is a value."""
    domain: tuple[Any, ...] | None = None
    """All values, where they can be listed."""
    ordered: ClassVar[bool] = False
    kind: ClassVar[type[Fact[Any]]] = Fact

    def __init__(
        self, question: str, stage: str, *, says: str = "", clean: object = UNKNOWN, sensitive: bool = False, hint: str = "", internal: bool = False
    ) -> None:
        self.question = question
        self.stage = stage
        self.says = says
        self.clean = clean
        self.sensitive = sensitive
        self.hint: str = hint
        self.internal: bool = internal

    @property
    @abstractmethod
    def accepted(self) -> str:
        """What the field takes, in words."""

    @abstractmethod
    def accept(self, value: object) -> Any:
        """Take a value as it is to be kept, or raise `Unaccepted`."""

    def spare(self, path: str, near: list[Any]) -> Iterable[Any]:
        """Give further values, beside those near a turn, that stand for all the rest; for endless kinds."""
        return ()

    def between(self, near: Iterable[Any]) -> Iterable[Any]:
        """Give further values yet, between those near a turn and beyond them, for where it matters which value it is; for endless kinds."""
        return ()

    def thinkable(self, value: Any) -> bool:
        """Tell whether a value near a turn can exist at all, whether or not input may say it."""
        return True

    @property
    def samples(self) -> tuple[Any, ...]:
        """A few values that input takes, a plain one first; for endless kinds."""
        return ()

    @property
    def family(self) -> type[Declaration]:
        """What its values may be compared with: facts of its own kind."""
        return type(self)

    def fact(self, root: type[Record], path: tuple[str, ...]) -> Fact[Any]:
        """Make the fact that this declares at a place of a record."""
        return self.kind(root, path, self)


class Field(Declaration, Generic[V, F]):
    """The declaration of one fact, as a descriptor with two faces.

    Args:
        question: how to ask for it, in one line.
        stage: where or by whom it is found out.
        says: the words of a statement, with ``{}`` for the value; yes/no facts and sets have more.
        clean: the value that "checked and found in order" means; ``UNKNOWN``: it has none.
        sensitive: whether output may have to mask it.
        hint: where or how the answer is found, for forms; empty where the question says it all.
        internal: whether its value is for the shop's own eyes; words for customers then never state it.

    >>> from warranty_rules import Record
    >>> class Card(Record):
    ...     number: Code = Code("What number does it hold?", "desk", says="number {}")
    >>> Card.number, Card(number="a-1").number  # on the class the fact, on an instance its value
    (<fact number>, 'A1')
    """

    @overload
    def __get__(self, instance: None, owner: type) -> F: ...
    @overload
    def __get__(self, instance: object, owner: type) -> V | Unknown: ...
    def __get__(self, instance: object, owner: type) -> object:
        return cast("type[Record]", owner).fact(self.name)  # instances never get here

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: V | Unknown) -> None: ...

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name


class YesNo(Field[bool, YesNoFact]):
    """A fact that is true or false.

    Args:
        yes: the statement when it is true.
        no: the statement when it is false.

    >>> from warranty_rules import Record
    >>> class Kettle(Record):
    ...     limescale: YesNo = YesNo("Is there limescale?", "bench", yes="limescale found", no="no limescale", clean=False)
    >>> print(~Kettle.limescale)
    not limescale
    """

    domain: tuple[Any, ...] | None = (False, True)
    kind: ClassVar[type[Fact[Any]]] = YesNoFact

    def __init__(
        self, question: str, stage: str, *, yes: str, no: str, clean: bool | Unknown = UNKNOWN, hint: str = "", internal: bool = False
    ) -> None:
        super().__init__(question, stage, clean=clean, hint=hint, internal=internal)
        self.yes: str = yes
        self.no: str = no

    @property
    def accepted(self) -> str:
        return "True or False"

    def accept(self, value: object) -> bool:
        if value is True or value is False:
            return value
        raise Unaccepted(self.accepted)


class OneOf(Field[E, Fact[E]], Generic[E]):
    """A fact that is one member of an enumeration.

    >>> from warranty_rules import Record
    >>> from warranty_rules.values import Option
    >>> class Payment(Option):
    ...     CARD = "card"
    ...     CASH = "cash", "cash in hand"
    >>> class Purchase(Record):
    ...     paid_by: OneOf[Payment] = OneOf(Payment, "How was it paid?", "till", says="paid by {}")
    >>> print(Purchase.paid_by.ne(Payment.CASH))
    paid_by is not cash
    """

    def __init__(
        self, options: type[E], question: str, stage: str, *, says: str, clean: E | Unknown = UNKNOWN, hint: str = "", internal: bool = False
    ) -> None:
        super().__init__(question, stage, says=says, clean=clean, hint=hint, internal=internal)
        self.options = options
        self.members: tuple[E, ...] = tuple(options)
        self.domain: tuple[Any, ...] | None = self.members

    @property
    def accepted(self) -> str:
        return f"a member of {self.options.__name__} ({names(self.options)})"

    def accept(self, value: object) -> E:
        if isinstance(value, self.options):
            return value
        raise Unaccepted(self.accepted)


class SetOf(Field["AbstractSet[E] | PartialSet[E]", SetFact[E]], Generic[E]):
    """A fact that is a set of members of an enumeration; each membership is a yes/no fact.

    Args:
        empty: the statement when the set is empty.

    >>> from warranty_rules import Record
    >>> from warranty_rules.values import Option
    >>> class Part(Option):
    ...     LID = "lid"
    ...     CORD = "cord"
    >>> class Kettle(Record):
    ...     missing: SetOf[Part] = SetOf(Part, "What is missing?", "bench", says="missing: {}", empty="nothing missing", clean=frozenset())
    >>> print(Kettle.missing.has(Part.LID) | Kettle.missing.eq(frozenset()))
    missing has lid or missing is {}
    """

    kind: ClassVar[type[Fact[Any]]] = SetFact

    def __init__(
        self,
        options: type[E],
        question: str,
        stage: str,
        *,
        says: str,
        empty: str,
        clean: AbstractSet[E] | Unknown = UNKNOWN,
        hint: str = "",
        internal: bool = False,
    ) -> None:
        super().__init__(question, stage, says=says, clean=clean, hint=hint, internal=internal)
        self.options = options
        self.members: tuple[E, ...] = tuple(options)
        self._universe: frozenset[object] = frozenset(self.members)
        self.empty = empty

    @property
    def accepted(self) -> str:
        return f"a set of members of {self.options.__name__} ({names(self.options)}), or a PartialSet of them"

    def accept(self, value: object) -> AbstractSet[E] | PartialSet[E] | Unknown:
        if type(value) is frozenset and value <= self._universe:
            return cast("frozenset[E]", value)
        if isinstance(value, PartialSet):
            partial = cast("PartialSet[E]", value)
            known = partial.yes | partial.no
            self.accept(known)
            return UNKNOWN if not known else partial.yes if len(known) == len(self.members) else partial
        if isinstance(value, AbstractSet) and all(isinstance(m, self.options) for m in cast("AbstractSet[object]", value)):
            return frozenset(cast("AbstractSet[E]", value))
        raise Unaccepted(self.accepted)


class AnyDay(Field[V, F]):
    """A fact that is a calendar day, or may be one."""

    ordered: ClassVar[bool] = True

    @property
    def family(self) -> type[Declaration]:
        return AnyDay

    @property
    def accepted(self) -> str:
        return f"a date (not a datetime), {EARLIEST} to {LATEST}"

    def accept(self, value: object) -> Any:
        if isinstance(value, date) and not isinstance(value, datetime) and EARLIEST <= value <= LATEST:
            return value
        raise Unaccepted(self.accepted)

    def thinkable(self, value: Any) -> bool:
        return value is not NONE

    @property
    def samples(self) -> tuple[Any, ...]:
        return date(2026, 3, 2), EARLIEST, LATEST

    def spare(self, path: str, near: list[Any]) -> Iterable[Any]:
        """Days far before and after those near a turn; without any, the odd days of every month of four years."""
        near = [day for day in near if day is not NONE]
        if near:
            low, high = min(near), max(near)
            return [date(max(low.year - FAR, 1), 1, 1), date(min(high.year + FAR, date.max.year), 1, 1)]
        return self._any

    @cached_property
    def _any(self) -> Iterable[date]:
        return tuple(_odd_days(range(2023, 2023 + YEARS)))

    def between(self, near: Iterable[Any]) -> Iterable[Any]:
        """The odd days of every month of four years before the first turn, and after each."""
        turns = sorted(day for day in near if day is not NONE)
        ends = [*pairwise(turns), *((turn, date.max) for turn in turns[-1:])]
        before = [day for turn in turns[:1] for day in _odd_days(range(turn.year - YEARS, turn.year + 1)) if day < turn]
        return [*before, *(day for low, high in ends for day in _odd_days(range(low.year, min(low.year + YEARS, high.year) + 1)) if low < day < high)]


def month_length(year: int, month: int) -> int:
    """Count the days of a month."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 30 + (month + month // 8) % 2


def _odd_days(years: range) -> list[date]:
    """List days of some years, those of which months and days are counted to different ends."""
    thinkable = range(max(years.start, 1), min(years.stop, date.max.year))
    return [date(y, m, d) for y in thinkable for m in range(1, 13) for d in (1, 2, 15, 27, 28, 29, 30, 31) if d <= 28 or d <= month_length(y, m)]


class Day(AnyDay[date, OrderedFact[date]]):
    """A fact that is a calendar day, 1990 to 2100.

    >>> from warranty_rules import Record
    >>> class Purchase(Record):
    ...     bought: Day = Day("When was it bought?", "till", says="bought on {}")
    >>> print(Purchase.bought < date(2026, 1, 1))
    bought < 2026-01-01
    """

    kind: ClassVar[type[Fact[Any]]] = OrderedFact


class DayOrNone(AnyDay["date | NoneSuch", OrNoneFact[date]]):
    """A fact that is a calendar day, or that there is none, such as the delivery of what was collected.

    Args:
        none: the statement when there is none.

    >>> from warranty_rules import Record
    >>> class Order(Record):
    ...     delivered: DayOrNone = DayOrNone("When was it delivered?", "till", says="delivered on {}", none="collected")
    >>> Order.delivered.eq(NONE)(Order(delivered=NONE)), (Order.delivered < date(2026, 1, 1))(Order(delivered=NONE))
    (True, False)
    """

    kind: ClassVar[type[Fact[Any]]] = OrNoneFact

    def __init__(
        self, question: str, stage: str, *, says: str, none: str, clean: date | NoneSuch | Unknown = UNKNOWN, hint: str = "", internal: bool = False
    ) -> None:
        super().__init__(question, stage, says=says, clean=clean, hint=hint, internal=internal)
        self.none: str = none

    @property
    def accepted(self) -> str:
        return f"{super().accepted}; or NONE"

    def accept(self, value: object) -> date | NoneSuch:
        return NONE if value is NONE else super().accept(value)

    def thinkable(self, value: Any) -> bool:
        return True

    def spare(self, path: str, near: list[Any]) -> Iterable[Any]:
        """No day at all, and the days that stand for all others."""
        return [NONE, *super().spare(path, near)]


class Whole(Field[int, OrderedFact[int]]):
    """A fact that is a whole number within bounds.

    Args:
        unit: what is counted, such as ``"months"``.
        least: the smallest number that makes sense at all.
        most: the largest number taken on input.

    >>> from warranty_rules import Record
    >>> class Purchase(Record):
    ...     cover: Whole = Whole("How many months of cover?", "till", says="cover of {} months", unit="months")
    >>> (Purchase.cover >= 6)(Purchase(cover=3))
    False
    """

    ordered: ClassVar[bool] = True
    kind: ClassVar[type[Fact[Any]]] = OrderedFact

    def __init__(
        self,
        question: str,
        stage: str,
        *,
        says: str,
        unit: str,
        least: int = 0,
        most: int = 1200,
        clean: int | Unknown = UNKNOWN,
        hint: str = "",
        internal: bool = False,
    ) -> None:
        super().__init__(question, stage, says=says, clean=clean, hint=hint, internal=internal)
        self.unit: str = unit
        self.least: int = least
        self.most: int = most

    @property
    def accepted(self) -> str:
        return f"a whole number of {self.unit}, {self.least} to {self.most}"

    def accept(self, value: object) -> int:
        if type(value) is int and self.least <= value <= self.most:
            return value
        raise Unaccepted(self.accepted)

    def thinkable(self, value: Any) -> bool:
        return bool(value >= self.least)

    @property
    def samples(self) -> tuple[Any, ...]:
        return max(self.least, min(12, self.most)), self.least, self.most

    def spare(self, path: str, near: list[Any]) -> Iterable[Any]:
        """The least number, the next, and one far beyond those near a turn."""
        return [self.least, self.least + 1, max(near, default=self.least) + 100_000]


@attrs.frozen
class Form:
    """The form that a number must have on input.

    Args:
        accepted: the form in words.
        pattern: a regular expression for what is typed, separators included.
        fits: tells whether a normalised number has the form.
        examples: a few numbers that have it.

    >>> from warranty_rules import Record
    >>> TAG = Form(accepted="a tag, T and a digit", pattern="^T[0-9]$", fits=lambda code: code.startswith("T"), examples=("T1", "T2"))
    >>> class Kettle(Record):
    ...     tag: Code = Code("What tag does it have?", "bench", says="tag {}", form=TAG)
    >>> Kettle(tag="X1")
    Traceback (most recent call last):
    ...
    warranty_rules.errors.InputError: tag: got 'X1'; accepted: a tag, T and a digit; or NONE; or UNKNOWN
    """

    accepted: str
    pattern: str
    fits: Callable[[str], bool]
    examples: tuple[str, ...]


ANY_CODE = Form(
    accepted=f"letters and digits, at most {MOST_TEXT}; spaces and hyphens do not count",
    pattern=r"^[ \-]*([A-Za-z0-9][ \-]*)+$(?!\n)",
    fits=lambda _: True,
    examples=("F2LX1234", "F2LX1235", "0O0O"),
)
RESERVED = frozenset({"NONE", "SAME"})
"""Words that a document writes in place of a number."""


class Code(Field["Number", "Fact[Number]"]):
    """A fact that is a number of a thing, such as a serial number: compared without spaces, hyphens and case.

    Args:
        form: what form it must have on input.
        same: whether it can be said to be "compared and found the same" in place of a number.

    >>> from warranty_rules import Record
    >>> class Kettle(Record):
    ...     serial: Code = Code("What serial number does it show?", "bench", says="serial number {}")
    >>> Kettle(serial="k 12-b") == Kettle(serial="K12B"), Kettle(serial=NONE).serial
    (True, NONE)
    """

    def __init__(
        self,
        question: str,
        stage: str,
        *,
        says: str,
        form: Form = ANY_CODE,
        same: bool = False,
        clean: Number | Unknown = UNKNOWN,
        hint: str = "",
        internal: bool = False,
    ) -> None:
        super().__init__(question, stage, says=says, clean=clean, sensitive=True, hint=hint, internal=internal)
        self.form = form
        self.specials: tuple[NoneSuch | Same, ...] = (NONE, SAME) if same else (NONE,)

    @property
    def accepted(self) -> str:
        specials = " or ".join(map(repr, self.specials))
        return f"{self.form.accepted}; or {specials}"

    def accept(self, value: object) -> Number:
        if isinstance(value, NoneSuch | Same) and value in self.specials:
            return value
        if isinstance(value, str) and len(value) <= MOST_TEXT and value.isascii():
            code = value.replace(" ", "").replace("-", "").upper()
            if code.isalnum() and code not in RESERVED and self.form.fits(code):
                return code
        raise Unaccepted(self.accepted)

    @property
    def samples(self) -> tuple[Any, ...]:
        return self.form.examples

    def spare(self, path: str, near: list[Any]) -> Iterable[Any]:
        """No number at all, and one that no other fact has (no number that is kept has a ``?``)."""
        return [*self.specials, f"?{path}"]


class Text(Field[str, "Fact[str]"]):
    """A fact that is a line of text, kept as it is.

    >>> from warranty_rules import Record
    >>> class Kettle(Record):
    ...     model: Text = Text("What model is it?", "bench", says="model {}")
    >>> Kettle(model="Whistler 2").model
    'Whistler 2'
    """

    @property
    def accepted(self) -> str:
        return f"a text of 1 to {MOST_TEXT} printable characters"

    def accept(self, value: object) -> str:
        if isinstance(value, str) and 0 < len(value) <= MOST_TEXT and value.isprintable():
            return value
        raise Unaccepted(self.accepted)

    @property
    def samples(self) -> tuple[Any, ...]:
        return ("A1", "B2")

    def spare(self, path: str, near: list[Any]) -> Iterable[Any]:
        r"""A text that no other fact has (no text that is kept has a ``\n``)."""
        return [f"\n{path}"]
