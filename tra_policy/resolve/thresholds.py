"""Thresholds, commitments and requirements out of the tree."""

from __future__ import annotations

from tra_policy.model.conditions import Condition
from tra_policy.model.duties import Citation, Need, Notes, Timing
from tra_policy.model.policy import (
    Commitment,
    ForEvery,
    MeasuredOn,
    ReportLine,
    Requirement,
    Threshold,
)
from tra_policy.resolve.clauses import (
    Draft,
    Numbering,
    duty_of,
    measured_timings,
    need_of,
    timings,
)
from tra_policy.resolve.conditions import Reader
from tra_policy.resolve.declarations import Lines, checked, people_in
from tra_policy.resolve.records import kind_named
from tra_policy.resolve.values import citation, sentence, title
from tra_policy.syntax.heads import head_of
from tra_policy.syntax.tree import Directive, Line, Node, Word
from tra_policy.words.noun import Noun, field, replace

LONGEST_CHAIN = 50


def threshold_of(reader: Reader, directive: Directive, name: Word) -> Threshold:
    """Return a threshold with its lines."""
    lines = checked(reader.scope, directive)
    people = people_in(reader, lines)
    conditions: dict[str, Condition | None] = {}
    measured: list[Timing] = []
    measured_on: list[MeasuredOn] = []
    reports: list[ReportLine] = []
    for line, node in lines:
        match line.rule:
            case "line_reached" | "line_ruled_out":
                conditions[line.rule] = reader.condition(line, node.node("condition"))
            case "line_measured":
                measured += measured_timings(reader, node)
            case "line_measured_on":
                measured_on += [_measured_on(part) for part in node.nodes("measured_subject")]
            case "line_report":
                reports.append(_report(reader, node))
    unknown = lines.one("line_if_unknown")
    if unknown is not None and unknown.node("block") is not None:
        help = "on a threshold write `if unknown treat as reached`"
        reader.scope.say("TRA113", "a threshold cannot block", unknown.span, help)
    domains = lines.one("line_domain")
    listed = domains.node("names") if domains is not None else None
    notes, needs = _noted_needs(reader, lines, name.text, "")
    assert directive.head.node is not None
    return Threshold(
        name.text,
        title(directive.head.node),
        domains=tuple(w.text for w in listed.words("NAME")) if listed is not None else (),
        reached_when=conditions.get("line_reached"),
        ruled_out_when=conditions.get("line_ruled_out"),
        measured=tuple(measured),
        measured_on=tuple(measured_on),
        needs=needs,
        reports=tuple(reports),
        treat_as_reached=unknown is not None and unknown.node("treat") is not None,
        set_by=people("line_set_by"),
        decided_by=people("line_decided_by"),
        advised_by=people("line_advised_by"),
        owner=people("line_owner"),
        above=_threshold_named(reader, lines, "line_above"),
        warns_of=_threshold_named(reader, lines, "line_warns"),
        rules_out=_thresholds_named(reader, lines),
        notes=notes,
        span=name.span,
    )


def _threshold_named(reader: Reader, lines: Lines, rule: str) -> str:
    node = lines.one(rule)
    word = node.word("NAME") if node is not None else None
    return reader.scope.known(word, "threshold") if word is not None else ""


def _thresholds_named(reader: Reader, lines: Lines) -> tuple[str, ...]:
    node = lines.one("line_rules_out")
    listed = node.node("names") if node is not None else None
    return reader.names(listed, "threshold") if listed is not None else ()


def _measured_on(node: Node) -> MeasuredOn:
    every = node.node("every_checkpoint")
    if every is None:
        return MeasuredOn(False, "", node.span)
    stage = every.node("stage")
    word = stage.word("NAME") if stage is not None else None
    return MeasuredOn(True, word.text if word is not None else "", node.span)


def _report(reader: Reader, node: Node) -> ReportLine:
    listed = node.node("names")
    recipients = reader.names(listed, "party") if listed is not None else ()
    return ReportLine(recipients, tuple(timings(reader, node, "")), node.span)


def _noted_needs(
    reader: Reader, lines: Lines, name: str, outer: str
) -> tuple[Notes, tuple[Need, ...]]:
    """Return a directive's notes and its needs; a note right below a need is the need's."""
    own_cites: list[Citation] = []
    own_because: list[str] = []
    unread: list[str] = []
    needs: list[Need] = []
    below = False
    for line, node in lines:
        if line.rule == "line_needs":
            inner = node.node("need")
            assert inner is not None
            suffix = "" if not needs else f"-{len(needs) + 1}"
            needs.append(need_of(reader, inner, f"{name}.needs{suffix}", outer))
            below = True
        elif line.rule == "line_cites":
            found = citation(reader.scope, node.node("citation"))
            if found is not None and below:
                needs[-1] = _noted(needs[-1], cites=(found,))
            elif found is not None:
                own_cites.append(found)
        elif line.rule == "line_because":
            text = sentence(node.node("words"))
            if below:
                needs[-1] = _noted(needs[-1], because=(text,))
            else:
                own_because.append(text)
        elif line.rule == "line_not_known":
            unread.append(sentence(node.node("words")))
        else:
            below = False
    return Notes(tuple(own_cites), tuple(own_because), tuple(unread)), tuple(needs)


def _noted(need: Need, cites: tuple[Citation, ...] = (), because: tuple[str, ...] = ()) -> Need:
    notes = need.notes
    noted = replace(notes, cites=(*notes.cites, *cites), because=(*notes.because, *because))
    return replace(need, notes=noted)


class _Gathered(Noun, frozen=False):
    """A commitment while its lines are read: what stands above the first duty governs all."""

    own: Draft
    duties: list[Draft] = field(default_factory=list)
    latest: Draft | None = None
    chain: int = 0
    when: Condition | None = None
    for_every: ForEvery | None = None


def commitment_of(reader: Reader, directive: Directive, name: Word) -> Commitment:
    """Return a commitment with its duties."""
    scope = reader.scope
    head = directive.head.node
    assert head is not None
    gathered = _Gathered(Draft(head))
    lines = checked(scope, directive)
    outer = _outer(lines)
    for line in directive.lines:
        if line.node is not None:
            _gather(reader, gathered, line, line.node)
        elif head_of(tuple(line.text.split()[:4]), "") is None:
            # A duty that could not be read: what stands below it belongs to it, and to no other.
            gathered.latest, gathered.chain = Draft(head), 0
    numbering = Numbering(name.text)
    duties = tuple(
        duty_of(reader, draft, f"{name.text}.{number}", numbering, outer)
        for number, draft in enumerate(gathered.duties, 1)
    )
    return Commitment(
        name.text,
        title(head),
        when=gathered.when,
        for_every=gathered.for_every,
        duties=duties,
        unless=gathered.own.unless,
        if_unknown_block=gathered.own.if_unknown_block,
        owner=gathered.own.owner,
        notes=gathered.own.notes,
        span=name.span,
    )


def _outer(lines: Lines) -> str:
    node = lines.one("line_for_every")
    word = node.word("NAME") if node is not None else None
    return (kind_named(word.text) or word.text.replace("-", "_")) if word is not None else ""


def _gather(reader: Reader, gathered: _Gathered, line: Line, node: Node) -> None:
    at = gathered.latest or gathered.own
    scope = reader.scope
    if line.rule in ("line_when", "line_for_every") and gathered.latest is not None:
        message = f"`{'when' if line.rule == 'line_when' else 'for every'}` stands below a duty"
        scope.say("TRA113", message, line.span, "put it above the first duty: it governs all")
    if _is_said(at, line.rule):
        head = line.rule.removeprefix("line_").replace("_", " ")
        what = "this duty" if gathered.latest is not None else "this commitment"
        scope.say("TRA104", f"`{head}` stands twice on {what}", line.span, "keep one of them")
    match line.rule:
        case "line_when":
            gathered.when = reader.condition(line, node.node("condition"))
        case "line_for_every":
            gathered.for_every = for_every_of(reader, node)
        case "line_duty" | "line_otherwise" | "line_instead":
            _add_duty(reader, gathered, line, node)
        case "line_unless":
            at.unless = reader.condition(line, node.node("condition"))
        case "line_if_unknown":
            if node.node("treat") is not None:
                help = "write `if unknown block` here, `treat as reached` on the threshold"
                reader.scope.say("TRA113", "a commitment is not reached", line.span, help)
            at.if_unknown_block = True
        case "line_owner":
            listed = node.node("names")
            at.owner = reader.names(listed, "party") if listed is not None else ()
        case "line_cites":
            found = citation(reader.scope, node.node("citation"))
            at.cites += [found] if found is not None else []
        case "line_because":
            at.because.append(sentence(node.node("words")))
        case "line_not_known":
            at.unread.append(sentence(node.node("words")))


def _is_said(draft: Draft, rule: str) -> bool:
    match rule:
        case "line_unless":
            return draft.unless is not None
        case "line_if_unknown":
            return draft.if_unknown_block
        case "line_owner":
            return bool(draft.owner)
        case "line_instead":
            return draft.instead is not None
        case _:
            return False


def _add_duty(reader: Reader, gathered: _Gathered, line: Line, node: Node) -> None:
    inner = node.node("duty")
    assert inner is not None
    draft = Draft(inner)
    if line.rule == "line_duty":
        gathered.duties.append(draft)
        gathered.chain = 0
    elif gathered.latest is None:
        word = line.rule.removeprefix("line_")
        message = f"`{word}` has no duty above it"
        reader.scope.say("TRA113", message, line.span, "put it below the duty that it replaces")
        gathered.duties.append(draft)
    elif line.rule == "line_otherwise":
        gathered.latest.otherwise = draft
        gathered.chain += 1
        if gathered.chain > LONGEST_CHAIN:
            if gathered.chain == LONGEST_CHAIN + 1:
                message = f"a duty has more than {LONGEST_CHAIN} `otherwise` lines"
                reader.scope.say("TRA114", message, line.span, "make a commitment of the rest")
            gathered.latest.otherwise = None
            return
    else:
        main = gathered.latest
        if main.unless is None and gathered.own.unless is None:
            help = "write the exception above it: `unless …`"
            reader.scope.say("TRA113", "`instead` has no `unless` above it", line.span, help)
        main.instead = draft
        return
    gathered.latest = draft


def for_every_of(reader: Reader, node: Node) -> ForEvery:
    """Return which records a clause is about."""
    word = node.word("NAME")
    assert word is not None
    kind = reader.kind(word)
    return ForEvery(kind, reader.tests(node.node("where"), kind), node.span)


def requirement_of(reader: Reader, directive: Directive, name: Word) -> Requirement:
    """Return a requirement."""
    scope = reader.scope
    lines = checked(scope, directive)
    outer = _outer(lines)
    when: Condition | None = None
    unless: Condition | None = None
    for_every: ForEvery | None = None
    for line, node in lines:
        match line.rule:
            case "line_when":
                when = reader.condition(line, node.node("condition"))
            case "line_unless":
                unless = reader.condition(line, node.node("condition"))
            case "line_for_every":
                for_every = for_every_of(reader, node)
    notes, needs = _noted_needs(reader, lines, name.text, outer)
    unknown = lines.one("line_if_unknown")
    if unknown is not None and unknown.node("treat") is not None:
        help = "write `if unknown block` here, `treat as reached` on the threshold"
        scope.say("TRA113", "a requirement is not reached", unknown.span, help)
    owner = lines.one("line_owner")
    listed = owner.node("names") if owner is not None else None
    assert directive.head.node is not None
    return Requirement(
        name.text,
        title(directive.head.node),
        when=when,
        for_every=for_every,
        needs=needs,
        population_complete=lines.one("line_population") is not None,
        unless=unless,
        if_unknown_block=unknown is not None,
        owner=reader.names(listed, "party") if listed is not None else (),
        notes=notes,
        span=name.span,
    )
