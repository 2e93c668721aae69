"""What `needs` lines ask for: records of a kind, how many of them, and the claim that they are all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tra_policy.logic.sampling import sample_size
from tra_policy.model.duties import Need, Notes
from tra_policy.model.policy import ForEvery
from tra_policy.model.quantity import plain
from tra_policy.model.request import Wanted
from tra_policy.model.wording import listed, worded_need
from tra_policy.request.asked import (
    Asked,
    all_records,
    apart_from,
    bounds,
    every,
    made_by,
    where,
)
from tra_policy.words.noun import Noun
from tra_policy.words.source import Span

_EXISTS = frozenset({"some", "at least", "enough"})


class Line(Noun):
    """Whose line it is: the item, who owes it, about which records, under which condition."""

    item: str
    owner: str
    notes: tuple[Notes, ...] = ()
    subject: str = ""
    only_if: str = ""
    decides: tuple[str, ...] = ()


def from_need(asked: Asked, need: Need, line: Line) -> Iterator[Wanted]:
    """Yield what one `needs` line asks for."""
    exists = need.quantifier in _EXISTS or (need.aggregate is not None and need.aggregate.exists)
    within = bounds((), need.stage)
    yield Wanted(
        what=_sentence(need),
        kind=need.kind,
        records=(need.kind,),
        subject=line.subject,
        supplied_by=(line.owner,),
        made_by=made_by(need.where),
        independent_of=apart_from(need.where, asked.developer),
        due=asked.due((need.timing,)) if need.timing is not None else "",
        only_if=line.only_if,
        completeness="" if exists else all_records(need.kind, within),
        asked_by=(asked.clause(line.item, worded_need(need), need.span, need.notes, *line.notes),),
        decides=line.decides,
    )
    if not exists:
        yield _population(asked, need, line, all_records(need.kind, within))
    if need.per == ("environment",):
        yield register(asked, "rl_environment", line, within, need.span, worded_need(need))
        yield _population(asked, need, line, all_records("rl_environment"))
    elif need.per:
        per = listed(need.per)
        claim = all_records(need.kind, bounds(need.where if exists else (), need.stage))
        yield _population(asked, need, line, f"{claim}, which covers every {per}")


def _sentence(need: Need) -> str:
    tests = f"{bounds((), need.stage)}{where(need.where)}"
    per = f", for each {listed(need.per)}" if need.per else ""
    match need.quantifier:
        case "some":
            return f"at least 1 {need.kind} record{tests}{per}"
        case "at least":
            plural = "record" if need.count == 1 else "records"
            return f"at least {need.count} {need.kind} {plural}{tests}{per}"
        case "enough" if need.rate is not None and need.confidence is not None:
            wanted = sample_size(need.rate, need.confidence)
            why = f"enough to see {_percent(need.rate)} at {_percent(need.confidence)} confidence"
            return f"at least {wanted:,} {need.kind} records{tests}{per}: {why}"
        case "no":
            return f"every {need.kind} record there is: there must be none{tests}{per}"
        case "at most share":
            most = _percent(need.share) if need.share is not None else "a share"
            return f"every {need.kind} record there is: at most {most} of them may be{tests}{per}"
        case "aggregate" if need.aggregate is not None:
            over = need.aggregate
            if over.statistic == "distinct":
                many = f"{over.operator} {over.limit} different values of {'.'.join(over.path)}"
                whole = "" if over.exists else "every "
                plural = "records" if over.exists else "record there is"
                return f"{whole}{need.kind} {plural}{tests}{per}: {many}"
            number = f"the {over.name} of {'.'.join(over.path)} {over.operator} {over.limit}"
            return f"every {need.kind} record there is{tests}{per}: {number}"
        case _:
            return f"every {need.kind} record there is, each one{tests}{per}"


def _percent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


def register(
    asked: Asked, kind: str, line: Line, within: str, span: Span, says: str, *, of: str = ""
) -> Wanted:
    """Return the wish for every record of a kind and range, whatever it shows."""
    return Wanted(
        what=of or f"every {kind} record{within}",
        kind=kind,
        records=(kind,),
        supplied_by=(line.owner,),
        only_if=line.only_if,
        completeness=all_records(kind),
        asked_by=(asked.clause(line.item, says, span, *line.notes),),
        decides=line.decides,
    )


def population(asked: Asked, line: Line, claim: str, span: Span, says: str) -> Wanted:
    """Return the wish for a claim that some records are all there are."""
    return Wanted(
        what=f"{claim}: its basis, their count, the digest of their ids",
        kind="population",
        records=("population",),
        supplied_by=(line.owner,),
        only_if=line.only_if,
        asked_by=(asked.clause(line.item, says, span, *line.notes),),
        decides=line.decides,
    )


def _population(asked: Asked, need: Need, line: Line, claim: str) -> Wanted:
    return population(asked, line, claim, need.span, worded_need(need))


def from_every(asked: Asked, for_every: ForEvery, line: Line) -> Iterator[Wanted]:
    """Yield what `for every` asks for: the records themselves, with the claim that they are all."""
    said = f"for {every(for_every)}"
    of = f"every {for_every.kind} record{where(for_every.where)}, with every field named here"
    if not for_every.where:
        of = f"every {for_every.kind} record there is"
    yield register(asked, for_every.kind, line, "", for_every.span, said, of=of)
    claim = all_records(for_every.kind, bounds(for_every.where))
    yield population(asked, line, claim, for_every.span, said)
