"""A duty of several parties comes to the worst of what it comes to for each of them alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hypothesis import given, note
from hypothesis import strategies as st

from .pipeline import HEAD, Fields, case

DUTIES = {
    "by": "notify office by 2026-01-20",
    "before": "send plan to office before deployment",
    "cadence": "review plan every 10 days",
    "approval": "approve plan by 2026-01-20",
}
HOLDERS = ("lab", "board", "lab, board")
WORST_FIRST = ("not-met", "unknown", "not-yet-due", "met")
days = st.integers(1, 30).map(lambda day: f"2026-01-{day:02d}")


@cache
def policy() -> str:
    lines = "".join(
        f"commitment {name}-{at}\n  {who} must {words}\n  {who} must not deploy model\n"
        for name, words in DUTIES.items()
        for at, who in enumerate(HOLDERS)
    )
    head = f"{HEAD}party lab\nparty board\nparty chief\n  employed by board\nparty office\n"
    return f"{head}document plan\n{lines}"


@st.composite
def records(draw: st.DrawFn) -> list[Fields]:
    return [dict(one, id=f"r-{at}") for at, one in enumerate(_drawn(draw))]


def _drawn(draw: st.DrawFn) -> Iterator[Fields]:
    parties = st.sampled_from(("lab", "board", "chief"))
    for _ in range(draw(st.integers(0, 4))):
        told = {"kind": "notification", "party": draw(parties), "to": ["office"]}
        yield {**told, "sent": draw(days), "document": "plan"}
    for _ in range(draw(st.integers(0, 5))):
        yield {
            "kind": "action",
            "party": draw(parties),
            "verb": "review",
            "object": "plan",
            "done": draw(days),
        }
    if draw(st.booleans()):
        named = draw(st.lists(parties, max_size=2, unique=True))
        yield {"kind": "document", "document": "plan", "made": draw(days), "approved_by": named}
    if draw(st.integers(0, 3)) == 0:
        told = {"kind": "action", "party": draw(parties), "verb": "deploy", "object": "model"}
        yield {**told, "done": draw(days)}
    for party in ("lab", "board"):
        if draw(st.booleans()):
            said = {"kind": "representation", "party": party, "states": "everything-on-file"}
            yield {**said, "to": draw(st.sampled_from(("2026-01-15", "2026-01-31")))}


@given(records())
def test_the_worst_of_them_is_what_the_whole_comes_to(told: list[Fields]) -> None:
    note(f"{told}")
    found = case(policy(), *told, as_of="2026-01-31", date="2026-01-31")
    items = {item.id: item.outcome for item in found.report.items}
    for name in DUTIES:
        for line in ("1", "2"):
            alone = [items[f"{name}-{at}.{line}"] for at in (0, 1)]
            assert items[f"{name}-2.{line}"] == min(alone, key=WORST_FIRST.index), (name, line)
