from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.elsewhere import LOSS, SAMPLE
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def sampled_loss(z, truth, others, Q):
    """-log of the truth's share among the candidates, a number."""
    candidates = np.append(truth, others)
    scores = z[candidates] - np.log(Q[candidates])
    top = scores.max()
    return top + np.log(np.exp(scores - top).sum()) - scores[0]


def sampled(form: Callable) -> Callable:
    """form(scores, log Q) of the candidates, the true one first."""

    def loss(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
        candidates = np.append(truth, others)
        return form(z[candidates], np.log(Q[candidates]))

    return loss


def log_share(s: NDArray, total: NDArray | None = None) -> float:
    """log-sum-exp of total, or of s, less the first score."""
    total = s if total is None else total
    return total.max() + np.log(np.exp(total - total.max()).sum()) - s[0]


def is_first(s: NDArray) -> NDArray:
    return np.arange(len(s)) == 0


def all_words(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return log_share(np.append(z[truth], z), z)


def all_words_corrected(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return all_words(z - np.log(Q), truth, others, Q)


def without_hits(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return sampled_loss(z, truth, others[others != truth], Q)


def each_once(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return sampled_loss(z, truth, np.unique(others[others != truth]), Q)


def duplicates_once(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return sampled_loss(z, truth, np.unique(others), Q)


def one_by_one(s: NDArray) -> float:
    return np.logaddexp(0, np.where(is_first(s), -s, s)).sum()


def naive_share(s: NDArray, log_q: NDArray) -> float:
    e = np.exp(s - log_q)
    return -np.log(e[0] / e.sum())


def shifted_by_all(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    e = np.exp(z - z.max()) / Q
    return -np.log(e[truth] / e[np.append(truth, others)].sum())


SIX = np.array([0.3, 0.2, 0.2, 0.15, 0.1, 0.05])


def sampled_probe(name: str, z: list, truth: int, others: list, Q: NDArray = SIX) -> Probe:
    return Probe(name, (np.array(z, float), truth, np.array(others), Q))


EXERCISE = Exercise(
    title="A sampled loss",
    reference=sampled_loss,
    probes=(
        sampled_probe("one other", [1, 0, 2, 0.5, -1, 0], 0, [4]),
        sampled_probe("three others", [1, 0, 2, 0.5, -1, 0], 5, [0, 2, 1]),
        sampled_probe("drawn twice", [0.2, 1.5, -0.5, 0, 1, 2], 2, [0, 0, 3, 1]),
        sampled_probe("the truth drawn too", [0.5, 1, 0, 2, -1, 1], 1, [1, 0, 4]),
        sampled_probe("the truth far behind", [-800, 1, 2, 0, -1, 1], 0, [1, 4, 2]),
        sampled_probe("far ahead, and not drawn", [1, 0, 2, 3000, -1, 1], 0, [1, 4, 2]),
        sampled_probe("large scores", [1000, 999, 998, 1001, 990, 1000.5], 0, [1, 3, 5, 3]),
    ),
    mistakes=(
        Mistake(
            "not-corrected",
            "No log Q was subtracted. Words that are often drawn as others are pushed down "
            "for it, and the scores converge to log P less log Q.",
            wrong=(sampled(lambda s, log_q: log_share(s)),),
        ),
        Mistake(
            "correction-added",
            "The logarithm of Q was added. Then frequent candidates count double against the "
            "truth.",
            wrong=(sampled(lambda s, log_q: log_share(s + log_q)),),
        ),
        Mistake(
            "probability-for-logarithm",
            "Q itself was subtracted. Scores are logarithms, so its logarithm belongs there.",
            wrong=(sampled(lambda s, log_q: log_share(s - np.exp(log_q))),),
        ),
        Mistake(
            "only-others-corrected",
            "The true word's score was left as it was. All candidates are corrected, the "
            "true one too.",
            wrong=(
                sampled(lambda s, log_q: log_share(s - np.where(is_first(s), 0, log_q))),
                sampled(
                    lambda s, log_q: log_share(
                        s - np.where(is_first(s), 0, log_q + np.log(len(s) - 1))
                    )
                ),
            ),
        ),
        Mistake(
            "only-truth-corrected",
            "Only the true word's score was corrected. The others were drawn from Q as well.",
            wrong=(sampled(lambda s, log_q: log_share(s - np.where(is_first(s), log_q, 0))),),
        ),
        Mistake(
            "truth-left-out",
            "The true word is not in the denominator. It is one of the candidates.",
            wrong=(
                sampled(lambda s, log_q: log_share(s - log_q, (s - log_q)[1:])),
                sampled(lambda s, log_q: log_share(s, (s - log_q - np.log(len(s) - 1))[1:])),
            ),
        ),
        Mistake(
            "full-softmax",
            "All words stand in the denominator. The point is to look at the candidates only.",
            wrong=(all_words, all_words_corrected),
        ),
        Mistake(
            "corrected-after-softmax",
            "Q was brought in after softmax, or in numerator or denominator alone. Then the "
            "candidates' shares no longer sum to 1.",
            wrong=(
                sampled(lambda s, log_q: log_share(s, s - log_q)),
                sampled(lambda s, log_q: log_share(s) + log_q[0]),
                sampled(lambda s, log_q: log_share(s) - log_q[0]),
            ),
        ),
        Mistake(
            "no-logarithm",
            "That is the share itself. The loss is minus its logarithm.",
            wrong=(sampled(lambda s, log_q: np.exp(-log_share(s - log_q))),),
        ),
        Mistake(
            "hits-removed",
            "A draw that is the true word was thrown away, or one that came twice was counted "
            "once. The correction is for draws as they come.",
            wrong=(without_hits, each_once, duplicates_once),
        ),
        Mistake(
            "sigmoids-for-softmax",
            "Each candidate was judged by a sigmoid of its own. That is another loss; here the "
            "candidates share out 1.",
            wrong=(
                sampled(lambda s, log_q: one_by_one(s - log_q)),
                sampled(lambda s, log_q: one_by_one(s)),
            ),
        ),
        Mistake(
            "base-2",
            "A logarithm has base 2, of Q or of the share. Scores are in nats, and so is the loss.",
            wrong=(
                sampled(lambda s, log_q: log_share(s - log_q / np.log(2))),
                sampled(lambda s, log_q: log_share(s - log_q) / np.log(2)),
            ),
        ),
        Mistake(
            "divided-by-candidates",
            "The loss was divided by the number of candidates, or of the others. It is the "
            "loss of one word.",
            wrong=(
                sampled(lambda s, log_q: log_share(s - log_q) / len(s)),
                sampled(lambda s, log_q: log_share(s - log_q) / (len(s) - 1)),
            ),
        ),
        Mistake(
            "mean-not-sum",
            "The exponentials were averaged. Softmax divides by their sum.",
            wrong=(sampled(lambda s, log_q: log_share(s - log_q) - np.log(len(s))),),
        ),
        Mistake(
            "no-max-subtraction",
            "Exponentials of large scores overflow. A constant subtracted from all scores "
            "changes no share.",
            wrong=(sampled(naive_share),),
            place=Place("overflow", "Log-sum-exp"),
        ),
        Mistake(
            "maximum-of-all-words",
            "The largest score of all words was subtracted. If that word is no candidate, all "
            "candidates may underflow together.",
            wrong=(shifted_by_all,),
            place=Place("overflow", "Shifts that are not safe"),
        ),
        Mistake(
            "log-of-softmax",
            "The logarithm was taken of a share. Far behind, a share is 0, and so small a share "
            "would have a finite loss.",
            wrong=(sampled(lambda s, log_q: -np.log(softmax(s - log_q)[0])),),
            place=LOSS,
        ),
        Mistake(
            "epsilon-inside-log",
            "A small number inside the logarithm, or a floor under the share, hides how large the "
            "loss of a word far behind is.",
            wrong=tuple(
                sampled(lambda s, log_q, e=e, f=f: -np.log(f(softmax(s - log_q)[0], e)))
                for e in (10.0**-k for k in range(6, 17))
                for f in (np.add, np.maximum)
            ),
            place=Place("overflow", "An epsilon in the logarithm"),
        ),
        Mistake(
            "other-candidate",
            "That is the loss of the last candidate. The truth is another one: its own score "
            "comes off.",
            wrong=gives(
                lambda z, truth, others, Q: (
                    sampled_loss(z, truth, others, Q)
                    + (z - np.log(Q))[truth]
                    - (z - np.log(Q))[np.append(truth, others)[-1]]
                )
            ),
        ),
        Mistake(
            "corrected-twice",
            "The logarithm of Q was subtracted twice. Once makes the scores converge to log P.",
            wrong=gives(lambda z, truth, others, Q: sampled_loss(z - np.log(Q), truth, others, Q)),
        ),
        Mistake(
            "rest-for-Q",
            "The logarithm of 1 − Q was subtracted, of the probability not to be drawn.",
            wrong=gives(lambda z, truth, others, Q: sampled_loss(z, truth, others, 1 - Q)),
        ),
    ),
    hints=(
        "If every word is drawn with the same probability, the correction must not matter. "
        "Does it matter in yours?",
        "Cross-entropy over the candidates with the scores z_c − log Q(c); the true one is a "
        "candidate like the others.",
        "Put the truth before the others, pick their scores, take log Q off each, and return "
        "log-sum-exp of these less the first.",
    ),
    why="In a sentence: what do the scores converge to if nothing is corrected?",
    reply="To log P − log Q, up to a constant: a word that is often drawn is pushed down for it.",
    place=SAMPLE,
    atol=1e-7,
)
