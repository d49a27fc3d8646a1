"""What is said of an id that names nothing, or something else than was meant."""

import difflib

from softmaxbook.exercises.record import CHAPTERS, EXERCISES, QUESTIONS

NEAR = 0.7  # similarity from which an id is called near, of 1


def correction(id: object, function: str, obj: object = None) -> str:
    """A sentence on an id that `function` cannot use, which was called with obj as well.

    function : "check", "answer", or the name of a function that takes ids of one kind or both
    """
    if is_id(obj):
        return f"The id comes first, then what you hand in: {_call(obj)}."
    if not isinstance(id, str):
        given = type(id).__name__
        return f'The id comes first, as text such as "softmax.by-hand"; this is of type {given}.'
    if is_id(id):
        kind = "an exercise" if id in EXERCISES else "a concept check"
        call = f'guide("{id}")' if function in ("hint", "solution", "why") else _call(id)
        return f"{id} is {kind}; for it there is {call}."
    given = " ".join(id.split())
    shown = repr(given if len(given) <= 40 else given[:40] + "…")
    near = nearest(given)
    if near:
        return f"There is no {shown}; the nearest id is {near!r}."
    chapter = given.partition(".")[0].lower()
    if chapter in CHAPTERS:
        slugs = ", ".join(i.partition(".")[2] for i in EXERCISES if i.startswith(f"{chapter}."))
        return f"There is no {shown}; the exercises of {chapter} are {slugs}."
    return f"There is no {shown}, nor an id like it; progress() lists all ids."


def is_id(thing: object) -> bool:
    """Whether this is the id of an exercise or of a concept check."""
    return isinstance(thing, str) and (thing in EXERCISES or thing in QUESTIONS)


def nearest(given: str) -> str | None:
    """The id that is meant: the same but for case and separators, or without its chapter, or with
    few letters changed; None if none is near."""
    ids = [*EXERCISES, *QUESTIONS]
    plain = given.strip("\"'").lower().replace("_", "-").replace(" ", "-").replace("/", ".")
    for id in ids:
        if plain in (id, id.replace(".", "-"), id.partition(".")[2]):
            return id
    chapter, _, slug = plain.rpartition(".")
    near = {
        id: min(_likeness(chapter or c, c), _likeness(slug, s)) for id, c, s in map(_parts, ids)
    }
    best = max(near, key=near.get)
    return best if near[best] >= NEAR else None


def _parts(id: str) -> tuple[str, str, str]:
    chapter, _, slug = id.partition(".")
    return id, chapter, slug


def _likeness(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a[:99], b).ratio()


def _call(id: str) -> str:
    return f'{"check" if id in EXERCISES else "answer"}("{id}", …)'
