"""The budgets: what each figure is to be at most, or at least. A row of a benchmark names its own."""

from __future__ import annotations

import attrs


@attrs.frozen
class Budget:
    """A limit on the medians of the rows that bear its name."""

    what: str
    limit: float
    beside: str
    """To what a ratio is, or the unit."""
    least: bool = False
    """Whether more is better."""

    def met(self, figure: float) -> bool:
        return figure >= self.limit if self.least else figure <= self.limit

    @property
    def short(self) -> str:
        return f"{'at least ' if self.least else ''}{self.limit:,.10g}"

    def __str__(self) -> str:
        return f"at {'least' if self.least else 'most'} {self.limit:,.10g} {self.beside}"


CHAIN = "x the chain"
BUDGETS = {
    "truths": Budget("every clause's truth, the store's terms", 2, CHAIN),
    "workload": Budget("every clause's truth, the workload of 27 facts", 2.5, "x its chain"),
    "in Python": Budget("rule engines in Python", 6, "x ours", least=True),
    "in Rust": Budget("rule engines in Rust", 1, "x ours", least=True),
    "decision": Budget("every part of a decision", 20, CHAIN),
    "decision, all hit": Budget("every part of a decision, all seventeen hit", 32, CHAIN),
    "questions": Budget("exact questions, one fact open", 60, CHAIN),
    "questions, all open": Budget("exact questions, empty intake", 1_500, CHAIN),
    "reasons": Budget("reasons", 3, CHAIN),
    "what-if": Budget("the cheapest what-if", 80, CHAIN),
    "suggestions": Budget("what to find out next", 600, CHAIN),
    "days": Budget("business days: add, count, is", 1.6, "x the bare expression"),
    "flat": Budget("business days: flat in n, within a tenth", 1.1, "x one day"),
    "numpy": Budget("numpy, one date at a time", 25, "x ours", least=True),
    "holidays": Budget("`holidays`, 21 days on", 200, "x ours", least=True),
    "calendar": Budget("a calendar of 30 years, our part", 0.6, "x what `holidays` takes"),
    "document": Budget("claim document in, decision document out", 7, "x `json.loads`"),
    "document, open": Budget("the same, with thirty questions", 9, "x `json.loads`"),
    "import": Budget("`import warranty_rules`", 1.7, "x `import attrs`"),
    "claim": Budget("memory of a claim", 3, "KiB"),
    "calendar, held": Budget("memory of a calendar of 30 years", 800, "KiB"),
    "stream": Budget("memory of a stream, to a million claims: flat, within a tenth", 1.1, "x a thousand's"),
    "lint": Budget("lint", 3_500, CHAIN),
    "diff": Budget("diff of two editions with a witness", 7_000, CHAIN),
}
