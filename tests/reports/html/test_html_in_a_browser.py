"""The page in a real browser: quiet, offline, usable by keyboard, on a phone, in the dark and in print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from shown_reports import HOSTILE, LONG, hostile, odd, of_example, of_size, page

from tra_policy.model.report import CheckReport

pytestmark = pytest.mark.long

# Of what folds, the first of each kind: the others are made alike, and a check of all takes minutes.
FOLDS = (
    "figure details, .opinion details, .because, .answer .proof, .item:first-child .proof, "
    ".kind-of-record:last-child"
)
WIDE, PHONE = {"width": 1200, "height": 900}, {"width": 320, "height": 640}


@dataclass
class Shown:
    """A page in the browser, and what it said and asked for on the way."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def run(self, script: str) -> Any:
        return self.page.evaluate(script)

    def count(self, selector: str) -> int:
        return int(
            self.run(
                f"[...document.querySelectorAll({selector!r})].filter(n => n.checkVisibility()).length"
            )
        )

    def until(self, script: str, seconds: int = 10) -> None:
        for _ in range(seconds * 10):
            if self.run(script):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"after {seconds} seconds not yet: {script}")

    def focus(self) -> str:
        return str(
            self.run(
                "((n) => n.id || n.name || n.dataset.fold || n.textContent.trim() || n.localName)"
                "(document.activeElement)"
            )
        )


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Any]:
    contexts = []

    def shown(*reports: CheckReport, at: str = "", scripts: bool = True, **options: Any) -> Shown:
        path = tmp_path / f"report-{len(contexts)}.html"
        path.write_text(page(*reports), "utf-8")
        context = browser.new_context(
            **{"viewport": WIDE, "java_script_enabled": scripts, **options}
        )
        contexts.append(context)
        found = Shown(context.new_page())
        found.page.on("console", lambda one: found.said.append(f"{one.type}: {one.text}"))
        found.page.on("pageerror", lambda one: found.said.append(f"error: {one}"))
        found.page.on("request", lambda one: found.asked.append(one.url))
        found.page.goto(path.as_uri() + at)
        return found

    yield shown
    for context in contexts:
        context.close()


REPORTS = {
    "training run": lambda: [of_example("training-run")],
    "Opus 4.6": lambda: [of_example("claude-opus-4.6")],
    "no threshold": lambda: [of_example("cot-supervision")],
    "ten items": lambda: [of_size(10)],
    "hostile": lambda: [hostile(HOSTILE)],
    "odd numbers": lambda: [odd()],
    "long words": lambda: [hostile(LONG)],
    "two reports": lambda: [of_example("training-run"), of_example("claude-opus-4.6")],
    "none": list,
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_says_nothing_on_the_console_and_asks_for_nothing(show: Any, name: str) -> None:
    found = show(*REPORTS[name]())
    found.page.wait_for_timeout(200)
    assert found.said == []
    assert [url for url in found.asked if not url.startswith("file:")] == []
    assert len(found.asked) == 1


@pytest.mark.parametrize(
    ("name", "scheme", "size"),
    [
        ("training run", "light", WIDE),
        ("training run", "dark", PHONE),
        ("Opus 4.6", "dark", WIDE),
        ("hostile", "light", PHONE),
        ("two reports", "light", WIDE),
        ("none", "dark", WIDE),
    ],
)
def test_axe_finds_nothing(show: Any, name: str, scheme: str, size: Any) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    # The page's own policy lets no other script run: the checker stands outside it.
    found = show(*REPORTS[name](), color_scheme=scheme, viewport=size, bypass_csp=True)
    found.run(f"document.querySelectorAll({FOLDS!r}).forEach(n => {{ n.open = true }})")
    result = axe.Axe().run(found.page)
    assert [
        (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:300])
        for one in result.response["violations"]
    ] == []


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("unfolded", [False, True])
def test_nothing_is_wider_than_a_small_phone(show: Any, name: str, unfolded: bool) -> None:
    found = show(*REPORTS[name](), viewport=PHONE)
    if unfolded:
        found.run("document.querySelectorAll('details').forEach(n => { n.open = true })")
    assert found.run("document.documentElement.scrollWidth") <= 320


def test_the_keyboard_goes_from_the_skip_link_through_the_page(show: Any) -> None:
    found = show(of_example("training-run"))
    press = found.page.keyboard.press
    press("Tab")
    assert found.focus() == "Skip to the report"
    assert found.run("document.activeElement.getBoundingClientRect().top") >= 0
    press("Enter")
    # The jump is an event of its own; nobody presses keys as fast as a test.
    found.until("document.activeElement.id === 'main'")
    press("Tab")
    assert found.focus() == "BIO-2"
    found.until("getComputedStyle(document.activeElement).outlineStyle === 'solid'")
    order = [found.focus()]
    for _ in range(60):
        press("Tab")
        order.append(found.focus())
    parts = [
        "What to do next",
        "Who did what",
        "Timeline",
        "Rates",
        "Coverage",
        "Thresholds",
        "Items",
    ]
    assert [one for one in order if one in parts] == parts


def test_a_fold_opens_with_the_keyboard(show: Any) -> None:
    found = show(of_example("training-run"))
    proof = found.page.locator("#item-WARN-1 details.proof")
    proof.locator("summary").first.focus()
    assert found.count("#item-WARN-1 .tree .step") == 0
    found.page.keyboard.press("Enter")
    assert found.count("#item-WARN-1 .tree .step") > 3
    found.page.keyboard.press("Space")
    assert found.count("#item-WARN-1 .tree .step") == 0


def test_items_are_filtered_with_the_keyboard_and_the_number_is_said(show: Any) -> None:
    found = show(of_example("training-run"))
    press = found.page.keyboard.press
    found.page.locator("#search").focus()
    press("Tab")
    assert found.focus() == "outcome"
    press("Space")
    found.page.wait_for_timeout(300)
    assert found.count("li.item") == 4
    assert "4 of 16 items shown" in found.page.locator("output").inner_text()
    press("Space")
    found.page.locator("#of").select_option("WARN-1")
    found.page.wait_for_timeout(300)
    assert found.count("li.item") == 1
    found.page.get_by_role("button", name="Show everything").click()
    found.page.wait_for_timeout(300)
    assert found.count("li.item") == 16
    found.page.locator("#party").select_option("example-lab")
    found.page.wait_for_timeout(300)
    assert found.count("li.item") == 16


def test_a_search_looks_through_items_findings_and_records(show: Any) -> None:
    found = show(of_example("training-run"))
    found.page.locator("#search").fill("W-EFFORT withheld")
    found.page.wait_for_timeout(300)
    assert 0 < found.count("li.finding") < 21
    assert found.count("li.record") >= 1
    assert found.count("li.item") <= 2
    found.page.locator("#search").fill("no such word anywhere")
    found.page.wait_for_timeout(300)
    assert found.count("li.item") + found.count("li.finding") + found.count("li.record") == 0
    assert "0 of 16 items shown" in found.page.locator("output").inner_text()


@pytest.mark.parametrize(
    "place",
    ["item-WARN-1", "threshold-BIO-2", "record-w-flattery", "next", "record-ro-tool-desk-5000"],
)
def test_a_deep_link_shows_its_place_even_if_it_is_folded(show: Any, place: str) -> None:
    found = show(of_example("training-run"), at=f"#{place}")
    found.page.wait_for_timeout(100)
    assert found.run(f"document.getElementById({place!r}).checkVisibility()")
    top = found.run(f"document.getElementById({place!r}).getBoundingClientRect().top")
    assert -2 <= top < 900
    assert found.run("document.activeElement.id") == place


def test_a_link_leads_to_what_a_filter_has_hidden(show: Any) -> None:
    found = show(of_example("training-run"))
    found.page.locator("#search").fill("flattery")
    found.page.wait_for_timeout(300)
    assert not found.run("document.getElementById('item-LOOK-1').checkVisibility()")
    found.page.locator("#next a[href='#item-LOOK-1']").first.click()
    found.page.wait_for_timeout(300)
    assert found.run("document.getElementById('item-LOOK-1').checkVisibility()")
    assert found.count("li.item") == 16


def test_the_charts_are_drawn_and_have_words_and_a_table_beside_them(show: Any) -> None:
    found = show(of_example("training-run"))
    assert found.count(".chart svg") == found.count(".chart") == 8
    for box in found.page.locator(".chart").all():
        assert len(box.get_attribute("aria-label")) > 20
        assert box.locator("xpath=ancestor::section[1]").locator("table").count() >= 1
    # A mark for every value that is drawn: two of the three values are the developer's own.
    first = found.page.locator(".chart[data-chart=rates]").first
    assert first.locator("g[aria-label=dot] path, g[aria-label=dot] circle").count() == 3


@pytest.mark.parametrize("width", [390, 1280])
def test_no_words_of_a_chart_are_cut_off(show: Any, width: int) -> None:
    found = show(of_example("claude-opus-4"), viewport={"width": width, "height": 900})
    outside = """[...document.querySelectorAll('.chart[data-chart=rates] svg')].flatMap((svg) => {
        const box = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter((one) => {
            const own = one.getBoundingClientRect();
            return own.width && (own.left < box.left - 1 || own.right > box.right + 1);
        }).map((one) => one.textContent);
    })"""
    assert found.count(".chart[data-chart=rates] svg text") > 50
    assert found.run(outside) == []


def test_a_click_on_a_mark_of_the_timeline_leads_to_its_record(show: Any) -> None:
    found = show(of_example("training-run"))
    found.page.locator("#timeline").scroll_into_view_if_needed()
    mark = found.page.locator(
        ".chart[data-chart=timeline] g[aria-label=dot] path[fill], "
        ".chart[data-chart=timeline] g[aria-label=dot] path"
    ).last
    box = mark.bounding_box()
    found.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    found.page.wait_for_timeout(100)
    found.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    found.page.wait_for_timeout(200)
    assert found.run("location.hash") in {
        "#item-CARD.1",
        "#item-CYBER-2.report",
        "#record-told-of-cyber",
    }
    assert found.said == []


def test_without_scripts_everything_but_the_charts_is_read(show: Any, browser: Any) -> None:
    with_scripts, without = (
        show(of_example("training-run")),
        show(of_example("training-run"), scripts=False),
    )
    assert without.page.locator("form.filter").is_hidden()
    words = without.page.locator("main").inner_text()
    for said in ("BIO-2", "What is missing, and who owes it", "15 of 16", "WARN-1"):
        assert said in words
    assert without.page.locator("li.item").count() == with_scripts.page.locator("li.item").count()
    proof = without.page.locator("#item-WARN-1 details.proof")
    proof.locator("summary").first.click()
    assert proof.locator(".tree").is_visible()


def test_no_mark_is_a_colour_alone(show: Any) -> None:
    found = show(of_example("training-run"))
    bare = found.run(
        "[...document.querySelectorAll('.badge, .mark')].filter(n => {"
        " const own = n.cloneNode(true);"
        " own.querySelectorAll('[aria-hidden]').forEach(x => x.remove());"
        " return !/[a-z]{2}/.test(own.textContent) })"
        ".map(n => n.outerHTML)"
    )
    assert bare == []


def test_print_folds_out_only_what_was_asked_for(show: Any) -> None:
    found = show(of_example("training-run"))
    proofs = "document.querySelectorAll('details.proof[open]').length"
    found.run("dispatchEvent(new Event('beforeprint'))")
    assert found.run(proofs) == 0
    found.run("dispatchEvent(new Event('afterprint'))")
    found.page.locator("input[name=print]").check()
    found.run("dispatchEvent(new Event('beforeprint'))")
    assert found.run(proofs) == 18
    found.run("dispatchEvent(new Event('afterprint'))")
    assert found.run(proofs) == 0
    found.page.emulate_media(media="print", color_scheme="dark")
    assert found.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert found.page.locator("form.filter").is_hidden()


def test_two_thousand_items_are_still_usable(show: Any) -> None:
    found = show(of_size(2000))
    assert found.said == []
    timing = found.run("performance.getEntriesByType('navigation')[0].loadEventEnd")
    print(f"2,000 items: loaded in {timing / 1000:.1f} s")
    assert found.count("li.item") == 2000
    found.page.locator("#search").fill("ITEM-1999")
    # A browser that numbers two thousand list items anew takes 20 seconds for this.
    found.until("document.querySelector('output').textContent.startsWith('1 of 2000 items')")
    assert found.count("li.item") == 1
    found.page.get_by_role("button", name="Show everything").click()
    found.until("document.querySelector('output').textContent === ''")
    found.run("location.hash = 'item-ITEM-1234'")
    found.until("document.activeElement.id === 'item-ITEM-1234'")
    assert found.run("document.documentElement.scrollWidth") <= 1200
