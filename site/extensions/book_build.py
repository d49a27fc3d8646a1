"""What one build of the book needs beyond Jupyter Book: fresh results and a line per chapter.

Fresh results: neither jupyter-cache nor Sphinx looks further than a notebook's own cells, so
both would show yesterday's numbers after a change in lib/ or requirements.txt. The name of the
execution cache, and a configuration value that makes Sphinx read every page again, therefore
carry a fingerprint of these files.
"""

import hashlib
import shutil
import time
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config


def fingerprint(root: Path) -> str:
    """Sixteen hex digits that change whenever the code behind the chapters changes."""
    digest = hashlib.sha256()
    sources = [p for p in (root / "lib").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    for path in sorted([root / "requirements.txt", *sources]):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def use_fresh_results(app: Sphinx, config: Config) -> None:
    config.code_fingerprint = fingerprint(Path(app.srcdir))
    caches = Path(app.outdir).parent / ".results"
    for stale in caches.glob("*"):
        if stale.name != config.code_fingerprint:
            shutil.rmtree(stale)
    config.nb_execution_cache_path = str(caches / config.code_fingerprint)


def start_clock(app: Sphinx, docname: str, source: list[str]) -> None:
    app.env.temp_data["book_build_start"] = time.perf_counter()


def print_page(app: Sphinx, doctree) -> None:
    """One line for each page read, so that a long build is seen to move."""
    page = app.env.docname
    seconds = time.perf_counter() - app.env.temp_data["book_build_start"]
    print(f"  {page:<34} {seconds:6.1f} s", flush=True)


def setup(app: Sphinx) -> dict:
    app.add_config_value("code_fingerprint", "", "env", str)
    app.connect("config-inited", use_fresh_results)
    app.connect("source-read", start_clock)
    app.connect("doctree-read", print_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
