"""What an Every Eval Ever record tells besides its numbers: who ran it, what sort of number it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from tra_policy.model.evidence.measuring import Measurement
from tra_policy.readers.plain_values import as_name, at, mapping, members, since_epoch, text, word
from tra_policy.readers.results import statistic_named

_NOBODY = frozenset({"", "unknown", "none", "n/a", "other", "unnamed"})
_STATISTICS = frozenset(get_args(Measurement.model_fields["statistic"].annotation))
# These are means over samples by what their names mean.
_MEANS = frozenset(
    {"mean", "accuracy", "acc", "exact_match", "pass_rate", "success_rate", "pass@1"}
)


def statistic(config: Mapping[str, Any]) -> str:
    """Return the statistic that a metric's configuration tells of; empty where it tells of none."""
    parameters = mapping(config.get("metric_parameters"))
    own = parameters.get("statistic")
    if isinstance(own, str) and own in _STATISTICS:
        return own
    names = [text(config.get(n)) for n in ("metric_id", "metric_kind", "metric_name")]
    several = any("pass" in name.lower() for name in names)
    tried = parameters.get("k")
    if several and isinstance(tried, (int, float)) and not isinstance(tried, bool):
        return "mean" if tried == 1 else "pass@k"
    for name in names:
        if named := statistic_named(name):
            return named
    return "mean" if any(name.lower().replace(" ", "_") in _MEANS for name in names) else ""


def roles(head: Any, config: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the roles that are stated of somebody with a name.

    Only the relationship says who ran it. `first_party` is the developer of the model. A third party is
    named where the organisation that hands the data over holds the run itself, not a report of it.
    """
    about = mapping(at(head, "source_metadata"))
    developer = _party(at(head, "model_info", "developer"))
    runs = about.get("source_type") == "evaluation_run"
    provider = _party(about.get("source_organization_name")) if runs else ""
    match about.get("evaluator_relationship"):
        case "first_party":
            ran = [developer or provider]
        case "third_party":
            ran = [provider]
        case "collaborative":
            ran = [developer, provider]
        case _:
            ran = []
    found = {}
    if named := list(dict.fromkeys(name for name in ran if name)):
        found["run"] = named
    judges = members(at(config, "llm_scoring", "judges"))
    makers = [_party(at(judge, "model_info", "developer")) for judge in judges]
    if makers and all(makers):
        found["grader_model_of"] = list(dict.fromkeys(makers))
    return found


def _party(name: Any) -> str:
    """Return an organisation's name as a party's; empty where nobody is named."""
    found = as_name(name).lower() if isinstance(name, str) else ""
    return "" if found in _NOBODY or (isinstance(name, str) and name.startswith("<")) else found


def source(head: Any) -> str:
    """Return where a documented result was published; empty for a run of one's own."""
    about = mapping(at(head, "source_metadata"))
    if about.get("source_type") != "documentation":
        return ""
    names = (about.get("source_name"), about.get("source_organization_name"))
    return next((word(name) for name in names if text(name)), "")


def notes_of(head: Any, result: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a person may want to know that no field of a measurement holds."""
    about = mapping(at(head, "source_metadata"))
    yield f"Every Eval Ever record {word(at(head, 'evaluation_id'))}"
    if text(about.get("source_organization_name")):
        yield f"data from {word(about['source_organization_name'])}"
    if text(about.get("evaluator_relationship")):
        yield f"evaluated by {word(about['evaluator_relationship'])}, as whoever converted it says"
    stamp = result.get("evaluation_timestamp") or at(head, "evaluation_timestamp")
    if moment := since_epoch(stamp) or word(text(stamp)):
        yield f"evaluation time {moment}"
    if text(at(head, "eval_library", "name")):
        version = word(at(head, "eval_library", "version"))
        yield f"library {word(at(head, 'eval_library', 'name'))} {version}"
    if text(at(result, "source_data", "dataset_name")):
        yield f"dataset {word(at(result, 'source_data', 'dataset_name'))}"
    lower = at(result, "metric_config", "lower_is_better")
    if isinstance(lower, bool):
        yield f"{'lower' if lower else 'higher'} is better"
    judges = members(at(result, "metric_config", "llm_scoring", "judges"))
    for judge in judges[:5]:
        yield f"graded by model {word(at(judge, 'model_info', 'id'))}"
