from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.maximum_entropy import COUNTING, GIBBS, HALF, LOSES
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def shortfall(p, z):
    """LSE(z) minus <p, z> + H(p), which is the divergence of p from softmax(z)."""
    kept = p > 0  # 0 log 0 = 0
    entropy = -np.sum(p[kept] * np.log(p[kept]))
    top = z.max()  # lest exp overflow: chapter 4
    return top + np.log(np.exp(z - top).sum()) - p @ z - entropy


Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


def lse(z: NDArray) -> float:
    return float(z.max() + np.log(np.exp(z - z.max()).sum()))


def xlogx(p: NDArray, eps: float = 0.0) -> NDArray:
    return np.where(p > 0, p * np.log(np.where(p > 0, p, 1) + eps), 0)


def H(p: NDArray) -> float:
    return float(-xlogx(p).sum())


def epsilons() -> tuple[Callable, ...]:
    return tuple(
        lambda p, z, eps=eps: lse(z) - p @ z + (p * np.log(p + eps)).sum()
        for eps in (0.1, 0.01, *(10.0**-k for k in range(3, 11)))
    ) + tuple(
        lambda p, z, eps=eps: lse(z) - p @ z + (p * np.log(np.maximum(p, eps))).sum()
        for eps in (0.2, 0.15)
    )


EXERCISE = Exercise(
    title="What is given away",
    reference=shortfall,
    probes=(
        Probe("two classes", (np.array([0.25, 0.75]), np.array([2.0, 0.0]))),
        Probe("the photograph", (np.array([0.5, 0.3, 0.2]), Z)),
        Probe("no birds", (np.array([0.5, 0.5, 0.0]), Z)),
        Probe("a corner", (np.array([0.0, 1.0, 0.0]), Z)),
        Probe("negative scores", (np.array([0.1, 0.2, 0.3, 0.4]), -np.arange(1.0, 5.0))),
        Probe("the maximiser", (softmax(Z), Z)),
        Probe(
            "scores around 1000",
            (np.array([0.5, 0.25, 0.25]), np.array([1000.0, 998.0, 1001.5])),
            beyond="With scores around 1000 yours overflows, as chapter 4 shows.",
        ),
    ),
    mistakes=(
        Mistake(
            "entropy-missing",
            "The entropy is missing: this compares log-sum-exp with the mean score alone.",
            wrong=gives(lambda p, z: lse(z) - p @ z),
        ),
        Mistake(
            "score-missing",
            "The mean score under p is missing: this compares log-sum-exp with the entropy alone.",
            wrong=gives(lambda p, z: lse(z) - H(p)),
        ),
        Mistake(
            "one-part-only",
            "That is one of the three parts: entropy, mean score or log-sum-exp. The shortfall "
            "takes the first two from the third.",
            wrong=gives(
                lambda p, z: H(p),
                lambda p, z: p @ z,
                lambda p, z: lse(z),
            ),
        ),
        Mistake(
            "value-not-shortfall",
            "That is what p is worth. The shortfall is what is missing to the best value.",
            wrong=gives(lambda p, z: p @ z + H(p)),
        ),
        Mistake(
            "sign-of-entropy",
            "The entropy has the wrong sign: the sum of p log p is minus the entropy.",
            wrong=gives(lambda p, z: lse(z) - p @ z + H(p)),
            place=COUNTING,
        ),
        Mistake(
            "max-for-logsumexp",
            "The largest score stands where log-sum-exp belongs. It is the best value without "
            "entropy, and spreading out can beat it.",
            wrong=gives(
                lambda p, z: z.max() - p @ z - H(p),
                lambda p, z: z.max() - p @ z,
            ),
        ),
        Mistake(
            "entropy-of-the-best-missing",
            "The best value was taken without its entropy: the mean score of softmax is only a "
            "part of it.",
            wrong=gives(
                lambda p, z: softmax(z) @ z - p @ z - H(p),
                lambda p, z: softmax(z) @ z - p @ z,
            ),
        ),
        Mistake(
            "log-missing",
            "The sum of the exponentials stands there without its logarithm.",
            wrong=gives(lambda p, z: np.exp(z).sum() - p @ z - H(p)),
        ),
        Mistake(
            "roles-swapped",
            "That is the divergence with the two distributions exchanged; it is infinite as "
            "soon as p excludes a class.",
            wrong=gives(
                lambda p, z: (softmax(z) * (np.log(softmax(z)) - np.log(p))).sum(),
            ),
            place=LOSES,
        ),
        Mistake(
            "zero-log-zero",
            "Where a share is 0 the result is nan: 0 times the logarithm of 0. By definition "
            "such a term is 0.",
            wrong=gives(
                lambda p, z: lse(z) - p @ z + (p * np.log(p)).sum(),
                lambda p, z: (p * np.log(p / softmax(z))).sum(),
            ),
            place=COUNTING,
        ),
        Mistake(
            "epsilon-inside-log",
            "A small number was added inside the logarithm. It avoids log 0 and changes the "
            "other terms as well.",
            wrong=epsilons(),
            place=COUNTING,
        ),
        Mistake(
            "base-2",
            "Some of the logarithms have base 2. Scores are in nats.",
            wrong=gives(
                lambda p, z: lse(z) - p @ z - H(p) / np.log(2),
                lambda p, z: lse(z) / np.log(2) - p @ z - H(p) / np.log(2),
            ),
        ),
        Mistake(
            "difference-of-entropies",
            "The entropies of p and of softmax were compared. That would be the shortfall if "
            "both had the same mean score.",
            wrong=gives(
                lambda p, z: H(softmax(z)) - H(p),
                lambda p, z: H(p) - H(softmax(z)),
            ),
            place=HALF,
        ),
        Mistake(
            "distance-for-divergence",
            "That is a distance between p and softmax. The shortfall is their divergence, "
            "which is measured in nats.",
            wrong=gives(
                lambda p, z: ((p - softmax(z)) ** 2).sum(),
                lambda p, z: ((p - softmax(z)) ** 2).sum() / 2,
                lambda p, z: np.sqrt(((p - softmax(z)) ** 2).sum()),
                lambda p, z: abs(p - softmax(z)).sum(),
                lambda p, z: abs(p - softmax(z)).sum() / 2,
            ),
            place=LOSES,
        ),
    ),
    hints=(
        "What does your function return for softmax of the scores itself, and what for (0, 1, "
        "0) and the scores (3, 1, 0.2)? The second is a loss you have seen.",
        "LSE(z) − ⟨p, z⟩ − H(p), with 0 log 0 = 0.",
        "Leave the entries that are 0 out of the sum for the entropy; they would contribute "
        "nothing.",
    ),
    why="In a sentence: which loss is this if p is one-hot?",
    reply="The cross-entropy of that class, LSE(z) − z_k = −log softmax(z)_k: the entropy of a "
    "one-hot p is 0.",
    place=GIBBS,
    atol=1e-10,
    rtol=1e-10,
)
