"""DuckDB, by hand-written SQL over typed NDJSON or Parquet.

python sql.py DIR ndjson|parquet [rows]

With `rows` only the rollouts are asked about.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
from shape import phases, say

folder, form = Path(sys.argv[1]), sys.argv[2]
only_rows = "rows" in sys.argv[3:]
policy = json.loads((folder / "peers/policy.json").read_bytes())["policy"]
# Only what is asked about is named, so only that is parsed.
COLUMNS = {
    "checkpoints": {"id": "VARCHAR", "order": "INT", "kind": "VARCHAR", "created": "DATE"},
    "evals": {
        "id": "VARCHAR",
        "checkpoint": "VARCHAR",
        "metric": "VARCHAR",
        "value": "DOUBLE",
        "date": "DATE",
        "designed_by": "VARCHAR",
        "operated_by": "VARCHAR",
    },
    "incidents": {"id": "VARCHAR", "checkpoint": "VARCHAR", "opened": "DATE"},
    "responses": {
        "incident": "VARCHAR",
        "date": "DATE",
        "root_cause": "VARCHAR",
        "retest_eval": "VARCHAR",
    },
    "rollouts": {"phase": "VARCHAR", "reward": "DOUBLE", "reward_hack": "BOOLEAN"},
}
database = duckdb.connect()
for name, columns in COLUMNS.items():
    path = f"{folder}/peers/{name}.{form}"
    if name == "rollouts":
        path = f"{folder}/{form}/bundle/rollouts/*.{form}"
    elif only_rows:
        continue
    held = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
    source = f"read_json('{path}', format='newline_delimited', columns={{{held}}})"
    if form == "parquet":
        source = f"read_parquet('{path}')"
    database.execute(f"CREATE VIEW {name} AS FROM {source}")

ROWS = """
SELECT phase, count(*), count(*) FILTER (reward_hack), quantile_disc(reward, 0.99)
FROM rollouts GROUP BY phase
"""
counts = {phase: rest for phase, *rest in database.execute(ROWS).fetchall()}
found = phases(policy["phases"], counts)
if only_rows:
    say(found)
    sys.exit()

database.execute(
    "CREATE TABLE asked (id VARCHAR, metric VARCHAR, op VARCHAR, lim DOUBLE, kinds VARCHAR[], days INT)"
)
for asked in policy["thresholds"]:
    named = ("id", "metric", "op", "limit", "applies_to", "days")
    database.execute("INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?)", [asked[key] for key in named])
THRESHOLDS = """
WITH covered AS (
    SELECT a.*, c.id AS checkpoint, c.created
    FROM asked a JOIN checkpoints c ON list_contains(a.kinds, c.kind)
), held AS (
    SELECT a.id, a.checkpoint, count(e.value) AS many,
           coalesce(bool_or(CASE a.op WHEN '<=' THEN e.value > a.lim ELSE e.value < a.lim END), false)
               AS wrong
    FROM covered a LEFT JOIN evals e
      ON e.metric = a.metric AND e.checkpoint = a.checkpoint
     AND e.date - a.created BETWEEN 0 AND a.days
    GROUP BY ALL
), others AS (
    SELECT DISTINCT metric FROM evals WHERE designed_by <> $1 AND operated_by <> $1
)
SELECT a.id, count(*), count(*) FILTER (many = 0), count(*) FILTER (wrong),
       a.metric IN (FROM others)
FROM asked a JOIN held USING (id) GROUP BY a.id, a.metric ORDER BY a.id
"""
rows = database.execute(THRESHOLDS, [policy["developer"]]).fetchall()
INCIDENTS = """
SELECT i.id FROM incidents i JOIN checkpoints c ON c.id = i.checkpoint
WHERE NOT EXISTS (
    FROM responses r JOIN evals e ON e.id = r.retest_eval JOIN checkpoints k ON k.id = e.checkpoint
    WHERE r.incident = i.id AND r.date - i.opened BETWEEN 0 AND $1
      AND r.root_cause <> '' AND k."order" > c."order")
"""
failing = [name for (name,) in database.execute(INCIDENTS, [policy["max_days"]]).fetchall()]
say(found, {name: rest for name, *rest in rows}, failing)
