"""The numbers of an Inspect log, worked out again from its samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from tra_policy.readers.foreign.inspect.log import Log, key_of
from tra_policy.readers.numbers import LONGEST_NUMBER, exact, mean_of
from tra_policy.readers.plain_values import at, mapping, members, whole
from tra_policy.words.noun import Noun

_LETTERS = {"C": Fraction(1), "P": Fraction(1, 2), "I": Fraction(0), "N": Fraction(0)}
_WORDS = {"yes": Fraction(1), "true": Fraction(1), "no": Fraction(0), "false": Fraction(0)}
_HEADLINES = ("accuracy", "mean")

Key = tuple[str, int]


class Tally(Noun):
    """What became of the samples that were planned. A sample counts once for each epoch.

    `lost` are those that the log's own list of them names and that it does not hold.
    """

    planned: int
    logged: frozenset[Key]
    unplanned: int
    repeated: int
    lost: int = 0


class Reading(Noun):
    """One score, over all samples: its usable values by sample, and how many samples have none."""

    scorer: str
    key: str
    values: Mapping[str, tuple[Fraction, ...]]
    errored: int
    invalidated: int
    unusable: int

    @property
    def name(self) -> str:
        """The scorer's name, with the part of its value that this is."""
        return f"{self.scorer}.{self.key}" if self.key else self.scorer

    @property
    def scored(self) -> int:
        """How many samples have a usable value."""
        return sum(len(v) for v in self.values.values())

    @property
    def mean(self) -> Fraction | None:
        """The mean over samples of the mean over epochs; None where nothing was scored."""
        return mean_of(self.values)


def number_of(value: Any) -> Fraction | None:
    """Return the number that a score stands for: letters as Inspect reads them, NaN as nothing."""
    match value:
        case str() if value in _LETTERS:
            return _LETTERS[value]
        case str() if value.lower() in _WORDS:
            return _WORDS[value.lower()]
        case str() if len(value) <= LONGEST_NUMBER:
            try:
                return exact(float(value))
            except ValueError:
                return None
        case _:
            return exact(value)


def distinct(log: Log) -> dict[Key, dict[str, Any]]:
    """Return the samples by key; of several with one key the first counts."""
    found: dict[Key, dict[str, Any]] = {}
    for sample in log.samples:
        found.setdefault(key_of(sample), sample)
    return found


def tally(log: Log) -> Tally:
    """Return how many samples were planned, by whatever the log says that makes it most."""
    config, dataset = at(log.head, "eval", "config"), at(log.head, "eval", "dataset")
    logged = frozenset(distinct(log))
    epochs = max(whole(at(config, "epochs")) or 1, 1)
    listed = at(dataset, "sample_ids")
    said = whole(at(log.head, "results", "total_samples")) or 0
    unplanned = 0
    if isinstance(listed, list):
        ids = {str(name) for name in listed}
        unplanned = sum(1 for name, epoch in logged if name not in ids or epoch > epochs)
        planned = len(ids) * epochs + unplanned
    else:
        planned = _asked(config, whole(at(dataset, "samples"))) * epochs
    repeated = len(log.samples) - len(logged)
    lost = len(log.summarised - logged) if log.summarised is not None else 0
    planned = max(planned, said, len(logged) + max(lost, log.unread))
    return Tally(planned, logged, unplanned, repeated, lost)


def _asked(config: Any, there: int | None) -> int:
    """Return how many samples a configuration asks for of those that are there."""
    limit, ids = at(config, "limit"), at(config, "sample_id")
    bounds = [there] if there is not None else []
    if (number := whole(limit)) is not None:
        bounds.append(number)
    if isinstance(limit, list) and len(limit) == 2 and None not in map(whole, limit):
        bounds.append(max(limit[1] - limit[0], 0))
    if ids is not None:
        bounds.append(len(ids) if isinstance(ids, list) else 1)
    return min(bounds, default=0)


def readings(log: Log) -> tuple[Reading, ...]:
    """Return every score that some sample carries, in the order of first appearance."""
    samples = list(distinct(log).values())
    names = dict.fromkeys(name for sample in samples for name in _scores(sample))
    return tuple(_reading(samples, scorer, key) for scorer, key in names)


def _scores(sample: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for scorer, score in _given(sample).items():
        value = at(score, "value")
        if isinstance(value, dict) and value:
            yield from ((scorer, key) for key in value)
        else:
            yield scorer, ""


def _given(sample: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sample's scores by name; the oldest logs have one score without a name."""
    scores = sample.get("scores")
    if isinstance(scores, dict):
        return scores
    return {"score": sample["score"]} if isinstance(sample.get("score"), dict) else {}


def _reading(samples: Iterable[Mapping[str, Any]], scorer: str, key: str) -> Reading:
    values: dict[str, tuple[Fraction, ...]] = {}
    errored = invalidated = unusable = 0
    for sample in samples:
        if sample.get("error"):
            errored += 1
            continue
        if sample.get("invalidation"):
            invalidated += 1
            continue
        held = at(_given(sample), scorer, "value")
        number = number_of(at(held, key) if key else held)
        if number is None:
            unusable += 1
            continue
        name = str(sample.get("id"))
        values[name] = (*values.get(name, ()), number)
    return Reading(scorer, key, values, errored, invalidated, unusable)


class Headline(Noun):
    """What the log itself says of a score: the metric's name, its value, how epochs were reduced."""

    metric: str
    value: Any
    reducer: str
    pointer: str

    @property
    def of_means(self) -> bool:
        """Whether epochs were reduced by their mean, or were not reduced."""
        return self.reducer in {"", "mean"}


def headlines(log: Log) -> Iterator[tuple[str, str, Headline]]:
    """Yield scorer, name and headline for every score in the log's own results."""
    results = mapping(log.head.get("results"))
    entries = members(results.get("scores"))
    if not entries and isinstance(results.get("metrics"), dict):
        name = at(results, "scorer", "name")
        yield from _metrics(log, results, str(name or "score"), str(name or "score"), "/results")
    for index, entry in enumerate(entries):
        name = str(at(entry, "name"))
        scorer = str(at(entry, "scorer") or name)
        yield from _metrics(log, entry, scorer, name, f"/results/scores/{index}")


def _metrics(
    log: Log, entry: Any, scorer: str, name: str, pointer: str
) -> Iterator[tuple[str, str, Headline]]:
    for metric in _HEADLINES:
        held = at(entry, "metrics", metric)
        if isinstance(held, dict):
            where = f"{pointer}/metrics/{metric}/value"
            found = Headline(metric, held.get("value"), _reducer(log, entry), where)
            yield scorer, name, found
            return


def headline_of(log: Log, reading: Reading) -> Headline | None:
    """Return the log's own headline for a score: that over means where there are several."""
    wanted = reading.key or reading.scorer
    found = [h for scorer, name, h in headlines(log) if (scorer, name) == (reading.scorer, wanted)]
    return min(found, key=lambda h: not h.of_means, default=None)


def _reducer(log: Log, entry: Any) -> str:
    """Return how a score's epochs were reduced; older logs say it only in their configuration."""
    stated = at(entry, "reducer")
    config = at(log.head, "eval", "config")
    asked = members(at(config, "epochs_reducer"))
    if not stated and len(asked) == 1 and (whole(at(config, "epochs")) or 1) > 1:
        stated = asked[0]
    return str(stated or "")
