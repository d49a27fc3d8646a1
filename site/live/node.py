"""Python as the pages run it, but in Node.js: to prepare what they load, and to try it."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import nodejs

from live import runtime

HERE = Path(__file__).parent


def run(
    script: Path,
    argument: object,
    wheels: Mapping[str, list[Path]],
    *,
    out: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The lines that a Python script prints in Pyodide, as they come.

    Parameters
    ----------
    argument : what the script finds in `argument`, as JSON
    wheels : stage -> paths; the script has those of "start" and can load("sympy") and others;
        "library" is Python's own, if it is not the one of Pyodide
    out : the folder that the script finds at /out
    environment : variables in place of runtime.ENVIRONMENT

    Raises
    ------
    RuntimeError
        if it fails; the message ends with what it printed last.
    """
    settings = {
        "pyodide": str(runtime.PYODIDE),
        "wheels": {stage: [str(p) for p in paths] for stage, paths in wheels.items()},
        "environment": dict(runtime.ENVIRONMENT if environment is None else environment),
        "script": str(script),
        "argument": argument,
        "out": str(out) if out else None,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "settings.json")
        path.write_text(json.dumps(settings), encoding="utf-8")
        command = [nodejs.NODE, HERE.parent / "node" / "python.mjs", path]
        pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
        last = []
        with subprocess.Popen(command, **pipe) as process:
            for line in map(str.rstrip, process.stdout):
                last = [*last, line][-12:]
                yield line
    if process.returncode:
        raise RuntimeError(f"{script.name} failed in Pyodide:\n" + "\n".join(last)[-2000:])
