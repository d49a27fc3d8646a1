"""Lays beside the pages what they load when a reader starts Python in one of them.

Everything lies in `_live/VERSION`, and the version is made of the contents, so a cache can never
hand an old file to a new book. `_live/live.json` says which version there is and how many bytes
each stage transfers; `manifest.json`, in the folder, names the files of each stage.
"""

import gzip
import hashlib
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from live import node, runtime, wheel

HERE = Path(__file__).parent
# What a page never asks for: tests, declarations for type checkers and compilers, sample data,
# metrics of fonts for PostScript, and typefaces that no figure is set in.
NEEDLESS = re.compile(
    r"/tests/|\.(?:pyi|h|a|afm)$|/sample_data/|/mpl-data/fonts/ttf/DejaVuSerif|\.data/"
)
PYODIDE = {  # name: whether gzip makes it smaller
    "pyodide.mjs": True,
    "pyodide.asm.js": True,
    "pyodide.asm.wasm": True,
    "python_stdlib.zip": False,
}


def publish(html: Path, notebooks: Iterable[Path], cache: Path = runtime.CACHE) -> dict:
    """Make `html/_live` hold one version of what live pages load; what `live.json` says.

    notebooks : of the chapters, whose check cells say what is handed in to each exercise

    Raises
    ------
    runtime.Missing
        if a wheel can be had nowhere.
    RuntimeError
        if the library's own wheel cannot be made.
    """
    name, own = wheel_beside(html, cache)
    stages = {stage: dict(files) for stage, files in prepared(cache).items()}
    stages["start"][name] = own
    worker = (HERE / "worker.mjs").read_bytes()
    manifest = {
        "info": runtime.lock()["info"],
        "environment": runtime.ENVIRONMENT,
        "handedIn": handed_in(notebooks),
        "stages": {s: [_entry(n, c) for n, c in files.items()] for s, files in stages.items()},
    }
    version = _version(worker, json.dumps(manifest).encode())
    files = {f"{version}/{n}": c for parts in stages.values() for n, c in parts.items()}
    files[f"{version}/worker.mjs"] = worker
    files[f"{version}/manifest.json"] = json.dumps(manifest, indent=1).encode()
    summary = {
        "version": version,
        "wheel": name,
        "bytes": {s: sum(len(c) for c in parts.values()) for s, parts in stages.items()},
    }
    files["live.json"] = json.dumps(summary, indent=1).encode()
    _lay(html / "_live", files)
    return summary


def wheel_beside(html: Path, cache: Path = runtime.CACHE) -> tuple[str, bytes]:
    """Put the library's wheel at its stable address, for notebooks elsewhere; name and content."""
    name, content = wheel.build(cache / "book")
    html.mkdir(parents=True, exist_ok=True)
    (html / name).write_bytes(content)
    return name, content


def handed_in(notebooks: Iterable[Path]) -> dict[str, str]:
    """Exercise -> the expression that its check cell hands in, such as the name of a function."""
    import ast

    from softmaxbook.exercises import starters

    found = {}
    for notebook in notebooks:
        for source in starters.sources(notebook):
            for call in starters.calls(source):
                found[call.args[0].value] = ast.unparse(call.args[1])
    return found


def prepared(cache: Path) -> dict[str, dict[str, bytes]]:
    """Stage -> name -> content, as it is published. Made once; kept beside the wheels."""
    home = _home(cache)
    names = {stage: list(files) for stage, files in runtime.stages().items()}
    packed = {f"{n}.gz" if small else n: n for n, small in PYODIDE.items()}
    if not home.is_dir():
        wheels = runtime.fetch(cache / "wheels")
        shutil.rmtree(cache / "ready", ignore_errors=True)
        part = cache / "ready" / "part"
        part.mkdir(parents=True)
        for name, source in packed.items():
            content = (runtime.PYODIDE / source).read_bytes()
            small = gzip.compress(content, 9, mtime=0) if name != source else content
            (part / name).write_bytes(small)
        for name in (n for group in names.values() for n in group):
            light = wheel.repacked((wheels / name).read_bytes(), _is_needed)
            (part / name).write_bytes(light)
        make_ready(part, names)
        part.replace(home)
    stages = {stage: {n: (home / n).read_bytes() for n in group} for stage, group in names.items()}
    stages["start"] = {n: (home / n).read_bytes() for n in packed} | stages["start"]
    return stages


def is_prepared(cache: Path = runtime.CACHE) -> bool:
    """Whether `prepared` has nothing to do."""
    return runtime.PYODIDE.is_dir() and _home(cache).is_dir()


def _home(cache: Path) -> Path:
    """A folder for what is prepared, named by how it is done and of what."""
    what = [runtime.stages(), runtime.lock()["info"], PYODIDE, NEEDLESS.pattern]
    how = [path.read_bytes() for path in (Path(wheel.__file__), HERE / "ready.py")]
    return cache / "ready" / _version(json.dumps(what).encode(), *how)


def make_ready(folder: Path, names: dict[str, list[str]]) -> None:
    """Compile in these wheels what a page imports first: a minute, once."""
    print("Preparing what pages need to run Python (once, a minute)", flush=True)
    stages = {stage: [folder / name for name in group] for stage, group in names.items()}
    environment = {**runtime.ENVIRONMENT, "MPLBACKEND": "agg"}
    for stage in node.run(HERE / "ready.py", names, stages, out=folder, environment=environment):
        print(f"  {stage}", flush=True)


def _is_needed(name: str) -> bool:
    return not NEEDLESS.search(name)


def _entry(name: str, content: bytes) -> dict:
    """What the worker must know of a file: how much to expect, and the hash of what it unpacks."""
    whole = gzip.decompress(content) if name.endswith(".gz") else content
    return {"name": name, "bytes": len(content), "sha256": hashlib.sha256(whole).hexdigest()}


def _version(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]


def _lay(folder: Path, files: dict[str, bytes]) -> None:
    """Make `folder` hold these files and nothing else, writing only what has changed."""
    for path in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else []:
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        if not (
            path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
