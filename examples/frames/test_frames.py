"""Records of decisions in real data frames: right types, nothing lost. The gate runs these with the extra `oracles`."""

from __future__ import annotations

import runpy
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas
import polars
import pytest

from warranty_rules.batches import Part, columns, summary, to_records
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic

STORE = icenter.policy()
KINDS = columns(STORE, questions=True)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return list(to_records(STORE.adjudicate_many(synthetic(11, 300)), questions=True))


# --- Polars --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 300], ids=["none", "one", "many"])
def test_polars_takes_records_with_the_types_of_their_columns(rows: list[dict[str, Any]], number: int) -> None:
    frame = polars.DataFrame(rows[:number], schema=KINDS)
    names = {str: polars.String, int: polars.Int64, bool: polars.Boolean, date: polars.Date}
    assert dict(frame.schema) == {name: names[kind] for name, kind in KINDS.items()}
    assert frame.rows(named=True) == rows[:number]


def test_polars_infers_the_same_types_where_anything_is_known(rows: list[dict[str, Any]]) -> None:
    told, inferred = polars.DataFrame(rows, schema=KINDS), polars.DataFrame(rows, infer_schema_length=None)
    assert {name: kind for name, kind in inferred.schema.items() if kind != polars.Null}.items() <= dict(told.schema).items()
    assert inferred.rows() == told.rows()


def test_polars_takes_a_stream(rows: list[dict[str, Any]]) -> None:
    frame = polars.DataFrame(to_records(STORE.adjudicate_many(synthetic(11, 20)), questions=True), schema=KINDS)
    assert frame.rows(named=True) == rows[:20]


# --- pandas --------------------------------------------------------------------------------------------

DTYPES = {str: "string", int: "Int64", bool: "boolean", date: "object"}


def as_given(frame: Any) -> list[dict[str, Any]]:
    """Give the rows of a frame, with None for what it has no value for."""
    return [{str(name): None if pandas.isna(cell) else cell for name, cell in row.items()} for row in frame.astype(object).to_dict("records")]


@pytest.mark.parametrize("number", [0, 1, 300], ids=["none", "one", "many"])
def test_pandas_takes_records_with_the_types_of_their_columns(rows: list[dict[str, Any]], number: int) -> None:
    frame = pandas.DataFrame(rows[:number], columns=list(KINDS)).astype({name: DTYPES[kind] for name, kind in KINDS.items()})
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {name: DTYPES[kind] for name, kind in KINDS.items()}
    assert as_given(frame) == rows[:number]


def test_pandas_converts_to_the_same_types_where_anything_is_known(rows: list[dict[str, Any]]) -> None:
    frame = pandas.DataFrame(rows).convert_dtypes()
    known = {name for row in rows for name, value in row.items() if value is not None}
    assert {name: str(frame.dtypes[name]) for name in known} == {name: DTYPES[KINDS[name]] for name in known}
    assert as_given(frame) == rows


def test_pandas_takes_a_stream(rows: list[dict[str, Any]]) -> None:
    assert as_given(pandas.DataFrame(to_records(STORE.adjudicate_many(synthetic(11, 20)), questions=True))) == rows[:20]


# --- The same counts -----------------------------------------------------------------------------------


def test_frames_and_a_summary_count_alike(rows: list[dict[str, Any]]) -> None:
    told = summary(STORE.adjudicate_many(synthetic(11, 300)))
    outcomes = Counter({each.id: each.times for each in told.counts if each.part is Part.OUTCOME})
    assert pandas.DataFrame(rows)["outcome"].value_counts().to_dict() == outcomes
    assert dict(polars.DataFrame(rows, schema=KINDS)["outcome"].value_counts().rows()) == outcomes
    grounds = Counter({each.id: each.times for each in told.counts if each.part is Part.GROUND})
    cited = polars.DataFrame(rows, schema=KINDS).filter(polars.col("grounds") != "")["grounds"].str.split(", ").explode()
    assert dict(cited.value_counts().rows()) == grounds


def test_the_frames_of_the_example_hold_every_claim_and_column() -> None:
    frames = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("frames.py"))))
    assert frames.in_polars.shape == frames.in_pandas.shape == (200, len(columns(frames.policy)))
    assert frames.in_polars["outcome"].to_list() == list(frames.in_pandas["outcome"]) == [row["outcome"] for row in frames.rows]
