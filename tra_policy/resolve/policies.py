"""The policy itself: its own lines, and everything that its texts declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tra_policy.model.policy import Cited, Force, Policy, Status, duties_of
from tra_policy.model.revisions import Amendment
from tra_policy.resolve.conditions import Reader
from tra_policy.resolve.cycles import cycle_in, deeper_than, names_in
from tra_policy.resolve.declarations import (
    Lines,
    account_of,
    benchmark_of,
    checked,
    define_of,
    document_of,
    event_of,
    head_name,
    metrics_of,
    party_of,
    safeguard_of,
    waiver_of,
)
from tra_policy.resolve.records import SUBJECTS
from tra_policy.resolve.scope import Scope, collected
from tra_policy.resolve.thresholds import commitment_of, requirement_of, threshold_of
from tra_policy.resolve.values import day, duration, month_end, sentence
from tra_policy.syntax.tree import Directive, Node, Tree
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import replace
from tra_policy.words.source import NOWHERE, Span
from tra_policy.words.suggest import did_you_mean

DEEPEST = 50
_MAKERS: dict[str, tuple[str, Any]] = {
    "party": ("parties", party_of),
    "event": ("events", event_of),
    "benchmark": ("benchmarks", benchmark_of),
    "safeguard": ("safeguards", safeguard_of),
    "document": ("documents", document_of),
    "define": ("defines", define_of),
    "threshold": ("thresholds", threshold_of),
    "commitment": ("commitments", commitment_of),
    "requirement": ("requirements", requirement_of),
}


def resolve(
    trees: Sequence[Tree], libraries: Mapping[str, Sequence[Tree]] | None = None
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """Return the policy that some texts make up, and every mistake in its names and types.

    `libraries` are the texts that `use NAME` may name. There is a policy only where the texts are
    without a mistake: one that is half understood must not be held against anything.
    """
    mistakes: list[Diagnostic] = []
    used, whole = _with_libraries(trees, libraries or {}, mistakes)
    scope = collected(whole)
    scope.mistakes.extend(mistakes)
    scope.open = scope.open or bool(mistakes)
    directive = _policy_directive(trees, scope)
    metrics = {
        name.text: metrics_of(scope, d)
        for d in _directives(whole, "benchmark")
        if (name := head_name(d)) is not None
    }
    reader = Reader(scope, metrics)
    policy = _own(reader, directive) if directive is not None else Policy("", "")
    policy = replace(policy, uses=used, sha256=_digest(trees))
    made: dict[str, Any] = {f: _made(reader, whole, k) for k, (f, _) in _MAKERS.items()}
    policy = _of_anyone(replace(policy, **made))
    policy = _revisions(reader, policy, trees)
    _check_cycles(scope, policy)
    found = tuple(sorted(scope.mistakes, key=_order))
    whole_text = not found and not any(tree.damaged for tree in whole)
    return (policy if directive is not None and whole_text else None), found


def _of_anyone(policy: Policy) -> Policy:
    """A law names its developer by a party that `is anyone`: then it is asked of every developer."""
    party = policy.party(policy.developer)
    anyone = party is not None and party.is_anyone
    return replace(policy, any_developer=True) if anyone else policy


def _order(said: Diagnostic) -> tuple[str, int, str]:
    span = said.span or NOWHERE
    return span.path, span.start, said.code


def _digest(trees: Iterable[Tree]) -> str:
    joined = "\x00".join(tree.source.text for tree in trees)
    return sha256_of(joined.encode("utf-8", "surrogatepass"))


def _directives(trees: Iterable[Tree], keyword: str) -> list[Directive]:
    return [d for tree in trees for d in tree.directives if d.keyword == keyword]


def _with_libraries(
    trees: Sequence[Tree], libraries: Mapping[str, Sequence[Tree]], mistakes: list[Diagnostic]
) -> tuple[tuple[str, ...], list[Tree]]:
    """Return the libraries used, and all texts with theirs; a library may use others."""
    whole, used = list(trees), []
    waiting = list(trees)
    while waiting:
        tree = waiting.pop(0)
        for directive in tree.directives:
            for line in directive.lines:
                if line.rule != "line_use" or line.node is None:
                    continue
                word = line.node.word("NAME")
                assert word is not None
                if word.text in used:
                    continue
                if word.text not in libraries:
                    otherwise = "put it beside the policy, or in `policies/tra/`"
                    help = did_you_mean(word.text, libraries, otherwise)
                    message = f"no library is called `{word.text}`"
                    mistakes.append(
                        Diagnostic("TRA115", message, word.span, help=help, input_error=True)
                    )
                    continue
                used.append(word.text)
                if any(tree.damaged for tree in libraries[word.text]):
                    message = f"the library `{word.text}` has mistakes in its text"
                    help = "lint the library by itself to see them"
                    mistakes.append(
                        Diagnostic("TRA115", message, word.span, help=help, input_error=True)
                    )
                whole += libraries[word.text]
                waiting += libraries[word.text]
    return tuple(used), whole


def _policy_directive(trees: Sequence[Tree], scope: Scope) -> Directive | None:
    found = _directives(trees, "policy")
    if not found:
        if trees and not any(tree.damaged for tree in trees):
            span = trees[0].source.span(0, min(5, len(trees[0].source.text)))
            help = "write `policy NAME version VERSION effective DATE` below `tra 1`"
            scope.say("TRA108", "the text has no `policy` line", span, help)
        return None
    for second in (d for d in found[1:] if d.head.node is not None):
        help = "a policy is one document in one version"
        scope.say("TRA108", "there is a second `policy` line", second.head.span, help)
    return found[0] if found[0].head.node is not None else None


def _own(reader: Reader, directive: Directive) -> Policy:
    scope = reader.scope
    lines = checked(scope, directive)
    head = directive.head.node
    assert head is not None
    name, version = head.word("NAME"), head.word("VERSION")
    assert name is not None and version is not None
    effective = day(scope, head.word("DATE"))
    developer, any_developer = _developer(reader, lines)
    force, words = _force(lines)
    status = lines.one("line_status")
    status_word = status.word("STATUS") if status is not None else None
    interpreted = lines.one("line_interpreted")
    listed = interpreted.node("names") if interpreted is not None else None
    return Policy(
        name.text,
        version.text,
        effective=effective,
        effective_by=effective or month_end(scope, head.word("MONTH")),
        title=lines.words("line_title"),
        developer=developer,
        any_developer=any_developer,
        force=force,
        force_words=words,
        status=_status(status_word.text if status_word is not None else ""),
        sources=tuple(_source(node) for node in lines.of("line_source")),
        scope=_applies(reader, lines),
        amendment=_amendment(reader, lines),
        interpreted_by=reader.names(listed, "party") if listed is not None else (),
        notes=lines.notes(),
        span=name.span,
    )


def _status(word: str) -> Status:
    return word  # type: ignore[return-value]


def _developer(reader: Reader, lines: Lines) -> tuple[str, bool]:
    """Return the developer, and whether the text is about every one."""
    node = lines.one("line_developer")
    if node is None:
        return "", False
    word = node.word("NAME")
    if word is None:
        return "", True
    return reader.scope.known(word, "party"), False


def _force(lines: Lines) -> tuple[Force, str]:
    node = lines.one("line_force")
    inner = node.node("force") if node is not None else None
    if inner is None:
        return "", ""
    kinds: dict[str, Force] = {
        "VOLUNTARY": "voluntary",
        "LAW": "law",
        "CODE_OF_PRACTICE": "code-of-practice",
        "CONTRACT": "contract",
    }
    force = next(kinds[k] for k in kinds if inner.has(k))
    return force, sentence(inner.node("words"))


def _source(node: Node) -> Cited:
    name, file, digest = node.word("NAME"), node.word("STRING"), node.word("HEX")
    assert name is not None and file is not None
    return Cited(name.text, file.text[1:-1], digest.text if digest is not None else "", name.span)


def _applies(reader: Reader, lines: Lines) -> tuple[Any, ...]:
    """Return the tests of all `applies to` lines: each has to hold."""
    found: list[Any] = []
    for node in lines.of("line_applies"):
        word = node.word("NAME")
        if word is not None:
            found += reader.tests(node.node("where"), reader.kind(word, tuple(SUBJECTS)))
    return tuple(found)


def _amendment(reader: Reader, lines: Lines) -> Amendment | None:
    node = lines.one("line_amended")
    if node is None:
        return None
    listed = node.node("names")
    parties = reader.names(listed, "party") if listed is not None else ()
    return Amendment(parties, duration(reader.scope, node.node("duration")), node.span)


def _made(reader: Reader, trees: Sequence[Tree], keyword: str) -> tuple[Any, ...]:
    make = _MAKERS[keyword][1]
    found = []
    for directive in _directives(trees, keyword):
        name = head_name(directive)
        if name is not None:
            found.append(make(reader, directive, name))
    return tuple(found)


def _revisions(reader: Reader, policy: Policy, trees: Sequence[Tree]) -> Policy:
    items = _items(policy)
    waivers = [
        waiver_of(reader, directive, name, items)
        for directive in _directives(trees, "waiver")
        if (name := head_name(directive)) is not None
    ]
    policy = replace(policy, waivers=tuple(waivers))
    accounts = [account_of(directive) for directive in _directives(trees, "changes")]
    seen: set[tuple[str, str]] = set()
    for account in accounts:
        if (account.since, account.teller) in seen:
            message = f"what changed since {account.since} is told twice"
            reader.scope.say("TRA104", message, account.span, "put both accounts into one")
        seen.add((account.since, account.teller))
    own = next((account for account in accounts if not account.teller), None)
    rest = tuple(account for account in accounts if account is not own)
    if own is not None:
        policy = replace(policy, changes_since=own.since, changes=own.changes)
    return replace(policy, accounts=rest)


def _items(policy: Policy) -> dict[str, str]:
    """Every item and clause that a waiver may name, with the kind that its instances are."""
    items: dict[str, str] = {}
    for threshold in policy.thresholds:
        items[threshold.name] = ""
        for line, count in (
            ("measured", min(len(threshold.measured), 1)),
            ("measured_on", len(threshold.measured_on)),
            ("report", len(threshold.reports)),
        ):
            items |= {
                f"{threshold.name}.{line}{f'-{n}' if n > 1 else ''}": ""
                for n in range(1, count + 1)
            }
        items |= {need.id: need.kind for need in threshold.needs}
    for commitment in policy.commitments:
        kind = commitment.for_every.kind if commitment.for_every else ""
        items[commitment.name] = kind
        items |= {duty.id: kind for duty in duties_of(commitment)}
    for requirement in policy.requirements:
        needed = requirement.needs[0].kind if requirement.needs else ""
        items[requirement.name] = requirement.for_every.kind if requirement.for_every else needed
    return items


def _check_cycles(scope: Scope, policy: Policy) -> None:
    spans = {d.name: d.span for d in policy.defines}
    spans |= {t.name: t.span for t in policy.thresholds}
    edges = {d.name: names_in((d.condition,)) for d in policy.defines}
    edges |= {t.name: names_in((t.reached_when, t.ruled_out_when)) for t in policy.thresholds}
    _say_circles(scope, spans, edges, "these depend on each other in a circle")
    above = {t.name: {t.above} - {""} for t in policy.thresholds}
    _say_circles(scope, spans, above, "these stand above each other in a circle")
    deep = deeper_than(edges, DEEPEST)
    if deep:
        message = f"`{deep}` rests on definitions that rest on others, more than {DEEPEST} deep"
        scope.say("TRA114", message, spans[deep], "say some of them in one")


def _say_circles(
    scope: Scope, spans: Mapping[str, Span], edges: dict[str, set[str]], said: str
) -> None:
    circle = cycle_in(edges)
    while circle:
        path = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
        message = f"{said}: {path}"
        scope.say("TRA106", message, spans[circle[0]], "say one of them without the others")
        edges = {name: to - set(circle) for name, to in edges.items() if name not in circle}
        circle = cycle_in(edges)
