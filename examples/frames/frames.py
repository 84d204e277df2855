"""A data frame of decisions, in Polars and in pandas."""

import pandas as pd
import polars as pl

from warranty_rules.batches import columns, to_records
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic

policy = icenter.policy()
rows = list(to_records(policy.adjudicate_many(synthetic(1, 200))))

in_polars = pl.DataFrame(rows, schema=columns(policy))
in_pandas = pd.DataFrame(rows, columns=list(columns(policy))).convert_dtypes()
