"""Run by python.mjs: which modules of Python's own library a first check and a first cell load.

Prints one line of JSON: {"module": path, …}.
"""

import json
import sys

from softmaxbook import live

live.check_source("softmax.columns", argument, "softmax_of_columns")  # noqa: F821
live.run_cell("import numpy as np\nnp.random.default_rng(0).normal()", "cell")
own = {m.__name__: getattr(m, "__file__", None) or "" for m in list(sys.modules.values())}
home = "/lib/python312.zip"
print(json.dumps({name: file for name, file in own.items() if file.startswith(home)}))
