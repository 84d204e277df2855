"""The values that are not ordinary ones: unknown, none, the same, half known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, Final, Generic, NoReturn, TypeAlias, TypeGuard, TypeVar

import attrs

from warranty_rules.errors import LogicError

__all__ = ["NONE", "SAME", "UNKNOWN", "Displayed", "NoneSuch", "Option", "PartialSet", "Same", "Truth", "Unknown"]


class Displayed:
    """A value that notebooks show, in HTML or in Markdown, as its outer room puts it.

    >>> from warranty_rules import BusinessCalendar
    >>> BusinessCalendar()._repr_markdown_().splitlines()[0]
    '**Business calendar**'
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        from warranty_rules.notebook import to_html  # an outer room, needed by this method alone  # noqa: PLC0415

        return to_html(self)

    def _repr_markdown_(self) -> str:
        from warranty_rules.notebook import to_markdown  # as above  # noqa: PLC0415

        return to_markdown(self)


class Special(Enum):
    """A value of a kind of its own, shown by its name."""

    def __repr__(self) -> str:
        return self.name

    __str__ = __repr__


class Unknown(Special):
    """The value that nobody has yet; its one member is ``UNKNOWN``.

    >>> from warranty_rules import Claim
    >>> Claim().card.present is UNKNOWN
    True
    """

    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise LogicError("an unknown is neither true nor false: test it with `value is UNKNOWN` or `claim.knows(fact)`")


class NoneSuch(Special):
    """The value "there is none", as of a device without an IMEI; its one member is ``NONE``.

    >>> from warranty_rules import Device
    >>> tablet = Device(imei_1=NONE)  # somebody looked, and there is none
    >>> tablet.imei_1 is NONE, tablet.knows(Device.imei_1)
    (True, True)
    """

    NONE = "none"

    def __bool__(self) -> NoReturn:
        raise LogicError("NONE has no truth by itself: test it with `value is NONE`")


class Same(Special):
    """The value "compared, and found equal"; its one member is ``SAME``.

    >>> from warranty_rules import WarrantyCard
    >>> WarrantyCard(serial=SAME).serial is SAME
    True
    """

    SAME = "same"


UNKNOWN: Final = Unknown.UNKNOWN
"""The value that nobody has yet."""
NONE: Final = NoneSuch.NONE
"""The value "there is none", after somebody looked."""
SAME: Final = Same.SAME
"""The value "compared with the other number, and found equal"."""

Truth: TypeAlias = bool | Unknown
"""What a predicate comes to."""


class Option(Enum):
    """A closed list of values, each with its code and the words that a sentence uses for it.

    >>> class Color(Option):
    ...     DARK_RED = "dark_red"
    ...     GREEN = "green", "a friendly green"
    >>> Color.DARK_RED.label, Color.GREEN.value, Color.GREEN.label
    ('dark red', 'green', 'a friendly green')
    """

    label: str

    def __new__(cls, code: str, label: str = "") -> Option:
        """Take the code alone as the member's value."""
        member = object.__new__(cls)
        member._value_ = code
        member.label = label or code.replace("_", " ")
        return member

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


E = TypeVar("E", bound=Enum)


@attrs.frozen(repr=False)
class PartialSet(Generic[E]):
    """A set of which only a part is known: some members in it, some not, the rest open.

    Args:
        yes: the members known to be in the set.
        no: the members known not to be in it.

    Raises:
        LogicError: where a member is said to be both, or the set is used as if it were known.

    >>> class Item(Option):
    ...     BOX = "box"
    ...     CABLE = "cable"
    >>> PartialSet(yes={Item.CABLE})
    PartialSet(yes={cable}, no={})
    """

    yes: frozenset[E] = attrs.field(default=frozenset[E](), converter=frozenset)
    no: frozenset[E] = attrs.field(default=frozenset[E](), converter=frozenset)

    def __attrs_post_init__(self) -> None:
        both = self.yes & self.no
        if both:
            raise LogicError(f"{names(both)}: both in the set and not in it; say one of the two")

    def __bool__(self) -> NoReturn:
        raise LogicError("a half-known set is neither empty nor filled: read its .yes and .no")

    def __contains__(self, member: object) -> NoReturn:
        raise LogicError("membership of a half-known set may be open: read its .yes and .no")

    def __repr__(self) -> str:
        return f"PartialSet(yes={{{names(self.yes)}}}, no={{{names(self.no)}}})"


def is_partial(value: object) -> TypeGuard[PartialSet[Any]]:
    """Tell whether a value is a half-known set."""
    return isinstance(value, PartialSet)


def in_order(members: Iterable[E]) -> list[E]:
    """Put members of an enumeration in the order of their declaration."""
    found = set(members)
    if len(found) < 2:
        return list(found)
    return [m for m in type(next(iter(found))) if m in found]


def names(members: Iterable[Enum]) -> str:
    """Name the members of a set in the order of their declaration."""
    return ", ".join(str(m.value) for m in in_order(members))
