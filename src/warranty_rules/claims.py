"""The store's records: what can be known about one reported fault of one device."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

from warranty_rules.fields import Code, Day, Form, OneOf, SetOf, Text, Whole, YesNo
from warranty_rules.records import Constraint, Nested, Record
from warranty_rules.values import NONE, SAME, UNKNOWN, Option, PartialSet, Unknown

__all__ = [
    "SELLER_SIDE",
    "Cause",
    "Claim",
    "Component",
    "Device",
    "Fault",
    "Goods",
    "Inspection",
    "Item",
    "Market",
    "Party",
    "Sale",
    "Seals",
    "Software",
    "WarrantyCard",
]

RECORDS, DESK, CUSTOMER, TECHNICIAN = "sales records", "desk", "customer", "technician"
# Internal is whose doing the technician takes something to be: it may point at the shop's own people or at a third party, whom no letter
# names; what was found, the clause says. What the customer tells of whose doing it was, and what the card shows, are not internal.


class Goods(Option):
    """In what state the device was sold.

    >>> Sale(goods=Goods.USED).goods.label
    'used'
    """

    NEW = "new"
    USED = "used"


class Market(Option):
    """The market a device was made for, not where its owner lives.

    >>> Device(market=Market.ASIA).market.label
    'Asia'
    """

    AMERICAS = "americas", "the Americas"
    EUROPE = "europe", "Europe"
    ASIA = "asia", "Asia"
    OTHER = "other", "another market"


class Party(Option):
    """Who did something.

    >>> Inspection(opened_by={Party.AUTHORIZED_CENTER}).knows(Inspection.opened_by)
    True
    >>> Party.SELLER.label, Party.FACTORY in SELLER_SIDE
    ('the seller, its service or its carrier', True)
    """

    BUYER = "buyer", "the buyer"
    THIRD_PARTY = "third_party", "a third party"
    SELLER = "seller", "the seller, its service or its carrier"
    AUTHORIZED_CENTER = "authorized_center", "an authorized center"
    FACTORY = "factory", "the factory"


SELLER_SIDE: Final = frozenset({Party.SELLER, Party.AUTHORIZED_CENTER, Party.FACTORY})
"""The parties for whose acts the buyer does not answer."""


class Item(Option):
    """A part of the set that is sold with a device.

    >>> Inspection(missing={Item.CABLES}).missing
    frozenset({Item.CABLES})
    """

    DOCUMENTS = "documents"
    DRIVERS = "drivers"
    CABLES = "cables", "connecting cables"
    FASTENERS = "fasteners"
    PACKAGING = "packaging", "original packaging"
    PARTS = "parts", "other parts of the set"


class Seals(Option):
    """The warranty seals.

    >>> Inspection(seals=Seals.NEVER_FITTED).seals.value
    'never_fitted'
    """

    INTACT = "intact"
    BROKEN = "broken"
    BROKEN_IN_AUTHORIZED_SERVICE = "broken_in_authorized_service", "broken in the seller's or an authorized service"
    NEVER_FITTED = "never_fitted"


class Software(Option):
    """What is wrong with the software that a product worked with.

    >>> print(Claim.inspection.software.has(Software.INFECTED))
    inspection.software has infected
    """

    UNLICENSED = "unlicensed"
    UNCERTIFIED = "uncertified"
    INFECTED = "infected", "infected with a virus"


class Component(Option):
    """The part that fails.

    >>> print(Claim.fault.component.eq(Component.TOUCH_ID))
    fault.component is touch_id
    """

    TOUCH_ID = "touch_id", "Touch ID"
    FACE_ID = "face_id", "Face ID"
    FLEX_CABLE = "flex_cable"
    BATTERY = "battery"
    DISPLAY = "display"
    BOARD = "board", "main board"
    CAMERA = "camera"
    BODY = "body"
    OTHER = "other", "another part"


class Cause(Option):
    """What brought a fault about.

    >>> print(Claim.fault.causes.has_any({Cause.LIQUID}))
    fault.causes has liquid
    """

    LIQUID = "liquid"
    DUST = "dust"
    TEMPERATURE = "temperature"
    IMPACT = "impact", "mechanical impact"
    FOREIGN_OBJECT = "foreign_object", "a foreign object"
    MAINS_VOLTAGE = "mains_voltage", "a rise or drop of mains voltage"
    EXTERNAL_NETWORK = "external_network", "an external network out of order"
    NATURAL_DISASTER = "natural_disaster", "a natural disaster"
    NON_ORIGINAL_CONSUMABLES = "non_original_consumables", "non-original consumables"
    MISUSE = "misuse", "use for other purposes or against the rules"
    CARELESS_ACT = "careless_act", "a careless or intentional act"
    SOFTWARE = "software"


DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
"""The sum of the digits of twice a digit."""


def _is_imei(code: str) -> bool:
    """Tell whether a number is an IMEI: 15 digits, the last of them the Luhn check digit (3GPP TS 23.003, annex B)."""
    if len(code) != 15 or not code.isdigit():
        return False
    return (sum(map(int, code[::2])) + sum(DOUBLED[int(digit)] for digit in code[1::2])) % 10 == 0


IMEI = Form(
    accepted="an IMEI, 15 digits of which the last is the check digit",
    pattern=r"^[ \-]*([0-9][ \-]*){15}$(?!\n)",
    fits=_is_imei,
    examples=("490154203237518", "356938035643809", "352099001761481"),
)


class Sale(Record):
    """The sale of the device."""

    goods: OneOf[Goods] = OneOf(Goods, "Was the device sold new or used?", RECORDS, says="sold {}")
    sold_here: YesNo = YesNo("Was the device sold by this store?", RECORDS, yes="sold by this store", no="bought elsewhere", clean=True)
    sold_on: Day = Day("On what day was the device sold?", RECORDS, says="sold on {}")
    manufacturer_months: Whole = Whole(
        "How many months does the manufacturer's warranty run? (0: none)",
        RECORDS,
        says="manufacturer's warranty of {} months",
        unit="months",
        hint="As the manufacturer's own coverage check or card says",
    )
    store_month_taken: YesNo = YesNo(
        "Was the store's one-month warranty taken up?",
        RECORDS,
        yes="the store month was taken up",
        no="the store month was not taken up",
        clean=False,
    )
    extended_plan: YesNo = YesNo(
        "Was the extended 12-month warranty bought?",
        RECORDS,
        yes="the extended warranty was bought",
        no="the extended warranty was not bought",
    )
    contract_months: Whole = Whole(
        "How many months of warranty does the used-goods contract give? (0: none)",
        RECORDS,
        says="contractual warranty of {} months",
        unit="months",
        hint="As the contract of sale says",
    )
    supplied: SetOf[Item] = SetOf(Item, "What was supplied with the device?", RECORDS, says="supplied with {}", empty="supplied with nothing")
    rules_acknowledged: YesNo = YesNo(
        "Did the buyer read the rules of use and warranty before first use?",
        RECORDS,
        yes="the buyer read the rules first",
        no="the buyer did not read the rules first",
        clean=False,
    )

    @classmethod
    def new(
        cls,
        *,
        sold_on: date | Unknown = UNKNOWN,
        manufacturer_months: int | Unknown = UNKNOWN,
        extended_plan: bool | Unknown = UNKNOWN,
        store_month_taken: bool | Unknown = UNKNOWN,
        supplied: AbstractSet[Item] | PartialSet[Item] | Unknown = UNKNOWN,
        rules_acknowledged: bool | Unknown = UNKNOWN,
    ) -> Sale:
        """Make the sale of a new device by this store.

        Args:
            sold_on: the day of sale.
            manufacturer_months: the manufacturer's warranty, in months; 0: none.
            extended_plan: whether the extended 12-month warranty was bought.
            store_month_taken: whether the store month was taken up (only one reading asks).
            supplied: the items supplied.
            rules_acknowledged: whether the buyer read the rules first.

        Raises:
            InputError: for values that the facts do not take.

        >>> Sale.new(sold_on=date(2026, 3, 2)).goods
        Goods.NEW
        """
        return cls(
            goods=Goods.NEW,
            sold_here=True,
            sold_on=sold_on,
            manufacturer_months=manufacturer_months,
            extended_plan=extended_plan,
            store_month_taken=store_month_taken,
            supplied=supplied,
            rules_acknowledged=rules_acknowledged,
        )

    @classmethod
    def used(
        cls,
        *,
        sold_on: date | Unknown = UNKNOWN,
        contract_months: int | Unknown = UNKNOWN,
        supplied: AbstractSet[Item] | PartialSet[Item] | Unknown = UNKNOWN,
        rules_acknowledged: bool | Unknown = UNKNOWN,
    ) -> Sale:
        """Make the sale of a used device by this store.

        Args:
            sold_on: the day of sale.
            contract_months: the warranty agreed in the contract, in months; 0: none.
            supplied: the items supplied.
            rules_acknowledged: whether the buyer read the rules first.

        Raises:
            InputError: for values that the facts do not take.

        >>> Sale.used(contract_months=6).sold_here
        True
        """
        return cls(
            goods=Goods.USED,
            sold_here=True,
            sold_on=sold_on,
            contract_months=contract_months,
            supplied=supplied,
            rules_acknowledged=rules_acknowledged,
        )


class Device(Record):
    """The device itself.

    >>> Device(serial="f2lx-1234", imei_2=NONE)
    Device(serial='F2LX1234', imei_2=NONE)
    """

    model: Text = Text("What model is the device?", DESK, says="model {}")
    portable: YesNo = YesNo("Is it a portable product?", RECORDS, yes="a portable product", no="not a portable product")
    serial: Code = Code(
        "What serial number does the device show?", DESK, says="serial number {} on the device", hint="In its settings, or on its body"
    )
    imei_1: Code = Code(
        "What first IMEI does the device show?", DESK, says="first IMEI {} on the device", form=IMEI, hint="In its settings, or by dialing *#06#"
    )
    imei_2: Code = Code("What second IMEI does the device show?", DESK, says="second IMEI {} on the device", form=IMEI, hint="Likewise")
    market: OneOf[Market] = OneOf(
        Market,
        "What market was the device made for?",
        DESK,
        says="made for {}",
        hint="By the region in its part number, not by where its owner lives",
    )

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        """A device has two different IMEIs, if it has two."""
        twice = cls.imei_1.eq(cls.imei_2) & ~cls.imei_1.eq(NONE)
        return (Constraint(~twice, "a second IMEI that differs from the first, or none", cls.imei_2),)


class WarrantyCard(Record):
    """The warranty card, as evidence: its numbers may be malformed.

    >>> WarrantyCard(present=True, serial=SAME)  # the number was compared with the device's
    WarrantyCard(present=True, serial=SAME)
    """

    present: YesNo = YesNo("Is the warranty card there?", DESK, yes="the warranty card is there", no="the warranty card is lost", clean=True)
    altered_by: SetOf[Party] = SetOf(
        Party,
        "Who made entries or corrections in the card?",
        DESK,
        says="entries in the card by {}",
        empty="no entries in the card",
        clean=frozenset(),
    )
    serial: Code = Code("What serial number does the card hold?", DESK, says="serial number {} on the card", same=True, clean=SAME)
    imei_1: Code = Code("What first IMEI does the card hold?", DESK, says="first IMEI {} on the card", same=True, clean=SAME)
    imei_2: Code = Code("What second IMEI does the card hold?", DESK, says="second IMEI {} on the card", same=True, clean=SAME)


class Inspection(Record):
    """What the inspection of the device found, whatever the reported fault.

    >>> Inspection(opened_by=PartialSet(no={Party.BUYER}))  # not the buyer; who else, is open
    Inspection(opened_by=PartialSet(yes={}, no={buyer}))
    """

    damaged_by: SetOf[Party] = SetOf(
        Party,
        "Whose careless or intentional acts left damage on the device?",
        TECHNICIAN,
        says="damaged by acts of {}",
        empty="no damage by anybody's acts",
        clean=frozenset(),
        internal=True,
    )
    opened_by: SetOf[Party] = SetOf(
        Party, "Who opened the device?", TECHNICIAN, says="opened by {}", empty="not opened by anybody", clean=frozenset(), internal=True
    )
    seals: OneOf[Seals] = OneOf(Seals, "In what state are the warranty seals?", TECHNICIAN, says="warranty seals {}", clean=Seals.INTACT)
    software: SetOf[Software] = SetOf(
        Software,
        "What was wrong with the software the product worked with?",
        TECHNICIAN,
        says="worked with software that is {}",
        empty="nothing wrong with the software",
        clean=frozenset(),
    )
    missing: SetOf[Item] = SetOf(Item, "What is missing from the set?", DESK, says="missing: {}", empty="nothing missing", clean=frozenset())
    package_damaged: YesNo = YesNo("Is the package damaged?", DESK, yes="the package is damaged", no="the package is undamaged", clean=False)


class Fault(Record):
    """One fault: the part, its causes, and whose doing it was.

    >>> fault = Fault(component=Component.BATTERY, causes={Cause.LIQUID})
    >>> fault.knows(Fault.causes), fault.knows(Fault.careless_by)
    (True, False)
    """

    component: OneOf[Component] = OneOf(Component, "Which part fails?", CUSTOMER, says="{} fails", clean=Component.OTHER)
    failed_before_use: YesNo = YesNo(
        "Did the part fail before the customer first used the device?", CUSTOMER, yes="failed before first use", no="failed after use"
    )
    causes: SetOf[Cause] = SetOf(Cause, "What caused the fault?", TECHNICIAN, says="caused by {}", empty="no outside cause", clean=frozenset())
    careless_by: SetOf[Party] = SetOf(
        Party,
        "Whose negligence led to the fault?",
        CUSTOMER,
        says="negligence of {}",
        empty="nobody's negligence",
        hint="By how it is told to have happened; what caused the fault, the technician finds",
        clean=frozenset(),
    )
    accident_by: SetOf[Party] = SetOf(
        Party, "Who caused the accident behind the fault?", CUSTOMER, says="accident caused by {}", empty="no accident", clean=frozenset()
    )
    flex_fractured: YesNo = YesNo(
        "Is an internal flex cable fractured?", TECHNICIAN, yes="an internal flex cable is fractured", no="no flex cable is fractured", clean=False
    )
    flex_fractured_by: SetOf[Party] = SetOf(
        Party,
        "Who fractured the flex cable?",
        TECHNICIAN,
        says="flex cable fractured by {}",
        empty="flex cable fractured by nobody",
        clean=frozenset(),
        internal=True,
    )
    worn_beyond_norms: YesNo = YesNo(
        "Are elements worn beyond the norms specified for them?",
        TECHNICIAN,
        yes="elements worn beyond the norms",
        no="no element worn beyond the norms",
        hint="By the norms that are specified for the part; the terms give none",
        clean=False,
    )
    body_worn: YesNo = YesNo("Is the fault wear of the body?", TECHNICIAN, yes="wear of body elements", no="no wear of body elements", clean=False)
    repairable: YesNo = YesNo("Can it be repaired?", TECHNICIAN, yes="it can be repaired", no="it cannot be repaired")


class Claim(Record):
    """What is known about one reported fault of one device.

    `elsewhere` holds what else was found on the device, beside the reported fault; only the reading
    under which presence refuses any claim asks for it.

    >>> Claim(claimed_on=date(2026, 7, 20))
    Claim(claimed_on=datetime.date(2026, 7, 20))
    """

    reference: Text = Text("What is the claim's reference?", DESK, says="reference {}")
    claimed_on: Day = Day("On what day was the fault reported?", DESK, says="reported on {}")
    accepted_on: Day = Day("On what day was the device accepted for service?", DESK, says="accepted on {}")
    sale: Nested[Sale] = Nested(Sale)
    device: Nested[Device] = Nested(Device)
    card: Nested[WarrantyCard] = Nested(WarrantyCard)
    inspection: Nested[Inspection] = Nested(Inspection)
    fault: Nested[Fault] = Nested(Fault, reach="this fault", many="faults")
    elsewhere: Nested[Fault] = Nested(Fault)

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        """A claim is not made before the sale."""
        return (Constraint(~(cls.claimed_on < cls.sale.sold_on), "a day not before the sale", cls.claimed_on, bounds=True),)
