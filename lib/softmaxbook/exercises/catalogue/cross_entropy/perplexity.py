from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.cross_entropy import PERPLEXITY, SURPRISE, UNDERFLOW
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def perplexity(p):
    """Exponential of the mean surprise; a product would underflow."""
    return np.exp(-np.log(p).mean())


def on_p(formula: Callable[[NDArray], float]) -> Callable:
    return lambda p: formula(np.asarray(p, float))


EXERCISE = Exercise(
    title="Perplexity of a long text",
    reference=perplexity,
    probes=(
        Probe("a single token", (np.array([0.25]),)),
        Probe("two tokens", (np.array([0.5, 0.125]),)),
        Probe("five tokens", (np.array([0.9, 0.2, 0.05, 0.6, 0.3]),)),
        Probe("all alike", (np.full(7, 0.1),)),
        Probe("nearly sure", (np.array([0.99, 0.999, 0.98]),)),
        Probe("1000 tokens of 0.3", (np.full(1000, 0.3),)),
        Probe("3000 tokens", (np.tile([0.5, 0.01, 0.2], 1000),)),
        Probe("a token that was hardly expected", (np.array([0.5, 1e-15, 0.25]),)),
    ),
    mistakes=(
        Mistake(
            "product-first",
            "The product of the probabilities underflowed to 0 on a long text. Logarithms are "
            "added without that danger.",
            wrong=(
                on_p(lambda p: np.prod(p) ** (-1 / len(p))),
                on_p(lambda p: (1 / np.prod(p)) ** (1 / len(p))),
                on_p(lambda p: np.exp(-np.log(np.prod(p)) / len(p))),
                *(
                    on_p(lambda p, e=e: np.exp(-np.log(np.prod(p) + e) / len(p)))
                    for e in (1e-300, 1e-100, 1e-30, 1e-16, 1e-15, 1e-12, 1e-10, 1e-8)
                ),
            ),
            place=UNDERFLOW,
        ),
        Mistake(
            "epsilon-inside-log",
            "A small number was put inside the logarithm, as a summand or a floor. A token that "
            "was hardly expected then surprises too little.",
            wrong=tuple(
                on_p(lambda p, e=e, padded=padded: np.exp(-np.log(padded(p, e)).mean()))
                for e in (10.0**-k for k in (14, 12, 10, 9, 8, 7, 6, 5))
                for padded in (np.add, np.maximum)
            ),
            place=UNDERFLOW,
        ),
        Mistake(
            "sum-not-mean",
            "The surprises were added up and not averaged. The result then grows with the "
            "length of the text.",
            wrong=(
                on_p(lambda p: np.exp(-np.log(p).sum())),
                on_p(lambda p: 1 / np.prod(p)),
            ),
        ),
        Mistake(
            "no-exponential",
            "This is the mean surprise, in nats or bits. Perplexity is the number of equally "
            "likely choices that would surprise as much.",
            wrong=(on_p(lambda p: -np.log(p).mean()), on_p(lambda p: -np.log2(p).mean())),
        ),
        Mistake(
            "bases-mixed",
            "Nats were raised with base 2, or bits with base e. The base of the power has to "
            "be that of the logarithm.",
            wrong=(
                on_p(lambda p: 2 ** -np.log(p).mean()),
                on_p(lambda p: np.exp(-np.log2(p).mean())),
                on_p(lambda p: np.exp(-np.log10(p).mean())),
                on_p(lambda p: 10 ** -np.log(p).mean()),
            ),
            place=SURPRISE,
        ),
        Mistake(
            "sign-flipped",
            "The minus sign is missing: this is a typical probability, below 1. Perplexity is "
            "its inverse.",
            wrong=(on_p(lambda p: np.exp(np.log(p).mean())),),
        ),
        Mistake(
            "mean-of-inverses",
            "The inverses of the probabilities were averaged. The mean is taken of the "
            "logarithms, so that one rare token does not decide everything.",
            wrong=(on_p(lambda p: (1 / p).mean()),),
        ),
        Mistake(
            "inverse-of-mean",
            "The probabilities were averaged and then inverted. The mean is taken of their "
            "logarithms.",
            wrong=(on_p(lambda p: 1 / p.mean()), on_p(lambda p: np.exp(-np.log(p.mean())))),
        ),
        Mistake(
            "entropy-of-the-list",
            "The list was treated as a distribution, each surprise weighted with its own "
            "probability. These are tokens that came, each of them once.",
            wrong=(
                on_p(lambda p: np.exp(-(p * np.log(p)).sum())),
                on_p(lambda p: np.exp(-(p * np.log(p)).mean())),
            ),
        ),
        Mistake(
            "one-token-less",
            "The sum of the surprises was divided by one less, or one more, than there are tokens. "
            "Each of them counts.",
            wrong=(
                on_p(lambda p: np.exp(-np.log(p).sum() / max(len(p) - 1, 1))),
                on_p(lambda p: np.exp(-np.log(p).sum() / (len(p) - 1)) if len(p) > 1 else np.inf),
                on_p(lambda p: np.exp(-np.log(p).sum() / (len(p) + 1))),
            ),
        ),
        Mistake(
            "root-missing",
            "The probabilities were multiplied, or the surprises added, and the root was left "
            "out or taken as a square root.",
            wrong=(
                on_p(lambda p: np.exp(-np.log(p).sum() / 2)),
                on_p(lambda p: np.prod(p) + 0.0),
            ),
        ),
        Mistake(
            "one-for-each-token",
            "These are the inverses of single probabilities. A text has one perplexity.",
            wrong=(on_p(lambda p: 1 / p),),
        ),
        Mistake(
            "total-surprise",
            "That is the total surprise, in nats or bits. Perplexity is e to its mean.",
            wrong=gives(lambda p: -np.log(p).sum(), lambda p: -np.log2(p).sum()),
        ),
        Mistake(
            "median-not-mean",
            "The median of the tokens was taken. It is the mean of the surprises that goes into "
            "the exponent.",
            wrong=gives(lambda p: np.exp(-np.median(np.log(p)))),
        ),
        Mistake(
            "one-token-only",
            "That is the perplexity of a single token: the first, the last, the most or the least "
            "probable.",
            wrong=gives(
                lambda p: 1 / p.min(),
                lambda p: 1 / p.max(),
                lambda p: 1 / p[-1],
                lambda p: 1 / p[0],
            ),
        ),
    ),
    hints=(
        "A thousand tokens had the probability 0.3 each. What should the perplexity be, and "
        "what does your function give?",
        "Perplexity is e^L, where L = −(1/n) ∑ₘ log pₘ is the mean surprise in nats.",
        "Take the logarithm of every probability first, then the mean, then minus, then the "
        "exponential.",
    ),
    why="In a sentence: what is the perplexity of a model that gives every one of K classes "
    "the same probability?",
    reply="K: every token has the surprise log K, and so has their mean.",
    place=PERPLEXITY,
    atol=1e-9,
)
