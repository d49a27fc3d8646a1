"""What one build of the book needs beyond Jupyter Book: fresh results, soon, a line per chapter.

Fresh results: neither jupyter-cache nor Sphinx looks further than a notebook's own cells, so
both would show yesterday's numbers after a change in lib/ or requirements.txt. The name of the
execution cache, and a configuration value that makes Sphinx read every page again, therefore
carry a fingerprint of these files.

Soon: MyST-NB executes a notebook when Sphinx reads it, one after the other. Here several at a time
are executed ahead of the reading, into the cache in which MyST-NB looks first; and without the
cells that a page does not have, which hold assertions. `make test` runs those, and shows that what
is printed does not depend on them.
"""

import hashlib
import os
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import cache
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache import db
from jupyter_cache.executors.utils import single_nb_execution
from nbformat import NotebookNode
from pybtex import plugin
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.sorting.author_year_title import SortingStyle
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sqlalchemy import URL, Engine, create_engine

KERNELS = min(4, os.cpu_count() or 1)


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


def open_database(address: str) -> Engine:
    """jupyter-cache puts the path of its database into an address, where %20 and ? mean something
    else than in the name of a folder."""
    return create_engine(URL.create("sqlite", database=address.removeprefix("sqlite:///")))


db.create_engine = open_database
# Else each citation looks through the metadata of every installed package: a tenth of the reading.
plugin._load_entry_point = cache(plugin._load_entry_point)


class ByName(SortingStyle):
    """Böhning before Bridle, and the Gemma Team at G: letters alone, no commands of LaTeX."""

    def person_key(self, person):
        return re.sub(r"\\[a-z]+\b|[^\w ]", "", super().person_key(person))


plugin.register_plugin("pybtex.style.sorting", "by_name", ByName)


class References(PlainStyle):
    default_sorting_style = "by_name"


plugin.register_plugin("pybtex.style.formatting", "by_name", References)


def execute_ahead(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Begin with the notebooks that Sphinx is about to read and that have no result yet."""
    results = get_cache(app.config.nb_execution_cache_path)
    pool = ThreadPoolExecutor(KERNELS)
    app.executed_ahead = {}  # docname -> notebook and future
    for docname in docnames:
        path = Path(env.doc2path(docname))
        if path.suffix != ".ipynb":
            continue
        notebook = nbformat.read(path, as_version=4)
        try:
            results.match_cache_notebook(notebook)
        except KeyError:
            limits = {"timeout": app.config.nb_execution_timeout, "allow_errors": False}
            shown = without_removed(notebook)
            task = pool.submit(single_nb_execution, shown, str(path.parent), **limits)
            app.executed_ahead[docname] = notebook, task
    pool.shutdown(wait=False)


def without_removed(notebook: NotebookNode) -> NotebookNode:
    """The notebook, with nothing in the cells that are removed from the page."""
    shown = deepcopy(notebook)
    for cell in shown.cells:
        if "remove-cell" in cell.metadata.get("tags", []):
            cell.source = ""
    return shown


def await_results(app: Sphinx, docname: str, source: list[str]) -> None:
    """Store what was executed ahead. What failed is left to MyST-NB, which says how it failed."""
    app.env.temp_data["book_build_start"] = time.perf_counter()
    notebook, task = app.executed_ahead.pop(docname, (None, None))
    if task is None or task.exception() or task.result().err:
        return
    result = task.result()
    for cell, original in zip(result.nb.cells, notebook.cells, strict=True):
        cell.source = original.source  # the cache knows a notebook by its code
    data = {"execution_seconds": result.time}
    bundle = CacheBundleIn(result.nb, app.env.doc2path(docname), data=data)
    results = get_cache(app.config.nb_execution_cache_path)
    results.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def print_page(app: Sphinx, doctree) -> None:
    """One line for each page read, so that a long build is seen to move."""
    page = app.env.docname
    seconds = time.perf_counter() - app.env.temp_data["book_build_start"]
    print(f"  {page:<34} {seconds:6.1f} s", flush=True)


def setup(app: Sphinx) -> dict:
    app.add_config_value("code_fingerprint", "", "env", str)
    app.connect("config-inited", use_fresh_results)
    app.connect("env-before-read-docs", execute_ahead)
    app.connect("source-read", await_results)
    app.connect("doctree-read", print_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
