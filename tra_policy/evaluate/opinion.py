"""The audit opinion on a report: unmodified, qualified, adverse or a disclaimer, with its basis.

A function of the report alone: nothing is evaluated again. The rules, with their reasons, are
docs/decisions/0005-audit-opinion.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tra_policy.evaluate.evidence_given import given, weakest
from tra_policy.model.opinion import Basis, Opinion, OpinionWord, Support, ThresholdOpinion
from tra_policy.model.report import CheckReport, Finding, ItemReport, ThresholdReport

_BOTH_HOLD = "TRE102"
_MODIFIES = ("not-met", "unknown", "waived")
_SENTENCES: dict[OpinionWord, str] = {
    "unmodified": "unmodified: on the evidence supplied, all that was due and applies is shown",
    "qualified": "qualified: on the evidence supplied, all that was due and applies is shown, except for "
    "what is listed",
    "adverse": "adverse: on the evidence supplied, what was found does not bear out what was promised",
    "disclaimer": "disclaimer: the evidence supplied is not enough to form an opinion on",
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many matters are good, how many are bad, how many are open."""

    good: int
    bad: int
    open: int

    @property
    def decided(self) -> int:
        """How many are not open."""
        return self.good + self.bad


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
    for word, why in (
        ("disclaimer", list(_unable(report, items, answers))),
        ("adverse", list(_against(report, items, answers, thresholds))),
        ("qualified", list(_except_for(report, items, answers))),
    ):
        if why:
            return word, why  # type: ignore[return-value]
    return "unmodified", [
        "every item that is due and applies is met, and every answer is supported"
    ]


def _unable(report: CheckReport, items: Count, answers: Count) -> Iterator[str]:
    if report.bundle.unread:
        yield f"the bundle could not be read whole: {report.bundle.unread} records are unread"
    if not items.decided and not answers.decided:
        yield "nothing that is due and applies was decided"
    if items.open > items.decided:
        yield f"more items are unknown ({items.open}) than are decided ({items.decided})"
    if answers.open > answers.decided:
        yield (
            f"more thresholds have no answer that is supported ({answers.open}) than are decided "
            f"({answers.decided})"
        )


def _against(
    report: CheckReport, items: Count, answers: Count, thresholds: Iterable[ThresholdOpinion]
) -> Iterator[str]:
    if items.bad > items.good:
        yield f"more items are not met ({items.bad}) than met or waived ({items.good})"
    if answers.bad > answers.good:
        yield f"more rulings are contradicted ({answers.bad}) than supported ({answers.good})"
    head = report.headline
    named = {*head.self_designed_only, *head.self_run_only, *head.unattributed, *head.no_evidence}
    alone = [
        t.threshold for t in thresholds if t.support == "contradicted" and t.threshold in named
    ]
    if alone:
        yield f"contradicted, with nothing from outside beside it: {', '.join(dict.fromkeys(alone))}"


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
    if answers.bad or answers.open:
        yield f"{_counted(answers.bad + answers.open, 'threshold')} without an answer that is supported"
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
    wanted = item.open[0].what if item.open else "a record that shows it kept"
    more = len(item.open) - 1
    return Basis(
        "item", item.id, item.outcome, f"{wanted}; and {more} more" if more > 0 else wanted
    )


def _of_finding(found: Finding) -> Basis:
    return Basis("finding", found.code, found.message, found.help)


def _would_change(word: OpinionWord, report: CheckReport, items: Count, answers: Count) -> str:
    match word:
        case "unmodified":
            return "one item unknown or not met, one ruling not carried, or one finding of severity error"
        case "qualified":
            return "each of the matters listed put right"
        case "adverse":
            return "; ".join(_to_outweigh(items, answers))
        case "disclaimer":
            return "; ".join(_to_decide(report, items, answers))


def _to_decide(report: CheckReport, items: Count, answers: Count) -> Iterator[str]:
    if report.bundle.unread:
        yield "a bundle of which every record can be read"
    if items.open > items.decided:
        half = -((items.decided - items.open) // 2)
        yield f"evidence that decides at least {_counted(half, 'more item')}"
    if answers.open > answers.decided:
        half = -((answers.decided - answers.open) // 2)
        yield f"evidence that decides at least {_counted(half, 'more threshold')}"
    if not items.decided and not answers.decided and not items.open and not answers.open:
        yield "something that is due and applies"


def _to_outweigh(items: Count, answers: Count) -> Iterator[str]:
    if items.bad > items.good:
        half = -((items.good - items.bad) // 2)
        yield f"at least {_counted(half, 'item')} of those not met put right"
    if answers.bad:
        yield "rulings that the evidence carries"


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
