"""Lays beside the pages what they load when a reader starts Python in one of them.

Everything lies in `_live/VERSION`, and the version is made of the contents, so a cache can never
hand an old file to a new book. `_live/live.json` says which version there is and how many bytes
each stage transfers; `manifest.json`, in the folder, names the files of each stage.

Every file is packed whole, by gzip, and the archives hold theirs as they are: that is tighter, a
browser unpacks it without help, and the worker can lay out a wheel faster than Python.
"""

import gzip
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from live import node, runtime, wheel

HERE = Path(__file__).parent
# What a page never asks for: tests, declarations for type checkers and compilers, sample data,
# metrics of fonts for PostScript, and typefaces that no figure is set in; of Python's own library,
# code pages of other times, and what needs a socket, a terminal or a second process.
NEEDLESS = re.compile(
    r"/tests/|\.(?:pyi|h|a|afm|bat)$|/sample_data/|/mpl-data/fonts/ttf/DejaVuSerif|\.data/"
    r"|^encodings/(?:big|cp(?!437|1252)|euc|gb|hp|hz|iso|johab|kz|koi|mac|mbcs|oem|palm|ptcp|shift|tis)"
    r"|^(?:multiprocessing|wsgiref|xmlrpc|ctypes/macholib)/|^asyncio/windows_"
    r"|^(?:cgi|cgitb|ftplib|imaplib|mailbox|mailcap|nntplib|poplib|pty|smtplib|socketserver|telnetlib|tty)\.py$"
)
LIBRARY = "python_stdlib.zip"
PYODIDE = ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", LIBRARY]


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
    stages["start"][f"{name}.gz"] = _packed(wheel.repacked(own, packing=zipfile.ZIP_STORED))
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
    wheels = {stage: list(files) for stage, files in runtime.stages().items()}
    stages = {**wheels, "start": [*PYODIDE, *wheels["start"]]}
    if not home.is_dir():
        sources = {name: runtime.PYODIDE / name for name in PYODIDE}
        found = runtime.fetch(cache / "wheels")
        sources |= {name: found / name for group in wheels.values() for name in group}
        shutil.rmtree(cache / "ready", ignore_errors=True)
        part = cache / "ready" / "part"
        part.mkdir(parents=True)
        for name, source in sources.items():
            content = source.read_bytes()
            if source.suffix in (".whl", ".zip"):
                content = wheel.repacked(content, _is_needed, zipfile.ZIP_STORED)
            (part / name).write_bytes(content)
        make_ready(part, wheels)
        for path in list(part.iterdir()):
            path.with_name(f"{path.name}.gz").write_bytes(_packed(path.read_bytes()))
            path.unlink()
        part.replace(home)
    return {
        stage: {f"{name}.gz": (home / f"{name}.gz").read_bytes() for name in group}
        for stage, group in stages.items()
    }


def is_prepared(cache: Path = runtime.CACHE) -> bool:
    """Whether `prepared` has nothing to do."""
    return runtime.PYODIDE.is_dir() and _home(cache).is_dir()


def _home(cache: Path) -> Path:
    """A folder for what is prepared, named by how it is done and of what."""
    what = [runtime.stages(), runtime.lock()["info"], PYODIDE, NEEDLESS.pattern]
    how = [path.read_bytes() for path in (Path(wheel.__file__), HERE / "ready.py")]
    return cache / "ready" / _version(json.dumps(what).encode(), *how)


def make_ready(folder: Path, wheels: dict[str, list[str]]) -> None:
    """Compile what a page imports first, of these wheels and of Python: a minute, once."""
    print("Preparing what pages need to run Python (once, a minute)", flush=True)
    stages = {stage: [folder / name for name in group] for stage, group in wheels.items()}
    environment = {**runtime.ENVIRONMENT, "MPLBACKEND": "agg"}
    archives = {**wheels, "start": [LIBRARY, *wheels["start"]]}
    for stage in node.run(HERE / "ready.py", archives, stages, out=folder, environment=environment):
        print(f"  {stage}", flush=True)


def _is_needed(name: str) -> bool:
    return not NEEDLESS.search(name)


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 7, mtime=0)  # 9 takes three times as long, for half a percent


def _entry(name: str, content: bytes) -> dict:
    """What the worker must know of a file: how much to expect, and the hash of what it unpacks."""
    sha256 = hashlib.sha256(gzip.decompress(content)).hexdigest()
    return {"name": name, "bytes": len(content), "sha256": sha256}


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
