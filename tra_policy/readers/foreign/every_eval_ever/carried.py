"""The rows of a record that was read before, under the names of the record that it is written as."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tra_policy.model.evidence.bundle import Filed
from tra_policy.readers.given import Given
from tra_policy.readers.loose_json import Rows, document
from tra_policy.readers.plain_values import at, mapping, members, text
from tra_policy.words.noun import Noun

_RESULT = re.compile(r"/evaluation_results/(\d{1,9})")
# What a row has to have, and what it may have besides, by the published schema of version 0.3.
_REQUIRED: dict[str, type] = {
    "sample_id": str,
    "interaction_type": str,
    "input": dict,
    "answer_attribution": list,
    "evaluation": dict,
}
_MAY = (
    "sample_hash",
    "output",
    "messages",
    "token_usage",
    "performance",
    "error",
    "metadata",
)


class Unfit(ValueError):
    """A row that cannot be written as it is. Its text says why."""


class Origin(Noun):
    """The result of a record that a measurement was read from. `lower` says whether that is better."""

    evaluation: str
    result: str
    name: str
    alone: bool
    version: str
    lower: bool | None


def origin_of(filed: Filed, given: Given) -> Origin | None:
    """Return the result that a measurement was read from; None where the file does not hold it."""
    pointers = [d.pointer for d in filed.drawn if d.field == "/note"]
    found = _RESULT.fullmatch(pointers[0]) if pointers else None
    head, said = document(given, "this record")
    if found is None or said:
        return None
    results = members(at(head, "evaluation_results"))
    result = mapping(at(results, int(found[1])))
    name = text(result.get("evaluation_name"))
    lower = at(result, "metric_config", "lower_is_better")
    return Origin(
        text(at(head, "evaluation_id")),
        text(result.get("evaluation_result_id")),
        name,
        [text(at(one, "evaluation_name")) for one in results].count(name) == 1,
        text(at(head, "schema_version")),
        lower if isinstance(lower, bool) else None,
    )


def rows_of(given: Given, origin: Origin, record: dict[str, Any]) -> Iterator[bytes]:
    """Yield the rows of a result as lines that belong to a record; raise `Unfit` where one cannot be."""
    (result,) = record["evaluation_results"]
    names = {
        "schema_version": record["schema_version"],
        "evaluation_id": record["evaluation_id"],
        "model_id": record["model_info"]["id"],
        "evaluation_name": result["evaluation_name"],
        "evaluation_result_id": result["evaluation_result_id"],
    }
    rows = Rows(given)
    for _, row in rows:
        if not _belongs(row, origin):
            continue
        for name, kind in _REQUIRED.items():
            if not isinstance(row.get(name), kind):
                raise Unfit(f"a row has no `{name}`")
        kept = {name: row[name] for name in (*_REQUIRED, *_MAY) if name in row}
        try:
            yield json.dumps({**names, **kept}, allow_nan=False).encode() + b"\n"
        except ValueError as error:
            raise Unfit("a row holds a number that is none") from error
    if rows.unread:
        raise Unfit("a row cannot be read")


def _belongs(row: dict[str, Any], origin: Origin) -> bool:
    if row.get("evaluation_id") != origin.evaluation:
        return False
    own = text(row.get("evaluation_result_id"))
    if own:
        return own == origin.result
    return origin.alone and text(row.get("evaluation_name")) == origin.name
