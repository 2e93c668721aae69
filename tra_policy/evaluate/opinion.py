"""The audit opinion on a report: unmodified, qualified, adverse or a disclaimer, with its basis.

A function of the report alone: nothing is evaluated again. The rules, with their reasons, are
docs/decisions/0005-audit-opinion.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.evaluate.evidence_given import given, weakest
from tra_policy.model.opinion import Basis, Opinion, OpinionWord, Support, ThresholdOpinion
from tra_policy.model.proof import Want
from tra_policy.model.report import CheckReport, Finding, ItemReport, ThresholdReport
from tra_policy.words.noun import Noun

_BOTH_HOLD = "TRE102"
_MODIFIES = ("not-met", "unknown", "waived")
_SENTENCES: dict[OpinionWord, str] = {
    "unmodified": "on the evidence supplied, all that was due and applies is shown",
    "qualified": "on the evidence supplied, all that was due and applies is shown, except for what is listed",
    "adverse": "the evidence supplied does not bear out what was promised or ruled",
    "disclaimer": "the evidence supplied is not enough to form an opinion on",
}


class Count(Noun):
    """How many matters are good, how many are bad, how many are open."""

    good: int
    bad: int
    open: int

    @property
    def lacking(self) -> int:
        """How many are not good."""
        return self.bad + self.open


def opinion_of(report: CheckReport) -> Opinion:
    """Return the opinion on a report, with those on its thresholds."""
    thresholds = tuple(_on_threshold(report, answer) for answer in report.thresholds)
    items = _items(report)
    answers = _answers(thresholds)
    word, why = _word(report, items, answers, thresholds)
    basis = tuple(_basis(report, thresholds, word))
    return Opinion(
        opinion=word,
        sentence=_SENTENCES[word],
        why=tuple(why),
        would_change=_would_change(word, report, items, answers),
        evidence=weakest(one.evidence for one in thresholds),
        basis=basis,
        emphasis=tuple(_emphasis(report)),
        thresholds=thresholds,
    )


def _items(report: CheckReport) -> Count:
    outcomes = [item.outcome for item in report.items if item.gates]
    good = outcomes.count("met") + outcomes.count("waived")
    return Count(good, outcomes.count("not-met"), outcomes.count("unknown"))


def _answers(thresholds: Iterable[ThresholdOpinion]) -> Count:
    found = [one.support for one in thresholds]
    good, bad = found.count("supported"), found.count("contradicted")
    return Count(good, bad, len(found) - good - bad)


def _word(
    report: CheckReport, items: Count, answers: Count, thresholds: Iterable[ThresholdOpinion]
) -> tuple[OpinionWord, list[str]]:
    reasons: tuple[tuple[OpinionWord, Iterator[str]], ...] = (
        ("adverse", _against(report, items, answers, thresholds)),
        ("disclaimer", _unable(report, items, answers)),
        ("qualified", _except_for(report, items, answers)),
    )
    for word, found in reasons:
        why = list(found)
        if why:
            return word, why
    return "unmodified", [
        "every item that is due and applies is met, and every answer is supported"
    ]


def _against(
    report: CheckReport, items: Count, answers: Count, thresholds: Iterable[ThresholdOpinion]
) -> Iterator[str]:
    if items.bad > items.good:
        yield f"more items are not met ({items.bad}) than met or waived ({items.good})"
    if answers.bad > answers.good:
        yield f"more answers are contradicted ({answers.bad}) than supported ({answers.good})"
    head = report.headline
    named = {*head.self_designed_only, *head.self_run_only, *head.unattributed, *head.no_evidence}
    alone = [
        t.threshold for t in thresholds if t.support == "contradicted" and t.threshold in named
    ]
    if alone:
        yield f"contradicted, with nothing from outside beside it: {', '.join(dict.fromkeys(alone))}"


def _unable(report: CheckReport, items: Count, answers: Count) -> Iterator[str]:
    if report.bundle.unread:
        yield f"the bundle could not be read whole: {_counted(report.bundle.unread, 'record')} unread"
    if not (items.good or items.lacking or answers.good or answers.lacking):
        yield "nothing that is due and applies was there to be decided"
    if items.lacking > items.good:
        yield f"more items are unknown or not met ({items.lacking}) than met or waived ({items.good})"
    if answers.lacking > answers.good:
        yield f"more answers lack support ({answers.lacking}) than have it ({answers.good})"


def _except_for(report: CheckReport, items: Count, answers: Count) -> Iterator[str]:
    waived = sum(item.gates and item.outcome == "waived" for item in report.items)
    errors = sum(1 for _ in _errors(report))
    for number, words in (
        (items.bad, "not met"),
        (items.open, "unknown"),
        (waived, "waived"),
    ):
        if number:
            yield f"{_counted(number, 'item')} {words}"
    if answers.lacking:
        yield f"{_counted(answers.lacking, 'answer')} without support"
    if errors:
        yield f"{_counted(errors, 'finding')} of severity error"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _errors(report: CheckReport) -> Iterator[Finding]:
    return (found for found in report.findings if found.severity == "error")


def _on_threshold(report: CheckReport, answer: ThresholdReport) -> ThresholdOpinion:
    support = _support(report, answer)
    lines = [i for i in report.items if i.of == answer.id and i.gates and i.outcome in _MODIFIES]
    about = {answer.id, *(m.id for m in answer.measurements)}
    about |= {item.id for item in report.items if item.of == answer.id}
    errors = [found for found in _errors(report) if found.subject in about]
    word: OpinionWord = "unmodified"
    if support == "contradicted":
        word = "adverse"
    elif support != "supported":
        word = "disclaimer"
    elif lines or errors:
        word = "qualified"
    basis = [
        _of_answer(answer, support),
        *(_of_item(item) for item in lines),
        *(_of_finding(found) for found in errors),
    ]
    return ThresholdOpinion(
        threshold=answer.id,
        subject=answer.subject,
        support=support,
        opinion=word,
        evidence=given(answer),
        basis=tuple(basis),
    )


def _support(report: CheckReport, answer: ThresholdReport) -> Support:
    both = any(f.code == _BOTH_HOLD and f.subject == answer.id for f in report.findings)
    if answer.ruling_agrees is False or both:
        return "contradicted"
    bears = answer.relies_on_self.design != "nothing"
    careful = bears and answer.ruling in ("reached", "cannot_rule_out")
    if answer.state != "unknown" or careful:
        return "supported"
    return "not-supported" if bears else "not-evidenced"


def _basis(
    report: CheckReport, thresholds: Iterable[ThresholdOpinion], word: OpinionWord
) -> Iterator[Basis]:
    """Yield what the opinion rests on, the worst first; what is good only where nothing modifies it."""
    if word == "unmodified":
        yield from (one.basis[0] for one in thresholds)
        met = (item for item in report.items if item.gates and item.outcome == "met")
        yield from (Basis("item", item.id, "met") for item in met)
        return
    answers = {answer.id: answer for answer in report.thresholds}
    supports = {one.threshold: one.support for one in thresholds}
    if report.bundle.unread:
        found = f"{report.bundle.unread} records unread"
        yield Basis("bundle", report.bundle.id, found, "a bundle of which every record can be read")
    for wanted in ("contradicted", "not-supported", "not-evidenced"):
        for name, support in supports.items():
            if support == wanted:
                yield _of_answer(answers[name], support)
    for outcome in _MODIFIES:
        for item in report.items:
            if item.gates and item.outcome == outcome:
                yield _of_item(item)
    yield from (_of_finding(found) for found in _errors(report))


def _of_answer(answer: ThresholdReport, support: Support) -> Basis:
    change = {
        "supported": "",
        "contradicted": "a ruling that the evidence carries, or evidence that carries the ruling",
        "not-evidenced": "evidence that bears on it",
        "not-supported": "evidence that decides it, or a ruling that claims no more than there is",
    }[support]
    return Basis("threshold", answer.id, support, change)


def _of_item(item: ItemReport) -> Basis:
    if item.outcome == "waived":
        return Basis("item", item.id, item.outcome, "the duty itself, kept")
    wanted = _named(item.open[0]) if item.open else "a record that shows it kept"
    more = len(item.open) - 1
    change = f"{wanted}; and {more} more" if more > 0 else wanted
    return Basis("item", item.id, item.outcome, change)


def _named(want: Want) -> str:
    kind = want.kind.replace("_", " ")
    return want.what if kind in want.what.replace("_", " ") else f"{kind}: {want.what}"


def _of_finding(found: Finding) -> Basis:
    return Basis("finding", found.code, found.message, found.help)


def _would_change(word: OpinionWord, report: CheckReport, items: Count, answers: Count) -> str:
    match word:
        case "unmodified":
            return "one item unknown or not met, one answer not supported, or one finding of severity error"
        case "qualified":
            return "each of the matters listed, put right"
        case "adverse":
            return "; ".join(_to_outweigh(items, answers))
        case "disclaimer":
            return "; ".join(_to_decide(report, items, answers))


def _to_outweigh(items: Count, answers: Count) -> Iterator[str]:
    """What it takes until there is no more that is wrong than what is right: half of the difference."""
    if items.bad > items.good:
        yield f"{_counted(_half(items.bad - items.good), 'item')} of those not met, put right"
    if answers.bad:
        yield "answers that the evidence supplied carries"


def _to_decide(report: CheckReport, items: Count, answers: Count) -> Iterator[str]:
    if report.bundle.unread:
        yield "a bundle of which every record can be read"
    if items.lacking > items.good:
        yield f"evidence that shows {_counted(_half(items.lacking - items.good), 'more item')} met"
    if answers.lacking > answers.good:
        number = _half(answers.lacking - answers.good)
        yield f"evidence that supports {_counted(number, 'more answer')}"
    if not (items.good or items.lacking or answers.good or answers.lacking):
        yield "something that is due and applies"


def _half(number: int) -> int:
    return (number + 1) // 2


def _emphasis(report: CheckReport) -> Iterator[str]:
    head = report.headline
    for words, names in (
        ("relies only on self-designed benchmarks", head.self_designed_only),
        ("relies only on self-run measurements", head.self_run_only),
        ("cannot be attributed", head.unattributed),
        ("has no evidence", head.no_evidence),
    ):
        if names:
            yield f"{words}: {', '.join(names)}"
