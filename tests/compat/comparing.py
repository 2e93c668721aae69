"""What a schema may not do to one that was published: take away, narrow, or make another thing of a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
# What may be said differently without changing what may stand there.
_WORDS = {"title", "description", "default", "$defs", "$schema", "$id", "examples"}
_SIZES = {
    "minLength": 1,
    "minimum": 1,
    "minItems": 1,
    "maxLength": -1,
    "maximum": -1,
    "maxItems": -1,
}


def broken(kept: Schema, today: Schema) -> list[str]:
    """Return what of a published schema no longer holds, each with its path.

    Fields may be added where they are optional, and words to a closed list. Nothing else may change: who
    reads reports relies on what can stand in a field, who reads old ones on what could.
    """
    seen: set[tuple[str, str]] = set()

    def resolved(schema: Schema, whole: Schema) -> tuple[Schema, str]:
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        return (whole["$defs"][name], name) if name else (schema, "")

    def compare(old: Schema, new: Schema, at: str) -> Iterator[str]:
        old, old_name = resolved(old, kept)
        new, new_name = resolved(new, today)
        if old_name and (old_name, new_name) in seen:
            return
        seen.add((old_name, new_name))
        yield from (
            alternatives(old, new, at) if "anyOf" in old or "anyOf" in new else one(old, new, at)
        )

    def alternatives(old: Schema, new: Schema, at: str) -> Iterator[str]:
        before, after = old.get("anyOf", [old]), new.get("anyOf", [new])
        left = list(after)
        for choice in before:
            found = next((x for x in left if kind(choice) == kind(x)), None)
            if found is None:
                yield f"{at}: {kind(choice)} may not stand there any more"
                continue
            left.remove(found)
            yield from compare(choice, found, at)
        yield from (f"{at}: {kind(choice)} may stand there as well" for choice in left)

    def kind(schema: Schema) -> str:
        return str(
            schema.get("$ref") or ("const" if schema.get("const") == "" else schema.get("type"))
        )

    def one(old: Schema, new: Schema, at: str) -> Iterator[str]:
        for word in {*old, *new} - _WORDS - {"properties", "required", "enum", "items", "$ref"}:
            before, after = old.get(word), new.get(word)
            if before == after:
                continue
            if word == "prefixItems" and before and after and len(before) == len(after):
                for number, (x, y) in enumerate(zip(before, after, strict=True)):
                    yield from compare(x, y, f"{at}/{number}")
            elif word == "const" and after is None and before in new.get("enum", ()):
                pass
            elif not (word in _SIZES and wider(word, before, after)):
                yield f"{at}: `{word}` was {before} and is {after}"
        if missing := set(old.get("enum", ())) - set(new.get("enum", old.get("enum", ()))):
            yield f"{at}: {', '.join(map(str, sorted(missing)))} may not stand there any more"
        if "enum" in new and "enum" not in old and "const" not in old:
            yield f"{at}: only some words may stand there"
        if "enum" in old and "enum" not in new:
            yield f"{at}: any word may stand there"
        if more := set(new.get("required", ())) - set(old.get("required", ())):
            yield f"{at}: {', '.join(sorted(more))} is required"
        if "items" in old and "items" in new:
            yield from compare(old["items"], new["items"], f"{at}[]")
        elif ("items" in old) != ("items" in new):
            yield f"{at}: what is listed was said and is not, or the other way round"
        for name, field in old.get("properties", {}).items():
            after = new.get("properties", {}).get(name)
            if after is None:
                yield f"{at}/{name}: is gone"
            else:
                yield from compare(field, after, f"{at}/{name}")

    def wider(word: str, before: Any, after: Any) -> bool:
        return after is None or (before is not None and (after - before) * _SIZES[word] <= 0)

    return list(compare(kept, today, ""))
