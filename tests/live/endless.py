"""Run by python.mjs: hand in functions that never return, with the alarm of the pages.

Prints a line of JSON for each: {"source", "name", "seconds"} of the verdict, and in the end
{"right", "seconds"}: what is said of right answers afterwards, and how long one of them takes.
"""

import json
import time

from softmaxbook import live
from softmaxbook.exercises import running

give_alarm()  # noqa: F821  python.mjs sets it, and argument too
running.SECONDS = 0.5
given = json.loads(argument)  # noqa: F821
for source in given["endless"]:
    start = time.monotonic()
    found = json.loads(live.check_source(given["id"], source, given["name"]))
    seconds = round(time.monotonic() - start, 2)
    print(json.dumps({"source": source, "name": found["name"], "seconds": seconds}))

running.SECONDS = 6.0
start = time.monotonic()
found = [json.loads(live.check_source(given["id"], given["right"], given["name"])) for _ in "12345"]
seconds = round((time.monotonic() - start) / len(found), 4)
print(json.dumps({"right": [f["status"] for f in found], "seconds": seconds}))
