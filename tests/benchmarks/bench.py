"""Speed and memory of the library beside its peers, in one process, candidates interleaved.

Run by ``make bench``; writes results.md beside this file. Ratios are what counts: they move by
a few per cent from run to run, microseconds by much more. Nothing here is asserted.
"""

import os

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")  # before NumPy is imported

import platform
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import scipy
from scipy import special

import softmaxbook as ours

try:
    import torch

    torch.set_num_threads(1)
except ModuleNotFoundError:
    torch = None

SHAPES = [
    ((16, 10), -1),
    ((16, 10), 0),
    ((1000, 10), -1),
    ((1000, 10), 0),
    ((1000, 1000), -1),
    ((1000, 1000), 0),
    ((64, 50257), -1),
    ((64, 50257), 0),
    ((10, 1_000_000), -1),
    ((10, 1_000_000), 0),
    ((1_000_000, 10), -1),
    ((1_000_000, 10), 0),
]
SECONDS = 0.4  # for each candidate of a row
Times = dict[str, list[float]]


def measure(candidates: dict[str, Callable[[], object]]) -> Times:
    """Seconds of every call, the candidates taking turns, at least five of each."""
    times: Times = {name: [] for name in candidates}
    for call in candidates.values():
        call()
    start = time.perf_counter()
    while (
        time.perf_counter() - start < SECONDS * len(candidates)
        or len(next(iter(times.values()))) < 5
    ):
        for name, call in candidates.items():
            before = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - before)
    return times


def ratio(times: Times, slow: str, fast: str) -> str:
    """How many times as fast `fast` is, by minimum and (in brackets) by median."""
    least = min(times[slow]) / min(times[fast])
    middle = statistics.median(times[slow]) / statistics.median(times[fast])
    return f"{least:.2f} ({middle:.2f})"


def peak(call: Callable[[], object], size: int) -> float:
    """Memory allocated on the way, in multiples of the input."""
    tracemalloc.start()
    call()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / size


def logits(shape: tuple[int, ...], dtype: type, spread: float = 1.0) -> np.ndarray:
    return (np.random.default_rng(0).normal(size=shape) * spread).astype(dtype)


@np.errstate(over="ignore")  # of exp alone, where the logits are wild
def functions(x: np.ndarray, axis: int) -> list[str]:
    out = np.empty_like(x)
    times = measure(
        {
            "exp": lambda: np.exp(x, out=out),
            "softmax": lambda: ours.softmax(x, axis),
            "scipy softmax": lambda: special.softmax(x, axis),
            "log": lambda: ours.log_softmax(x, axis),
            "scipy log": lambda: special.log_softmax(x, axis),
            "lse": lambda: ours.logsumexp(x, axis),
            "scipy lse": lambda: special.logsumexp(x, axis),
        }
    )
    return [
        f"{min(times['softmax']) * 1e6:.4g}",
        ratio(times, "scipy softmax", "softmax"),
        ratio(times, "softmax", "exp"),
        ratio(times, "scipy log", "log"),
        ratio(times, "scipy lse", "lse"),
    ]


def memory(x: np.ndarray, axis: int) -> list[str]:
    out = np.empty_like(x)
    return [
        f"{peak(call, x.nbytes):.2f}"
        for call in (
            lambda: ours.softmax(x, axis),
            lambda: ours.softmax(x, axis, out=out),
            lambda: special.softmax(x, axis),
            lambda: ours.logsumexp(x, axis),
            lambda: special.logsumexp(x, axis),
        )
    ]


def losses(n: int, classes: int, dtype: type) -> list[str]:
    z, y = logits((n, classes), dtype), np.random.default_rng(1).integers(classes, size=n)
    tensor, labels = torch.tensor(z, requires_grad=True), torch.tensor(y)

    def theirs() -> None:
        tensor.grad = None
        torch.nn.functional.cross_entropy(tensor, labels).backward()

    def mine() -> None:
        ours.cross_entropy_and_grad(z, y)

    times = measure({"torch": theirs, "ours": mine})
    return [f"{min(times['ours']) * 1e6:.4g}", ratio(times, "torch", "ours")]


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def row(label: str, cells: list[str]) -> list[str]:
    print(f"{label:<28}", *cells, flush=True)
    return [label, *cells]


def main() -> int:
    dtypes = (np.float32, np.float64)
    named = [(f"{s}, axis {a}, {t.__name__}", logits(s, t), a) for s, a in SHAPES for t in dtypes]
    wild = [
        (f"(1000, 1000), σ = {spread}, {t.__name__}", logits((1000, 1000), t, spread), -1)
        for spread in (100, 1000)
        for t in dtypes
    ]
    speed = [row(label, functions(x, axis)) for label, x, axis in named + wild]
    room = [row(label, memory(x, axis)) for label, x, axis in named if x.size >= 10**6]
    parts = [
        "# Benchmarks",
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}, "
        f"PyTorch {torch.__version__ if torch else 'not installed'}; one thread. "
        "Written by `make bench`.",
        "How many times as fast as SciPy, by the minimum of interleaved calls and (by the "
        "median); softmax / exp is against `np.exp(x, out=out)` alone, smaller is better.",
        table(
            ["logits", "softmax, µs", "softmax", "softmax / exp", "log_softmax", "logsumexp"], speed
        ),
        "Peak memory beyond the input, in multiples of the input.",
        table(["logits", "softmax", "with out=", "SciPy", "logsumexp", "SciPy"], room),
    ]
    if torch:
        sizes = [(16, 10), (1000, 10), (1000, 1000), (1_000_000, 10)]
        loss = [row(f"({n}, {k}), {t.__name__}", losses(n, k, t)) for n, k in sizes for t in dtypes]
        parts += [
            "Cross-entropy and its gradient, against PyTorch on one thread.",
            table(["logits", "ours, µs", "times as fast"], loss),
        ]
    path = Path(__file__).with_name("results.md")
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(f"The tables are in {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
