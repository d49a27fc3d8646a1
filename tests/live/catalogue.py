"""Run by python.mjs: hand in every solution, and every catalogued mistake, of some exercises.

Prints a line of JSON for each exercise: {"id", "tried", "wrong", "seconds"}, `wrong` with a
sentence for each verdict that is not the one of the desk.
"""

import json
import time

from softmaxbook import live
from softmaxbook.exercises import diagnose
from softmaxbook.exercises.folded import solution_source
from softmaxbook.exercises.record import EXERCISES

give_alarm()  # noqa: F821
for id in json.loads(argument):  # noqa: F821  python.mjs sets it
    start = time.monotonic()
    exercise = EXERCISES[id]
    name = exercise.reference.__name__
    expression = f"{name}()" if exercise.is_value else name
    verdict = json.loads(live.check_source(id, solution_source(exercise), expression))
    tried, wrong = 1, []
    if verdict["status"] != "passed":
        wrong.append(f"the solution: {verdict['status']} {verdict['name']} {verdict['seen']}")
    for mistake in exercise.mistakes:
        for number, way in enumerate(mistake.wrong):
            found = diagnose(id, way() if exercise.is_value else way)
            tried += 1
            if found.name != mistake.name:
                wrong.append(f"{mistake.name} ({number}): {found.status} {found.name}")
    seconds = round(time.monotonic() - start, 2)
    print(json.dumps({"id": id, "tried": tried, "wrong": wrong, "seconds": seconds}))
