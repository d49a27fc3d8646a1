"""Seven words and how each looks at the others, while one head of attention is trained."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from softmaxbook.attention import (
    scaled_dot_product_attention,
    scaled_dot_product_attention_grad,
)
from softmaxbook.functions import softmax
from softmaxbook.losses import cross_entropy_grad

STATE = {"steps": 100.0, "word": "every word", "mask": "none"}
ROWS, RATIO = 3, 396 / 480

SENTENCE = ("the", "cat", "and", "the", "dog", "saw", "it")
WORDS = ("every word", *(f"{i}: {word}" for i, word in enumerate(SENTENCE, 1)))
MASKS = ("none", "causal")
STEPS = (0, 10, 20, 25, 30, 100)


@cache
def scores() -> NDArray:
    """Scores (6, 7, 7): after each number of steps, of each word with each; chapter 12 trains
    the same head, and is held to these numbers."""

    def vectors(texts: NDArray) -> NDArray:
        places = np.tile(np.eye(7), (len(texts), 1, 1))
        return np.concatenate([np.eye(6)[texts], places], axis=-1)

    rng = np.random.default_rng(1)
    texts = rng.integers(6, size=(200, 7))
    x, target = vectors(texts), np.roll(texts, 1, axis=1)
    target[:, 0] = -1  # there is no word before the first
    shown = vectors(np.array([[0, 1, 4, 0, 2, 3, 5]]))[0]
    matrices = [0.3 * rng.normal(size=(13, size)) for size in (4, 4, 6)]
    found = []
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            q, k = (shown @ matrix for matrix in matrices[:2])
            found.append(q @ k.T / 2)
        q, k, v = (x @ matrix for matrix in matrices)
        output, _ = scaled_dot_product_attention(q, k, v)
        g = cross_entropy_grad(output, target, ignore_index=-1)
        backward = scaled_dot_product_attention_grad(q, k, v, g)
        slopes = [np.tensordot(x, b, axes=([0, 1], [0, 1])) for b in backward]
        matrices = [m - 5 * slope for m, slope in zip(matrices, slopes, strict=True)]
    return np.round(found, 2) + 0.0  # no minus before a zero


def sentence(*, steps: float, word: str, mask: str) -> str:
    for name, value, known in (
        ("steps", steps, STEPS),
        ("word", word, WORDS),
        ("mask", mask, MASKS),
    ):
        if value not in known:
            raise ValueError(
                f"{name} is {value!r}, but must be one of {', '.join(map(str, known))}"
            )
    allowed = np.tri(7, dtype=bool) if mask == "causal" else True
    weights = softmax(scores()[STEPS.index(int(steps))], axis=-1, where=allowed)
    before = np.diag(weights, -1)
    masked = ", masked" if mask == "causal" else ""
    start = f"After {steps:g} steps{masked}: "
    if word == "every word":
        most = sum(weights[1:].argmax(axis=-1) == np.arange(6))
        return (
            f"{start}{most} of the last 6 words look most at the one before, which "
            f"gets {before.mean():.3f} on average."
        )
    i = WORDS.index(word) - 1
    shares = ", ".join(f"{w} {p:.3f}" for w, p in zip(SENTENCE, weights[i], strict=True))
    return f"{start}“{SENTENCE[i]}”, word {i + 1}, gives the words in order {shares}."
