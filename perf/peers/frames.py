"""polars, by lazy frames over NDJSON or Parquet.

python frames.py DIR ndjson|parquet
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl
from shape import phases, say

folder, form = Path(sys.argv[1]), sys.argv[2]
policy = json.loads((folder / "peers/policy.json").read_bytes())["policy"]
developer = policy["developer"]


def part(name: str, *days: str) -> pl.LazyFrame:
    """Return a part, its days as days."""
    path = folder / f"peers/{name}.{form}"
    if form == "parquet":
        return pl.scan_parquet(path)
    return pl.scan_ndjson(path).with_columns(pl.col(day).str.to_date() for day in days)


checkpoints = part("checkpoints", "created")
evals = part("evals", "date")
incidents = part("incidents", "opened")
responses = part("responses", "date")
asked = pl.LazyFrame(policy["thresholds"])

others = evals.filter(
    pl.col("designed_by") != developer, pl.col("operated_by") != developer
).select(pl.col("metric").unique())
by_others = set(others.collect()["metric"].to_list())
covered = asked.explode("applies_to").join(
    checkpoints.select("created", checkpoint="id", applies_to="kind"), on="applies_to"
)
after = (pl.col("date") - pl.col("created")).dt.total_days()
timely = after.is_between(0, pl.col("days")).fill_null(False)
outside = (
    pl.when(pl.col("op") == "<=")
    .then(pl.col("value") > pl.col("limit"))
    .otherwise(pl.col("value") < pl.col("limit"))
    .fill_null(False)
)
held = (
    covered.join(
        evals.select("metric", "checkpoint", "value", "date"),
        on=["metric", "checkpoint"],
        how="left",
    )
    .with_columns(timely=timely, wrong=timely & outside)
    .group_by("id", "metric", "checkpoint")
    .agg(pl.col("timely").any(), pl.col("wrong").any())
    .group_by("id", "metric")
    .agg(pl.len(), (~pl.col("timely")).sum(), pl.col("wrong").sum())
)
thresholds = {
    name: (many, missing, wrong, metric in by_others)
    for name, metric, many, missing, wrong in held.collect().rows()
}

order = checkpoints.select("order", checkpoint="id")
opened = incidents.join(order, on="checkpoint").select("opened", "order", incident="id")
again = evals.join(order, on="checkpoint").select(again="order", retest_eval="id")
answered = (
    responses.join(opened, on="incident")
    .join(again, on="retest_eval")
    .filter(
        (pl.col("date") - pl.col("opened")).dt.total_days().is_between(0, policy["max_days"]),
        pl.col("root_cause") != "",
        pl.col("again") > pl.col("order"),
    )
    .select(pl.col("incident").unique())
)
failing = set(incidents.select("id").collect()["id"]) - set(answered.collect()["incident"])

source = f"{folder}/{form}/bundle/rollouts/*.{form}"
rollouts = pl.scan_parquet(source) if form == "parquet" else pl.scan_ndjson(source)
counted = rollouts.group_by("phase").agg(
    pl.len(),
    pl.col("reward_hack").sum(),
    # The discrete quantile: a reward that is there, by its rank.
    pl.col("reward").quantile(0.99, "equiprobable"),
)
counts = {phase: rest for phase, *rest in counted.collect(engine="streaming").rows()}
say(phases(policy["phases"], counts), thresholds, failing)
