"""Run by python.mjs: run the code cells of one notebook in order, as a page does, and compare what
comes out with what is stored.

Prints a line of JSON for each cell: {"cell", "seconds", "differs"}; `differs` is a pair of texts,
what is stored and what came, or null.
"""

import json
import time

from softmaxbook import live

KINDS = ["text/html", "text/markdown", "image/png", "text/plain"]


def shown(outputs: list[dict]) -> list:
    """Outputs in a form in which they can be compared: what is printed as one text; of a picture
    that it is one, since its pixels are another Matplotlib's."""
    found, printed = [], ""
    for output in outputs:
        if output["output_type"] == "stream":
            printed += "".join(output["text"])
        elif output["output_type"] == "error":
            found.append(("error", output.get("last") or output["ename"]))
        else:
            data = output["data"]
            kind = next(k for k in KINDS if k in data)
            text = "".join(data[kind])
            found.append((kind, "a picture" if kind == "image/png" else text.rstrip("\n")))
    return [("printed", printed), *found]


live.reset()
for cell in json.loads(argument):  # noqa: F821  python.mjs sets it
    start = time.monotonic()
    source = "".join(cell["source"])
    for stage in live.needs(source):
        load(stage)  # noqa: F821
    outputs = json.loads(live.run_cell(source, cell["id"]))["outputs"]
    old, new = shown(cell["outputs"]), shown(outputs)
    differs = None if old == new else [repr(o) for o in (old, new)]
    seconds = round(time.monotonic() - start, 2)
    print(json.dumps({"cell": cell["id"], "seconds": seconds, "differs": differs}))
