"""Try in Pyodide, on Node.js, what the pages run: ``python tools/live_test.py [what] [part]``.

``catalogue``: every solution passes, and every catalogued mistake keeps its name.
``chapters``: every code cell shows what the notebook holds, but for those that
tests/live/differences.json explains. `part` picks the exercises or notebooks with that in their
name; without arguments everything is tried, which takes minutes. Prints a line as each is done,
then what is wrong.
"""

import gzip
import json
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "site"), str(ROOT / "site" / "extensions")]
HERE = ROOT / "tests" / "live"


def wheels(folder: Path) -> dict[str, list[Path]]:
    """Stage -> paths of the wheels that a page installs in it; "library" -> that of Python."""
    from live import publish, runtime, wheel

    name, content = wheel.build(runtime.CACHE / "book")
    (folder / name).write_bytes(wheel.repacked(content, packing=zipfile.ZIP_STORED))
    found: dict[str, list[Path]] = {"start": [folder / name]}
    for stage, files in publish.prepared(runtime.CACHE).items():
        for name in (n for n in files if n.endswith((".whl.gz", ".zip.gz"))):
            path = folder / name.removesuffix(".gz")
            path.write_bytes(gzip.decompress(files[name]))
            found.setdefault(stage if path.suffix == ".whl" else "library", []).append(path)
    return found


def in_pyodide(script: str, argument: object, wheels: dict) -> list[dict]:
    """The lines of JSON that a script in tests/live prints."""
    from live import node

    return [json.loads(line) for line in node.run(HERE / script, argument, wheels)]


def catalogue(part: str, wheels: dict) -> list[str]:
    """What is wrong with the verdicts, one sentence each."""
    from softmaxbook.exercises.record import EXERCISES

    chapters: dict[str, list[str]] = {}
    for id in EXERCISES:
        if part in id:
            chapters.setdefault(id.split(".")[0], []).append(id)
    problems = []

    def one(chapter: str) -> list[dict]:
        return in_pyodide("catalogue.py", chapters[chapter], wheels)

    for chapter, results in together(one, chapters):
        tried, seconds = (sum(r[key] for r in results) for key in ("tried", "seconds"))
        wrong = [f"{r['id']}: {said}" for r in results for said in r["wrong"]]
        wrong += [f"{id} was not tried" for id in chapters[chapter][len(results) :]]
        print(f"  {chapter:<20} {tried:4} answers {seconds:6.1f} s  {len(wrong)} wrong", flush=True)
        problems += wrong
    return problems


def chapters(part: str, wheels: dict) -> list[str]:
    """Cells that show something else than is stored, and explanations that explain nothing."""
    explained = json.loads((HERE / "differences.json").read_text(encoding="utf-8"))
    notebooks = {p.stem: p for p in sorted((ROOT / "chapters").glob("*.ipynb")) if part in p.stem}
    problems = []

    def one(name: str) -> list[dict]:
        cells = json.loads(notebooks[name].read_text(encoding="utf-8"))["cells"]
        cells = [cell for cell in cells if cell["cell_type"] == "code"]
        results = in_pyodide("chapter.py", cells, wheels)
        assert len(results) == len(cells)
        return results

    for name, results in together(one, notebooks):
        seconds = sum(r["seconds"] for r in results)
        known = explained.get(name, {})
        differs = {r["cell"]: r["differs"] for r in results if r["differs"]}
        fresh = [cell for cell in differs if cell not in known]
        line = f"  {name:<20} {len(results):4} cells {seconds:7.1f} s  {len(differs)} differ"
        print(line, flush=True)
        for cell in fresh:
            pairs = enumerate(zip(*differs[cell], strict=False))
            at = next((i for i, (one, other) in pairs if one != other), 0)
            old, new = (text[max(0, at - 100) : at + 200] for text in differs[cell])
            problems.append(f"{name} {cell}:\n    stored …{old}\n    came   …{new}")
        problems += [f"{name} {cell} is explained and does not differ" for cell in known
                     if cell not in differs]  # fmt: skip
    return problems


def together(work, names) -> Iterator[tuple[str, list[dict]]]:
    """Each name with what `work` makes of it, as many at once as there are processors, and the
    one that is done first comes first."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = {pool.submit(work, name): name for name in names}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


TRIALS = {"catalogue": catalogue, "chapters": chapters}


def main(what: str = "", part: str = "") -> int:
    import nodejs

    if what not in ("", *TRIALS):
        print(f"live-test: there is no {what}; there are {' and '.join(TRIALS)}")
        return 1
    if problem := nodejs.install():
        print(f"live-test: {problem}")
        return 1
    from live import runtime

    start, problems = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = wheels(Path(folder))
        except runtime.Missing as error:
            print(f"live-test: {error}")
            return 1
        for name in [what] if what else TRIALS:
            print(f"Pyodide: {name}", flush=True)
            problems += TRIALS[name](part, files)
    print("".join(f"live-test: {problem}\n" for problem in problems), end="")
    print(f"{len(problems)} wrong ({time.perf_counter() - start:.0f} s)")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
