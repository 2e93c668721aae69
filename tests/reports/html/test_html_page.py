"""The page as a text: one file, nothing fetched, nothing run but its own, every id where a link leads."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shown_reports import DAYS, HOSTILE, LONG, ROOT, hostile, of_example, of_size, page

from tra_policy.model.proof import Proof
from tra_policy.model.report import CheckReport
from tra_policy.reports.formats import FORMATS
from tra_policy.reports.html.measured import MOST, listed
from tra_policy.reports.html.places import places_of, records_of
from tra_policy.reports.html.proof import steps
from tra_policy.reports.machine.rows import run_of
from tra_policy.reports.page import PLAIN, harmless

VOID = {"meta", "input", "br", "img", "link", "hr"}


class Read(HTMLParser):
    """What stands in a page: its elements with their attributes, its ids, and its text by element."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.within: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.within.setdefault(self.open[-1] if self.open else "", []).append(data)
        if not self.open or self.open[-1] not in ("script", "style"):
            self.words.append(data)

    @property
    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.elements if "id" in attrs]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def all_reports() -> list[CheckReport]:
    return [*map(of_example, DAYS), hostile(HOSTILE), of_size(200)]


@pytest.mark.parametrize("report", all_reports(), ids=[*DAYS, "hostile", "200 items"])
def test_every_id_of_a_report_stands_in_the_page_once_where_a_link_leads(
    report: CheckReport,
) -> None:
    (at,) = places_of([report])
    found = Read(page(report))
    assert len(found.ids) == len(set(found.ids))
    wanted = [*at.items, *at.thresholds, *at.findings, *at.records.values()]
    assert len(wanted) == len(set(wanted))
    assert len(at.items) == len(report.items)
    assert len(at.thresholds) == len(report.thresholds)
    assert len(at.findings) == len(report.findings)
    assert set(at.records) == set(records_of(report))
    assert set(wanted) <= set(found.ids)
    links = [str(a["href"]) for tag, a in found.elements if tag == "a" and a.get("href")]
    assert {link for link in links if link.removeprefix("#") not in found.ids} == set()


def test_a_deep_link_says_what_it_leads_to() -> None:
    ids = Read(page(of_example("training-run"))).ids
    assert {"item-LOOK-1", "threshold-BIO-2", "record-w-flattery", "next", "timeline"} <= set(ids)
    marks = [r.fingerprint for r in run_of(of_example("training-run")).rows if r.kind == "finding"]
    assert {f"finding-{mark[:12]}" for mark in marks} <= set(ids)


def test_two_reports_in_one_page_do_not_share_a_place() -> None:
    first, second = of_example("training-run"), of_example("claude-opus-4.6")
    found = Read(page(first, second, first))
    assert len(found.ids) == len(set(found.ids))
    assert f"{first.policy.id}/item-LOOK-1" in found.ids
    assert f"{first.policy.id}/2/item-LOOK-1" in found.ids
    assert found.wrong == []


@pytest.mark.parametrize("report", all_reports(), ids=[*DAYS, "hostile", "200 items"])
def test_a_page_is_well_formed_and_has_one_title_and_one_main_part(report: CheckReport) -> None:
    found = Read(page(report))
    assert (found.wrong, found.open) == ([], [])
    names = [tag for tag, _ in found.elements]
    assert [names.count(one) for one in ("title", "main", "h1", "footer")] == [1, 1, 1, 1]


@pytest.mark.parametrize("report", all_reports(), ids=[*DAYS, "hostile", "200 items"])
def test_nothing_is_fetched_and_nothing_runs_that_the_page_does_not_name(
    report: CheckReport,
) -> None:
    found = Read(page(report))
    for tag, attrs in found.elements:
        assert tag not in {"img", "link", "iframe", "object", "embed", "base", "svg"}
        assert not {"src", "srcset", "style", "action", "http-equiv"} & set(attrs) or tag == "meta"
        assert not [name for name in attrs if name.startswith("on")]
        assert str(attrs.get("href") or "#").startswith("#")
    policy = next(
        str(a["content"])
        for _, a in found.elements
        if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    run = [tag for tag, a in found.elements if tag == "script" and "type" not in a]
    scripts = [text for text in found.within["script"] if not text.startswith("{")]
    assert len(run) == len(scripts)
    for text in (*scripts, *found.within["style"]):
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy


def test_hostile_text_is_shown_and_does_nothing() -> None:
    plain, attacked = Read(page(hostile("x"))), Read(page(hostile(HOSTILE)))
    assert [tag for tag, _ in attacked.elements if tag in {"script", "style", "img"}] == [
        tag for tag, _ in plain.elements if tag in {"script", "style", "img"}
    ]
    assert harmless(HOSTILE) in attacked.text
    whole = page(hostile(HOSTILE))
    for char in ("\x1b", "\x07", "\u202e", "\u202c", "\u2028"):
        assert char not in whole
    assert "49" not in attacked.text.split()


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip()))
def test_any_text_is_text(text: str) -> None:
    plain, other = Read(page(hostile("x"))), Read(page(hostile(text)))
    in_backticks = {"b"} if text.count("`") and text.count("`") % 2 == 0 else set()
    tags = {tag for tag, _ in plain.elements} | in_backticks
    assert {tag for tag, _ in other.elements} == tags
    assert (other.wrong, other.open) == ([], [])
    assert harmless(text, PLAIN) in other.text
    assert len(other.ids) == len(set(other.ids))


def test_a_word_of_ten_thousand_letters_is_kept_whole() -> None:
    assert LONG in Read(page(hostile(LONG))).text


def test_a_page_without_a_report_says_so() -> None:
    assert "Nothing was checked" in Read(page()).text


def test_a_report_without_a_story_has_no_pictures_and_no_library() -> None:
    bare = hostile("x").model_copy(update={"story": of_example("training-run").story.__class__()})
    whole = page(bare.model_copy(update={"items": ()}))
    assert "Plot" not in whole
    assert len(whole) < 60_000


@pytest.mark.parametrize("name", DAYS)
def test_the_page_of_a_story_is_small_enough_to_send(name: str) -> None:
    assert len(page(of_example(name)).encode()) < 1_500_000


def test_a_proof_of_any_depth_is_printed_with_every_step() -> None:
    (at,) = places_of([of_example("training-run")])
    deep = Proof("leaf", "met", "the end")
    for number in range(3000):
        deep = Proof(
            "step", "met", f"step {number}", children=(deep, Proof("leaf", "met", "aside"))
        )
    found = steps(deep, at)
    assert len(found) == 6001
    assert sum(step.folds for step in found) == sum(step.closes for step in found)


@pytest.mark.parametrize("report", all_reports(), ids=[*DAYS, "hostile", "200 items"])
def test_every_step_of_every_proof_closes_what_it_opens(report: CheckReport) -> None:
    (at,) = places_of([report])
    for answer in (*report.thresholds, *report.items):
        depth = 0
        for step in steps(answer.proof, at):
            depth += step.folds - step.closes
            assert depth >= 0
        assert depth == 0


def words(name: str) -> str:
    return Read(page(of_example(name))).text


def test_the_questions_of_a_policy_person_are_answered_at_the_top() -> None:
    said = words("training-run").partition("Who did what Whose work")[0]
    for answer in (
        "1 of 2 thresholds rely only on self-designed benchmarks",
        "Only self-designed benchmarks: BIO-2",
        "the answer rests on bio-long-tasks, designed by example-lab (the developer), and judged-bio,",
        "a run of bio-long-tasks on ck-12000 by an independent party",
        "Due next",
        "What is missing, and who owes it example-lab",
        "investigation where root_cause is stated within 7 days of detected for WARN-1",
    ):
        assert answer in said


def test_what_is_due_next_and_what_is_late_say_how_far_off_they_are() -> None:
    real = of_example("training-run")
    dated = {"CARD.1": ("not-yet-due", "2026-05-26"), "CYBER-2.report": ("not-met", "2026-05-19")}
    changed = [
        i.model_copy(update=dict(zip(("outcome", "due"), dated[i.id], strict=True)))
        if i.id in dated
        else i
        for i in real.items
    ]
    said = Read(page(real.model_copy(update={"items": tuple(changed)}))).text
    due = said.partition("Due next")[2]
    assert due.strip().startswith("2026-05-26 in 6 days CARD.1 :")
    assert "The day is past, and it is not shown 2026-05-19 1 day ago CYBER-2.report" in said


def test_the_format_is_offered() -> None:
    assert "html" in FORMATS
    assert (
        FORMATS["html"]()([of_example("inspect-log")], PLAIN).lower().startswith("<!doctype html>")
    )


def test_a_number_from_a_log_says_where_in_the_log_it_stands() -> None:
    said = words("inspect-log")
    drawn = [one for r in of_example("inspect-log").story.records for one in r.drawn]
    assert drawn
    assert f"{drawn[0].field}: {drawn[0].file}" in said


def test_the_libraries_are_the_ones_whose_origin_is_told() -> None:
    folder = ROOT / "tra_policy" / "reports" / "html" / "vendor"
    told = (folder / "ORIGIN.md").read_text("utf-8")
    for path in folder.glob("*.js"):
        assert sha256(path.read_bytes()).hexdigest() in told, path.name
        assert path.name in told


def test_the_page_does_not_load_what_other_formats_do_not_need() -> None:
    code = "import sys, tra_policy.reports.formats as f; f.FORMATS['json'](); print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_cannot_be_attributed_says_what_is_wanted() -> None:
    said = Read(page(of_example("opus-4-snapshot"))).text
    assert "cannot be attributed" in said
    assert "a statement of the ties of apollo to the developer" in said


def test_where_there_is_no_ruling_none_is_spoken_of() -> None:
    said = words("inspect-log")
    assert "there is no ruling; what bears on it is security-guide" in said
    assert "cited by the ruling" not in said
    assert "the names of those who are told of as log-author" in said


def test_who_is_not_named_and_whose_ties_are_not_stated_is_not_drawn_as_somebody_else() -> None:
    report = hostile("x")
    (series,) = report.story.series
    classes = (
        "self",
        "affiliated",
        "engaged",
        "independent",
        "authority",
        "unidentified",
        "unstated",
    )
    points = tuple(replace(series.points[0], run=one) for one in classes)
    story = replace(report.story, series=(replace(series, points=points),))
    drawn = Read(page(report.model_copy(update={"story": story}))).within["script"]
    data = json.loads(next(text for text in drawn if text.startswith("{")))
    assert [p["by"] for p in data["rates"][0]["points"]] == [
        *["own"] * 2,
        *["other"] * 3,
        *["untold"] * 2,
    ]


def with_values(count: int) -> CheckReport:
    """A report with a metric of so many values; a finding is about every fiftieth record."""
    report = hostile("x")
    (series,) = report.story.series
    points = tuple(
        replace(series.points[0], record=f"m-{at:04}", value=str((at * 7919) % count), step=at)
        for at in range(count)
    )
    story = replace(
        report.story,
        series=(replace(series, points=points),),
        records=tuple(
            replace(report.story.records[0], id=f"m-{at:04}") for at in range(0, count, 50)
        ),
    )
    return report.model_copy(update={"story": story})


@pytest.mark.parametrize("count", [MOST, MOST + 1, 4 * MOST])
def test_of_very_many_values_the_page_lists_those_that_tell(count: int) -> None:
    report = with_values(count)
    (series,) = report.story.series
    named = {record.id for record in report.story.records}
    found = listed(series, named)
    if count == MOST:
        assert found == series.points
        return
    values = [int(point.value) for point in series.points]
    telling = {0, count - 1, values.index(0), values.index(count - 1)}
    wanted = [p for at, p in enumerate(series.points) if at in telling or p.record in named]
    assert list(found) == wanted and len(found) < count
    # What is listed in the end is what the places of the page were made for.
    assert listed(series, set(records_of(report))) == found
    said = Read(page(report))
    assert f"as a table, {len(found)} of {count:,} values" in said.text
    data = json.loads(next(text for text in said.within["script"] if text.startswith("{")))
    assert len(data["rates"][0]["points"]) == count
    assert all(f"m-{at:04}" in said.text for at in telling)
