"""Measurements as Every Eval Ever records, for those who collect them.

What the format cannot say is left out: who designed a benchmark, which threshold it is about, what was
planned and not scored. What only it asks for is `unknown`, never made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tra_policy.model.evidence.measuring import Interval, Measurement
from tra_policy.model.moment import Moment
from tra_policy.model.quantity import Quantity
from tra_policy.readers.foreign.every_eval_ever.units import config_of, score_of

VERSION = "0.3.0"
_UNKNOWN = "unknown"


def to_every_eval_ever(
    measurements: Iterable[Measurement],
    developer: str,
    written: Moment,
    lower_is_better: Mapping[str, bool],
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return a record for every measurement that the format can say, and the ids of the others.

    A measurement needs a value, and `lower_is_better` has to know its benchmark or `BENCHMARK.METRIC`.
    `developer` is that of the models; `written` is when a measurement was written down that does not say.
    """
    records: list[dict[str, Any]] = []
    left: list[str] = []
    for one in measurements:
        lower = lower_is_better.get(f"{one.benchmark}.{one.metric}")
        lower = lower_is_better.get(one.benchmark) if lower is None else lower
        if one.value is None or lower is None:
            left.append(one.id)
        else:
            records.append(record_of(one, one.value, developer, written, lower))
    return records, left


def record_of(
    one: Measurement, value: Quantity, developer: str, written: Moment, lower: bool
) -> dict[str, Any]:
    """Return a measurement with a value as a record; `lower` says whether a lower score is better."""
    stamp = str(float((one.recorded or written).earliest.timestamp()))
    return {
        "schema_version": VERSION,
        "evaluation_id": f"{one.benchmark}/{one.subject.replace('/', '_')}/{stamp}",
        "retrieved_timestamp": stamp,
        "source_metadata": _source(one, developer),
        "eval_library": {"name": _UNKNOWN, "version": _UNKNOWN},
        "model_info": {
            "name": one.subject,
            "id": one.subject,
            "developer": developer,
            "additional_details": {"deployment_type": _UNKNOWN, "model_availability": _UNKNOWN},
        },
        "evaluation_results": [_result(one, value, lower)],
    }


def _source(one: Measurement, developer: str) -> dict[str, Any]:
    ran = [name for name in one.roles.run if name != developer]
    first = developer in one.roles.run
    relationship = "other"
    if one.roles.run == (developer,):
        relationship = "first_party"
    elif len(ran) == 1:
        relationship = "collaborative" if first else "third_party"
    provider = ran[0] if len(ran) == 1 else developer if first else one.author or _UNKNOWN
    source: dict[str, Any] = {
        "source_type": "documentation" if one.source else "evaluation_run",
        "source_organization_name": provider,
        "evaluator_relationship": relationship,
    }
    return {"source_name": one.source, **source} if one.source else source


def _result(one: Measurement, value: Quantity, lower: bool) -> dict[str, Any]:
    details: dict[str, Any] = {"score": score_of(value)}
    uncertainty: dict[str, Any] = {}
    if isinstance(one.interval, Interval) and one.interval.lower.unit == value.unit:
        uncertainty["confidence_interval"] = {
            "lower": score_of(one.interval.lower),
            "upper": score_of(one.interval.upper),
            "confidence_level": score_of(one.interval.level),
        }
    if one.counts is not None:
        uncertainty["num_samples"] = one.counts.scored
    if uncertainty:
        details["uncertainty"] = uncertainty
    config: dict[str, Any] = {
        "lower_is_better": lower,
        "metric_parameters": {"statistic": one.statistic},
        **config_of(value),
    }
    if one.metric is not None:
        config["metric_id"] = one.metric
    return {
        "evaluation_result_id": one.id,
        "evaluation_name": one.benchmark,
        "source_data": {"dataset_name": one.benchmark, "source_type": "other"},
        "metric_config": config,
        "score_details": details,
    }
