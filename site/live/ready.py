"""Run by site/node/python.mjs, in Pyodide: make archives that start sooner.

A browser compiles every module anew at every visit: a second for the standard library, one for
NumPy and four for SymPy. So the modules that an import loads are put into the archives compiled;
the others stay as they are, for compiled they are larger. Matplotlib is given the list of its
fonts, which it would make itself.
`argument` is stage -> names of archives, which lie in /out and are replaced there: wheels, and
Python's own library.
"""

import io
import json
import py_compile
import sys
import zipfile
from pathlib import Path

SITE = "/lib/python3.12/site-packages/"
LIBRARY = {"python_stdlib.zip": "/lib/python312.zip/"}  # where Pyodide has it, unlike wheels
FONTS = "matplotlib/fontlist.json"  # the one in the wheel is of another version
# What cells do first, so that what is loaded late is compiled too; and what the library of this
# book imports (tests/live holds that nothing is forgotten).
FIRST = {
    "start": """
import csv, dataclasses, difflib, email.message, fractions, html, importlib.resources, inspect
import json, logging, secrets, tempfile, textwrap, tokenize, traceback, zipfile
import numpy as np
np.random.default_rng(0).normal(size=3) @ np.linalg.inv(np.eye(3))
""",
    "matplotlib": """
import io
import matplotlib.pyplot
from PIL import Image
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
figure = Figure(layout="constrained")
FigureCanvasAgg(figure)
figure.subplots().plot([1, 2], label="$x^2$")
figure.legend()
figure.savefig(io.BytesIO(), format="png")
Image.new("RGB", (2, 2)).quantize(2).save(io.BytesIO(), format="png", optimize=True)
""",
    "sympy": """
import sympy as sp
x, y = sp.symbols("x y", positive=True)
f = sp.log(sp.exp(x) + sp.exp(y))
sp.latex(sp.simplify(sp.diff(f, x))), sp.hessian(f, (x, y)).eigenvals(), sp.integrate(x * y, x)
sp.solve(x**2 - y, x), sp.lambdify([x, y], f)(1, 2), sp.Sum(x, (y, 1, 3)).doit()
""",
    "markdown": """
import markdown_it
markdown_it.MarkdownIt("commonmark").enable("table").render("a")
""",
}


def compiled(archive: bytes, home: str, loaded: set[str]) -> bytes:
    """The same archive, its loaded modules compiled; what they were compiled from is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for path in old.namelist():
            if path.endswith(".py") and home + path in loaded:
                add(new, path + "c", made_of(old.read(path), home + path))
            elif path == FONTS:
                add(new, path, Path(SITE, path).read_bytes())
            else:
                add(new, path, old.read(path))
    return out.getvalue()


def made_of(source: bytes, name: str) -> bytes:
    """A compiled module, which Python takes whatever the times of files are."""
    Path("/tmp/made.py").write_bytes(source)
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(
        "/tmp/made.py", "/tmp/made.pyc", dfile=name, doraise=True, invalidation_mode=mode
    )
    return Path("/tmp/made.pyc").read_bytes()


def add(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, content)  # as it is: see publish.py


for stage, names in json.loads(argument).items():  # noqa: F821  python.mjs sets it
    load(stage)  # noqa: F821
    exec(FIRST[stage], {})
    loaded = {getattr(m, "__file__", None) or "" for m in list(sys.modules.values())}
    for name in names:
        archive = Path("/out", name)
        archive.write_bytes(compiled(archive.read_bytes(), LIBRARY.get(name, SITE), loaded))
    print(stage)
