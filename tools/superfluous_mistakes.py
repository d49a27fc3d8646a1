"""Lists the catalogued mistakes that would be named as well without their entry.

Each entry is taken out in turn, and its wrong functions are handed in: if the general pass gives
all of them a name of its own, that name and what it says are printed, and the entry may go. For
whoever edits the records: ``.venv/bin/python tools/superfluous_mistakes.py [id ...]``
"""

import sys
from dataclasses import replace

from softmaxbook.exercises import general, recognition
from softmaxbook.exercises.record import EXERCISES, Exercise, Mistake
from softmaxbook.exercises.report import handed_in


def without(exercise: Exercise, mistake: Mistake) -> Exercise:
    return replace(exercise, mistakes=tuple(m for m in exercise.mistakes if m is not mistake))


def said_instead(exercise: Exercise, mistake: Mistake) -> set[tuple[str, str]] | None:
    """(name, what is said) by the general pass of each wrong function; None if it lacks one."""
    names, others = set(general.names()), {m.name for m in exercise.mistakes} - {mistake.name}
    found = set()
    for wrong in mistake.wrong:
        verdict = recognition.judge(without(exercise, mistake), handed_in(exercise, wrong))
        if verdict.name not in names or verdict.name in others:
            return None
        found.add((verdict.name, verdict.why))
    return found or None


def main(ids: list[str]) -> None:
    for id in ids or EXERCISES:
        for mistake in EXERCISES[id].mistakes:
            for name, why in sorted(said_instead(EXERCISES[id], mistake) or ()):
                print(f"{id}: {mistake.name} → {name}: {why}")


if __name__ == "__main__":
    main(sys.argv[1:])
