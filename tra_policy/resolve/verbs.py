"""The verbs of duties, with the words of prose that come near one of them."""

from __future__ import annotations

VERBS = (
    "acknowledge",
    "approve",
    "assess",
    "consult",
    "delete",
    "deploy",
    "develop",
    "document",
    "halt",
    "investigate",
    "keep",
    "measure",
    "notify",
    "obtain",
    "provide",
    "publish",
    "reduce",
    "report",
    "respond",
    "restrict",
    "review",
    "send",
    "show",
    "train",
    "update",
    "withdraw",
)
# What policies say in prose, and the verb of the language that comes nearest.
NEAR_VERBS = {
    word: verb
    for verb, words in {
        "approve": "authorise authorize endorse permit",
        "assess": "analyse analyze consider determine evaluate examine judge",
        "consult": "ask involve",
        "delete": "destroy erase purge remove wipe",
        "deploy": "launch release ship",
        "develop": "build create design",
        "document": "log record write",
        "halt": "cease pause stop suspend",
        "investigate": "probe",
        "keep": "archive maintain preserve retain store",
        "measure": "benchmark red-team test",
        "notify": "alert inform tell warn",
        "obtain": "acquire commission engage get hire",
        "provide": "give grant share",
        "publish": "announce disclose post",
        "reduce": "lower mitigate",
        "respond": "answer reply",
        "restrict": "limit",
        "review": "audit check inspect revisit",
        "send": "deliver file submit transmit",
        "show": "adopt apply demonstrate ensure implement prove",
        "update": "amend revise",
        "withdraw": "recall retract",
    }.items()
    for word in words.split()
}
