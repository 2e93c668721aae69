"""The page on what the linter says of the real policies: `python -m tests.lint.review` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tra_policy import driver
from tra_policy.lint import RULES
from tra_policy.words.source import Source

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "lint-review.md"
SHOWN = 6
INTRODUCTION = """\
# What the linter says of the real policies, and why it is right

Every finding of every rule on every file under `policies/`, read line by line. A finding is a question to
the author of the text; here it is asked of documents that others published, as far as their files say
what stands there. What a file leaves out, the document may say: each page under `docs/policies/` tells
how much of it was read. Findings for auditors are counted, too. No text of a cited document is at hand,
so the rules that read those are silent.

The lists are made by `python -m tests.lint.review` from the files; the sentence above each list says why
its findings are right, all of them.
"""
# Why the findings of a rule over the real policies are right, each of them.
RIGHT: dict[str, str] = {
    "TRA102": "Each is a term that the document defines and that no clause of the file goes by; the files "
    "say in a comment that its use is not known or cannot be said.",
    "TRA190": "No day of effect, or no force and status, stands on these heads. The sources give a month "
    "alone, or the file is a profile of a law that has a file of its own.",
    "TRA191": "Terms that the framework uses and does not explain, such as its risk tiers; the definitions "
    "are left empty for that reason.",
    "TRA210": "The texts were not at hand when the files were written, as each says in a comment. A digest "
    "would have to be of a text that somebody read.",
    "TRA213": "Sections are known for some clauses only. Each citation counted here names the document "
    "alone.",
    "TRA301": "The commitments named bind the company and name no office. Laws and codes are not asked.",
    "TRA302": "Each of these duties has to be done and has no time in its file: what triggers it says when "
    "it begins. Where the document gives a time that is not known here, the file says so.",
    "TRA303": "The words stand in the document's own definitions, and no scale or baseline comes with them.",
    "TRA304": "No clause reads these thresholds. The tiers of one framework map to no action, indicative "
    "thresholds lead to nothing by themselves, acceptance criteria have no consequence, and of the oldest "
    "framework in the list only two definitions are encoded.",
    "TRA305": "The judge named is the developer or one of its officers, and the duty is the developer's own.",
    "TRA306": "The condition is a sentence and names nobody. Where a law or a code says so, a court or an "
    "authority will be asked in the end; the text does not name it.",
    "TRA307": "Each of these conditions turns on what other developers have, do or release: footnote 17, "
    "section 4.3, appendix A, security that matches that of others, presumptions from outside models, and "
    "the exemption below a model with open weights.",
    "TRA308": "What follows these thresholds stands in the columns of plans and of recommendations, and in "
    "no `must`.",
    "TRA310": "The safeguards named have no second step in the file. Interim measures and a halt stand "
    "behind others, which are not reported.",
    "TRA311": "The words are quoted from the document, and no number stands beside them.",
    "TRA312": "The standard asked for is marked `not yet specified`, as the document has it.",
    "TRA313": "The halt ends once a standard is specified, and its own developer writes the standard.",
    "TRA314": "No line tells a named outsider of a threshold that is reached. Boards, trusts and committees "
    "are on the developer's side or without a stated tie.",
    "TRA316": "No `decided by` line stands there, because no decider is named for these thresholds.",
    "TRA317": "The interpreters are officers or a group of the developer.",
    "TRA318": "No duty of these files stops or holds back anything. One framework considers further "
    "mitigation, one has no halt in what was read of it, one is encoded in part.",
    "TRA320": "A duty is due before deployment, and none is due before internal use or in training. Reports "
    "about internal use, which two of the laws ask for, hold nothing back.",
    "TRA321": "The permission to decide without the group's advice stands in the document.",
    "TRA322": "The mitigations of these clauses are considered, determined or drawn up once the tier or the "
    "alert is reached, and no clause waits for them.",
    "TRA323": "Above the checkpoint an update is published and the thresholds are assessed; the security "
    "standard is an aim.",
    "TRA324": "Every line of these commitments is an aim or a permission. Permissions of laws, and "
    "commitments about outside checks, which TRA806 reports, are not among them.",
    "TRA325": "Misuse thresholds hold back release alone; Critical levels halt development and say nothing "
    "of the model that is deployed.",
    "TRA327": "The file says of these documents who makes them and when, and not what stands in them.",
    "TRA328": "Distilled, finetuned and quantised versions of a model below High are excepted in footnote 6.",
    "TRA401": "Bare sentences: neither a benchmark nor a judge is named for these tiers.",
    "TRA402": "Levels and domains that are named without a condition, and those of which it is not known.",
    "TRA406": "The unpublished or published limits are on results, and nothing is said of elicitation in "
    "the threshold.",
    "TRA408": "One instrument decides each of these alerts and criteria.",
    "TRA413": "The documents say that the limits exist, and do not give them.",
    "TRA415": "The thresholds are sentences that somebody judges. Those with a measured alert are not among "
    "them.",
    "TRA416": "The benchmarks are named as ones that may be used, without any limit.",
    "TRA417": "Nothing in these files asks whether the model noticed that it was tested.",
    "TRA505": "No `must` duty returns: no number of months is known for these documents, or only that of "
    "another document.",
    "TRA508": "No line and no duty says when these thresholds are measured; reports about models have their "
    "own times.",
    "TRA601": "The text says nothing for missing evidence, outside its thresholds.",
    "TRA801": "The role is held by somebody of whom the document gives the kind and not the name.",
    "TRA806": "The line says `may`, of work that somebody outside would do.",
    "TRA807": "A review from outside is owed, and the file says nothing of interests. A framework that "
    "excludes financial interests is not reported.",
    "TRA808": "Outside work is asked for or permitted, and nothing is said of publication, redaction or "
    "retaliation.",
    "TRA810": "The developer or its officers judge, or a test that the developer designed decides; no "
    "outcome of these thresholds depends on anybody else's measurement.",
    "TRA811": "Tests that others designed, or took part in, decide these, and the file names nobody but the "
    "developer who runs them.",
    "TRA814": "No `if unknown` line stands there, and the duties do not block. RSP 2.2 has the rule for its "
    "capability thresholds, which are not reported; its checkpoint has none.",
    "TRA815": "The safeguards are approved by officers, or nobody is said to approve them.",
    "TRA909": "The board or the developer changes the document; nobody outside has to agree.",
    "TRA910": "No notice is stated before a change takes effect.",
    "TRA911": "The publisher's own account of the changes is not known, or does not exist.",
}
# Why a rule finds nothing in the real policies.
TEXTS = "It reads the text of a cited document, and none is at hand."
SLIP = "A slip of somebody who writes a policy; these files are finished."
NUMBERS = "It is about limits on measurements, and hardly any published framework sets one."
OUTSIDE = (
    "It is about outside evaluators and their benchmarks, which these thresholds do not rest on."
)
WAIVERS = (
    "The published documents waive nothing; waivers belong to a developer's own use of a policy."
)
LOGIC = (
    "Sentences that somebody judges cannot contradict each other; with measured limits they can."
)
ALLOWED = "No file of this project allows a finding."
SILENT: dict[str, str] = {
    **dict.fromkeys(["TRA202", "TRA203", "TRA205", "TRA208", "TRA209", "TRA211"], TEXTS),
    **dict.fromkeys(["TRA090", "TRA091", "TRA092", "TRA093"], ALLOWED),
    **dict.fromkeys(
        ["TRA192", "TRA193", "TRA201", "TRA212", "TRA315", "TRA501", "TRA504", "TRA506"], SLIP
    ),
    "TRA802": "Every party whose work counts states its ties, or its file says that they are not known here.",
    **dict.fromkeys(["TRA709", "TRA715", "TRA907", "TRA908", "TRA912"], SLIP),
    **dict.fromkeys(
        ["TRA207", "TRA403", "TRA407", "TRA409", "TRA414", "TRA503", "TRA507"], NUMBERS
    ),
    **dict.fromkeys(["TRA705", "TRA706", "TRA708"], NUMBERS),
    **dict.fromkeys(
        ["TRA803", "TRA804", "TRA805", "TRA809", "TRA811", "TRA812", "TRA813"], OUTSIDE
    ),
    **dict.fromkeys(["TRA901", "TRA902", "TRA903", "TRA904", "TRA905"], WAIVERS),
    **dict.fromkeys(["TRA701", "TRA702", "TRA703", "TRA704", "TRA707"], LOGIC),
    **dict.fromkeys(["TRA710", "TRA711", "TRA712", "TRA713", "TRA714"], LOGIC),
    "TRA206": "The quotes are of a few words, and those that carry a modal carry that of the duty; the "
    "sentence around a quote is read where the document is at hand.",
    "TRA309": "What is asked of others stands with `should` in these files, as in the documents.",
    "TRA319": "The one exclusion that is known has its reason beside it.",
    "TRA410": "The libraries that ask for absence ask for a complete population, too.",
}


def found() -> dict[str, dict[str, list[str]]]:
    """The clauses that each rule reports, by policy; what is gathered counts as one."""
    files = sorted((ROOT / "policies").glob("*/*.tra"))
    used = sorted((ROOT / "policies" / "tra").glob("*.tra"))
    libraries = {file.stem: Source(file.name, file.read_text("utf-8")) for file in used}
    counted: dict[str, dict[str, list[str]]] = {}
    for file in files:
        name = file.relative_to(ROOT / "policies").as_posix().removesuffix(".tra")
        words = file.read_text("utf-8")
        text = driver.read(Source(name, words), libraries if "\n  use " in words else {})
        codes = {rule.code for rule in RULES}
        for one in driver.lint(text):
            if one.code in codes and not one.input_error:
                counted.setdefault(one.code, {}).setdefault(name, []).append(one.subject)
    return counted


def page(counted: dict[str, dict[str, list[str]]]) -> str:
    """The whole page, from the counts."""
    policies = len(list((ROOT / "policies").glob("*/*.tra")))
    return "\n".join(
        (INTRODUCTION, *_table(counted, policies), *_sections(counted), *_rest(counted))
    )


def _table(counted: dict[str, dict[str, list[str]]], policies: int) -> Iterator[str]:
    yield f"| code | rule | findings | policies of {policies} |\n|---|---|---|---|"
    for rule in RULES:
        of = counted.get(rule.code, {})
        if of:
            number = sum(map(len, of.values()))
            yield f"| {rule.code} | [{rule.name}](rules.md) | {number} | {len(of)} |"
    yield ""


def _sections(counted: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    for rule in RULES:
        of = counted.get(rule.code)
        if not of:
            continue
        yield f"## {rule.code} {rule.name}\n"
        yield f"{rule.summary[0].upper()}{rule.summary[1:]}. {RIGHT.get(rule.code, '')}\n"
        yield "| policy | findings | of |\n|---|---|---|"
        for policy, subjects in sorted(of.items()):
            names = list(dict.fromkeys(subjects))
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            listed = ", ".join(f"`{name}`" for name in names[:SHOWN])
            yield f"| {policy} | {len(subjects)} | {listed}{more} |"
        yield ""


def _rest(counted: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    yield "## Rules that find nothing here\n\n| code | rule | why |\n|---|---|---|"
    for rule in RULES:
        if rule.code not in counted:
            yield f"| {rule.code} | {rule.name} | {SILENT.get(rule.code, '')} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(found()), encoding="utf-8")
