"""Reader of rollouts as training frameworks dump them: JSON lines, one rollout a line, by mapped columns.

Each environment and step gives one `rollout` record, which stands for its rows. What a rollout shows is for
a reviewer; how the rows were drawn, and from how many, is for a person to state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, listed, quoted
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.loose_json import Rows
from tra_policy.readers.not_read import not_read
from tra_policy.readers.numbers import decimal, exact, total
from tra_policy.readers.plain_values import as_name, at, mapping, text, whole, word
from tra_policy.readers.results import DEFAULTS, joined, noted, notes, placed, stem
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

NAME = "rollouts"
READS = (
    "rollouts of verl, TRL, NeMo-RL, SkyRL, verifiers and tinker-cookbook, one JSON object a line"
)
TAKES = ("preset", "columns")
MARKS = (
    b'"gts"',
    b'"advantage"',
    b'"generation_logprobs"',
    b'"env_class"',
    b'"traj_idx"',
    b'"stop_condition"',
)
ASKS = (
    "environment, stage, checkpoint: where the rows have none; sampling, population, selected_by: how drawn",
    "columns: {reward: NAME, environment: NAME, step: NAME} where the rows have others",
)
SKELETON: dict[str, Any] = {}

COLUMNS = ("reward", "environment", "step", "checkpoint", "error")


class Preset(Noun):
    """The columns of a framework: what tells its rows from others, and where each thing stands.

    A column is a name, or names with `/` between them.
    """

    marks: tuple[str, ...]
    columns: Mapping[str, str]


PRESETS: Mapping[str, Preset] = {
    "verl": Preset(("input", "output", "gts", "score"), {"reward": "score", "step": "step"}),
    "trl": Preset(("prompt", "completion", "advantage"), {"step": "step"}),
    "nemo-rl": Preset(
        ("content", "rewards", "generation_logprobs"),
        {"reward": "rewards", "environment": "agent_ref/name"},
    ),
    "skyrl": Preset(
        ("input_prompt", "output_response", "env_class"),
        {"reward": "score", "environment": "env_class"},
    ),
    "tinker": Preset(
        ("schema_version", "traj_idx", "total_reward"),
        {"reward": "total_reward", "step": "iteration"},
    ),
    "verifiers": Preset(
        ("verifiers", "task", "rewards", "stop_condition"),
        {"environment": "info/prime_rl/env_name", "error": "errors"},
    ),
}


class _Group(Noun, frozen=False):
    """The rows of an environment at a step."""

    environment: str
    step: int | None
    checkpoint: str
    rows: int = 0
    rewards: list[Fraction] = field(default_factory=list)
    without: int = 0
    failed: int = 0
    rewritten: int = 0
    stopped: Counter[str] = field(default_factory=Counter)


def sniff(name: str, head: bytes) -> bool:
    """Whether the first line of a file has the columns of a framework."""
    line = head.lstrip().partition(b"\n")[0]
    if not line.startswith(b"{"):
        return False
    held = {key for p in PRESETS.values() for key in p.marks if f'"{key}":'.encode() in line}
    return any(held.issuperset(p.marks) for p in PRESETS.values())


def read(given: Given) -> Read:
    """Return one rollout record for each environment and step.

    Of the defaults, `preset` names the framework, `columns` says where things stand otherwise.
    """
    wrong = tuple(_misused(given))
    if wrong:
        return Read(said=wrong, unread=1)
    if refusal := not_read(given.name, given.head()):
        return Read(said=(refusal,), unread=1)
    rows = Rows(given)
    groups: dict[Any, _Group] = {}
    columns: dict[str, str] | None = None
    for _, row in rows:
        if columns is None:
            columns, wrong = _columns(given, row)
            if columns is None:
                return Read(said=(*rows.diagnostics, *wrong), unread=1)
        _take(groups, row, columns)
        if len(groups) > given.limits.records:
            message = f"it has more than {given.limits.records:,} environments and steps"
            return Read(said=(fault("TRB003", message, Place(given.name)),), unread=1)
    sketches = [_sketch(given, group, columns or {}, len(groups) > 1) for group in groups.values()]
    drafts = tuple(placed(sketch.draft()) for sketch in sketches)
    findings = _findings(given, list(groups.values()))
    return Read(drafts, (*rows.diagnostics, *findings), rows.unread)


def _misused(given: Given) -> Iterator[Diagnostic]:
    preset, columns = given.defaults.get("preset"), given.defaults.get("columns", {})
    if preset is not None and preset not in PRESETS:
        advice = did_you_mean(str(preset), PRESETS, f"presets: {', '.join(PRESETS)}")
        place = Place(given.name, pointer=f"{DEFAULTS}/preset")
        yield fault("TRB055", f"there is no preset {quoted(preset)}", place, advice)
    texts = isinstance(columns, dict) and all(isinstance(v, str) for v in columns.values())
    if not texts or set(columns) - set(COLUMNS):
        place = Place(given.name, pointer=f"{DEFAULTS}/columns")
        advice = f"it may say {listed(COLUMNS, 9)}"
        yield fault("TRB055", "`columns` is a mapping to names of columns", place, advice)
    for name in ("reward", "sampled"):
        if name in given.defaults:
            place = Place(given.name, pointer=f"{DEFAULTS}/{name}")
            message = f"{quoted(name)} cannot be stated: it is read from the rows"
            yield fault("TRB054", message, place, "take it out")


def _columns(
    given: Given, row: dict[str, Any]
) -> tuple[dict[str, str] | None, tuple[Diagnostic, ...]]:
    """Return where things stand in the rows: as a preset has it, and as a person says it is."""
    stated, named = given.defaults.get("columns", {}), given.defaults.get("preset")
    fits = [name for name, preset in PRESETS.items() if set(preset.marks) <= set(row)]
    if named is None and len(fits) != 1 and "reward" not in stated:
        message = "its columns are those of no framework that is known"
        message = message if not fits else f"its columns are those of {listed(fits)}"
        advice = f"say `preset` ({', '.join(PRESETS)}), or `columns: {{reward: NAME}}`"
        return None, (fault("TRB055", message, Place(given.name, 1, 1), advice),)
    preset = named or (fits[0] if len(fits) == 1 else "")
    return {**(PRESETS[preset].columns if preset else {}), **stated}, ()


def _take(groups: dict[Any, _Group], row: dict[str, Any], columns: Mapping[str, str]) -> None:
    held = {name: at(row, *path.split("/")) for name, path in columns.items()}
    environment, checkpoint = text(held.get("environment")), text(held.get("checkpoint"))
    key = environment, whole(held.get("step")), checkpoint
    group = groups.setdefault(key, _Group(*key))
    group.rows += 1
    reward = exact(held.get("reward")) if "reward" in columns else _weighed(row)
    if reward is None:
        group.without += 1
    else:
        group.rewards.append(reward)
    group.failed += 1 if held.get("error") or row.get("ok") is False else 0
    group.rewritten += 1 if row.get("request_rewrites") or row.get("response_rewrites") else 0
    stop = row.get("stop_reason") or row.get("stop_condition")
    if isinstance(stop, str):
        group.stopped[word(stop)] += 1


def _weighed(row: dict[str, Any]) -> Fraction | None:
    """Return the reward of a trace: its named rewards by their weights, as its framework adds them."""
    parts = []
    for held in mapping(row.get("rewards")).values():
        score, weight = exact(at(held, "score")), exact(at(held, "weight"))
        if score is None or weight is None:
            return None
        parts.append(score * weight)
    return total(parts) if parts else None


def _sketch(given: Given, group: _Group, columns: Mapping[str, str], several: bool) -> Sketch:
    sketch = Sketch(given.name, kind="rollout", id=stem(given))
    for name in ("environment", "checkpoint"):
        if value := getattr(group, name):
            sketch.put(name, as_name(value), f"*/{columns[name]}")
    if group.step is not None:
        sketch.put("step", group.step, f"*/{columns['step']}")
    sketch.put("sampled", group.rows, "", "the rows that were counted")
    where = f"*/{columns.get('reward', 'rewards')}"
    if group.rewards:
        mean = total(group.rewards) / len(group.rewards)
        how = f"the mean over {len(group.rewards):,} rows"
        sketch.put("reward", decimal(mean), where, how)
    sketch.put("note", notes(*_notes(group)), "")
    for name, value in given.defaults.items():
        if name == "note":
            noted(sketch, value)
        elif name not in (*TAKES, "kind"):
            sketch.put(name, value, step(DEFAULTS, name), "stated by a person")
    if several:
        parts = [as_name(group.environment)] if group.environment else []
        parts += [f"step-{group.step}"] if group.step is not None else []
        parts += [as_name(group.checkpoint)] if group.checkpoint else []
        sketch.value["id"] = joined(str(sketch.value["id"]), ".".join(parts or ["rest"]))
    return sketch


def _notes(group: _Group) -> Iterator[str]:
    yield f"{group.rows:,} rollouts"
    if group.rewards:
        yield f"rewards from {decimal(min(group.rewards))} to {decimal(max(group.rewards))}"
    for reason, count in group.stopped.most_common(5):
        yield f"{count:,} stopped by {reason}"


def _findings(given: Given, groups: list[_Group]) -> Iterator[Diagnostic]:
    place = Place(given.name)
    without = sum(g.without for g in groups)
    if without:
        message = f"{without:,} rollouts have no reward that is a number"
        yield finding("TRB050", message, place, "they are counted, and not in the mean")
    failed = sum(g.failed for g in groups)
    if failed:
        yield finding("TRB045", f"{failed:,} rollouts ended in an error", place)
    rewritten = sum(g.rewritten for g in groups)
    if rewritten:
        message = f"requests or responses were rewritten in {rewritten:,} rollouts"
        yield finding("TRB046", message, place)
    if given.base == "train_rollouts.jsonl" and given.beside("train_rollouts.bin") is None:
        message = "this dump is not known to be complete: `train_rollouts.bin` is not beside it"
        yield finding("TRB045", message, place)
