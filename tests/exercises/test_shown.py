"""What a chapter shows to be wrong is refused by the exercise that asks for the right one.

The functions are taken from the chapters' own cells, so that whatever a reader copies is tried.
"""

import ast
import json
import warnings
from functools import cache
from pathlib import Path
from statistics import NormalDist
from types import MappingProxyType

import numpy as np
import pytest

from softmaxbook.exercises import diagnose

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
SOFTMAX, LOG, LOSS, MASK = (
    f"overflow.{slug}"
    for slug in ("stable-softmax", "log-softmax", "loss-from-scores", "masked-softmax")
)


@cache
def shown(notebook, cell):
    """What a reader has defined who has run a notebook up to and with a cell: its imports and
    functions, and of that cell also the names that are set by a display of functions."""
    cells = json.loads((CHAPTERS / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    names = {"np": np}
    for each in cells:
        is_last = each["id"] == cell
        if each["cell_type"] == "code":
            kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef)
            _define(names, "".join(each["source"]), (*kinds, ast.Dict) if is_last else kinds)
        if is_last:
            return MappingProxyType(names)
    raise LookupError(f"{notebook} has no cell {cell}")


def _define(names, source, kinds):
    for statement in ast.parse(source).body:
        if isinstance(getattr(statement, "value", statement), kinds):
            exec(ast.unparse(statement), names)


def along_rows(function):
    return lambda z: np.apply_along_axis(function, -1, np.asarray(z, float))


def along_columns(function):
    return lambda z: np.apply_along_axis(function, 0, z)


def as_shares(function):
    return along_rows(lambda z: function(z) / function(z).sum())


def row_by_row(function):
    return lambda y, p: np.array([function(a, b) for a, b in zip(y, p, strict=True)])


def of_labels(slope):
    return lambda z, y: slope(z, np.eye(z.shape[1])[y])


def walked(gradient):
    def lead_after(gap, steps):
        z = np.array([0.0, gap])
        for _ in range(steps):
            z = z - gradient(stable(z))
        return z[0] - z[1]

    return lead_after


def attending(mask):
    def attention(q, k, v):
        allowed = np.tri(len(q), dtype=bool)
        return mask(q @ k.T / np.sqrt(q.shape[1]), allowed) @ v

    return attention


def averaged(function):
    return lambda p, y, bins=10: function(p, y, bins).mean()


# notebook, cell, name of a function or of a dict of functions, exercise, and what makes an answer
FUNCTIONS = [
    ("01_logits", "the-logarithm-of-the-odds-log", "log_odds", "logits.from-probabilities"),
    (
        "01_logits",
        "only-differences-can-be-known-probabilities",
        "probabilities",
        "logits.against-rest",
    ),
    ("01_logits", "where-it-fails-log", "log_probability_of_best", "logits.against-rest"),
    ("02_softmax", "in-code-softmax", "softmax_by_definition", SOFTMAX),
    ("02_softmax", "in-code-softmax", "softmax_by_definition", "softmax.columns"),
    ("02_softmax", "the-wrong-axis-square", "without_keepdims", SOFTMAX),
    ("02_softmax", "the-wrong-axis-square", "without_keepdims", "softmax.columns"),
    (
        "02_softmax",
        "where-it-fails-twelve-wrong-softmaxes-sigmoid",
        "wrong",
        SOFTMAX,
        along_rows,
    ),
    (
        "02_softmax",
        "where-it-fails-twelve-wrong-softmaxes-sigmoid",
        "wrong",
        "softmax.columns",
        along_columns,
    ),
    (
        "02_softmax",
        "would-another-function-do-candidates",
        "candidates",
        SOFTMAX,
        as_shares,
    ),
    ("03_shift_invariance", "what-a-projection-looks-like-maps", "normalised_relu", SOFTMAX),
    (
        "03_shift_invariance",
        "what-a-projection-looks-like-sparsemax",
        "nearest_on_simplex",
        SOFTMAX,
        along_rows,
    ),
    ("04_overflow", "where-nan-comes-from-warnings", "softmax_by_definition", SOFTMAX),
    ("04_overflow", "without-a-division-division", "division_free", SOFTMAX),
    *(
        ("04_overflow", cell, name, MASK)
        for cell, name in (
            ("the-mask-clinic-lowered", "lowered"),
            ("the-mask-clinic-lowered", "zeroed"),
            ("more-ways-to-mask-clinic", "minus_infinity"),
            ("more-ways-to-mask-clinic", "renormalised"),
        )
    ),
    *(
        (
            "05_maximum_entropy",
            "other-entropies-one-slider-entmax",
            "entmax",
            "maximum-entropy.given-mean",
            lambda f, alpha=alpha: lambda z, m: f(np.asarray(z, float), alpha),
        )
        for alpha in (1, 1.5, 2)
    ),
    *(
        ("08_cross_entropy", cell, name, "cross-entropy.divergence", row_by_row)
        for cell, name in (
            ("which-way-round-swapped", "swapped"),
            ("both-ways-at-once-jensen", "jensen_shannon"),
        )
    ),
    ("09_ce_vs_mse", "how-slow-is-slow-steps", "ce_gradient", "ce-vs-mse.lead-after", walked),
    *(
        ("12_attention", "masks-masked", name, "attention.causal-attention", attending)
        for name in ("zeroed_after", "transposed")
    ),
    (
        "12_attention",
        "padding-and-rows-with-nothing-text",
        "lowered",
        "attention.causal-attention",
        attending,
    ),
    (
        "11_temperature",
        "one-number-for-all-classes-each",
        "classwise",
        "temperature.expected-calibration-error",
        averaged,
    ),
]


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: f"{row[3]}-{row[2]}")
def test_what_a_chapter_shows_to_be_wrong_is_refused(row):
    notebook, cell, name, exercise, *change = row
    found = shown(notebook, cell)[name]
    wrong = found if isinstance(found, dict) else {name: found}
    answers = {key: change[0](f) if change else f for key, f in wrong.items()}
    assert [key for key, answer in answers.items() if not is_refused(exercise, answer)] == []


def is_refused(exercise, answer):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return diagnose(exercise, answer).status in ("named", "symptom", "unnamed", "raised")


# ---- What is shown as a formula -----------------------------------------------------------------


def test_of_the_shifts_only_the_row_maximum_passes():
    names = shown("04_overflow", "shifts-that-are-not-safe-row")
    softmax, shifted = names["softmax_by_definition"], names["shifted"]
    passing = [
        name
        for name, shift in shifted.items()
        if not is_refused(SOFTMAX, lambda z, shift=shift: softmax(shift(z)))
    ]
    assert passing == ["row maximum"]


def test_of_the_three_losses_only_half_the_brier_score_has_its_gradient():
    slopes = shown("09_ce_vs_mse", "the-trial-losses")["slopes"]
    passing = [
        name
        for name, slope in slopes.items()
        if not is_refused("ce-vs-mse.squared-gradient", of_labels(slope))
    ]
    assert passing == ["Brier"]


def stable(z):
    names = shown("04_overflow", "shifts-that-are-not-safe-row")
    return names["softmax_by_definition"](names["shifted"]["row maximum"](z))


def log_sum_exp(z):
    return shown("04_overflow", "log-softmax-and-the-loss-tie")["log_sum_exp"](z)


normal_quantile = np.vectorize(NormalDist().inv_cdf)


def of_true(p, y):
    return p[np.arange(len(y)), y]


def one_hot(z, y):
    return np.eye(z.shape[-1])[y]


def residual(z, y):
    return stable(z) - one_hot(z, y)


def errors(W, X, y):
    return stable(X @ W.T) - np.eye(len(W))[y]


def total_error(W, X, y):
    """The gradient with the biases' sum over the classes as well, as in chapter 10."""
    weights = errors(W, X, y).T @ X
    weights[:, -1] = errors(W, X, y).sum()
    return weights


def twice_softmax_error(W, X, y):
    """What comes back through a second softmax to the scores of the first."""
    p = stable(X @ W.T)
    e = stable(p) - np.eye(len(W))[y]
    return p * (e - (p * e).sum(axis=1, keepdims=True))


def rescaled(q):
    return q / q.sum(axis=-1, keepdims=True)


def sampled(z, truth, others):
    """The sampled cross-entropy without log Q."""
    return np.logaddexp.reduce(z[[truth, *others]]) - z[truth]


def nearest(answer, candidates):
    return int((abs(candidates - answer).max(axis=1) / abs(candidates).max(axis=1)).argmin())


def first_row(near):
    return int(np.argmax(near)) if near.any() else -1


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (LOG, lambda z: np.log(stable(z))),
        *((LOG, lambda z, e=e: np.log(stable(z) + e)) for e in (1e-7, 1e-8, 1e-12)),
        (LOG, lambda z: z - along_rows(log_sum_exp)(z)[..., None]),
        (LOSS, lambda z, y: np.mean(along_rows(log_sum_exp)(z) - of_true(z, y))),
        (LOSS, lambda z, y: np.mean(-np.log(of_true(stable(z), y)))),
        *(
            (LOSS, lambda z, y, e=e: np.mean(-np.log(of_true(stable(z), y) + e)))
            for e in (1e-7, 1e-8, 1e-12)
        ),
        ("maximum-entropy.given-mean", lambda z, m: stable(z)),
        ("maximum-entropy.noisy-choices", lambda z, u: (z + normal_quantile(u)).argmax(axis=-1)),
        ("maximum-entropy.multipliers", (1, 1, 1)),
        ("bayes-lda.spam", 20),
        *(
            ("cross-entropy.loss", lambda z, y, e=e: np.mean(-np.log(of_true(stable(z), y) + e)))
            for e in (0, 1e-12)
        ),
        ("cross-entropy.loss", lambda z, y: np.mean(-np.log(of_true(stable(stable(z)), y)))),
        ("cross-entropy.perplexity", lambda p: np.prod(p) ** (-1 / len(p))),
        ("jacobian.backward", lambda p, g: p * (1 - p) * g),
        ("jacobian.bias-gradient", lambda z, y: residual(z, y).sum() / len(y)),
        ("jacobian.bias-gradient", lambda z, y: (residual(z, y) * one_hot(z, y)).mean(axis=0)),
        ("jacobian.terms-backward", lambda z, t, d: d * (stable(z) - t)),
        ("jacobian.any-target", lambda z, y: stable(z) - y),
        ("bayes-lda.boundary", 1.5),
        ("maximum-entropy.weight-of-entropy", 1),
        ("logits.probability-of-dog", 1 / (1 + np.exp(-1))),
        ("softmax.referral", 1 - 0.93),
        ("shift-invariance.colours", (1 / 2, -np.log(4))),
        ("training.one-step", lambda W, X, y, rate: W - rate * total_error(W, X, y) / len(y)),
        ("training.one-step", lambda W, X, y, rate: W - rate * errors(W, X, y).T @ X),
        (
            "training.one-step",
            lambda W, X, y, rate: W - rate * twice_softmax_error(W, X, y).T @ X / len(y),
        ),
        ("training.floor", lambda K: 0.0),
        ("temperature.scaled-softmax", lambda z, T: rescaled(stable(z) ** (1 / T))),
        ("temperature.ten-answers", (abs(0.77 - 0.7), abs(0.77 - 0.7))),
        ("attention.by-hand", ((9 / 14, 1 / 14, 4 / 14), 66 / 14)),
        ("elsewhere.sampled-loss", lambda z, truth, others, Q: sampled(z, truth, others)),
        (
            "claims.smoothed-loss",
            lambda z, label, epsilon: -np.log((1 - epsilon) * stable(z)[label] + epsilon / len(z)),
        ),
        ("claims.explain", lambda answer, candidates: nearest(answer, candidates)),
        (
            "claims.explain",
            lambda answer, candidates: first_row(abs(candidates - answer).max(axis=1) <= 1e-3),
        ),
        ("claims.referee", [True] * 10),
    ],
)
def test_a_formula_that_a_chapter_rejects_is_refused(exercise, answer):
    assert is_refused(exercise, answer)
