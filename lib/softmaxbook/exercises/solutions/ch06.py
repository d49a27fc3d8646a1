"""Solutions of chapter 6, Bayes and LDA."""

import numpy as np


def flipper():
    """Evidence for Gentoo against Adelie, posterior log-odds, and probability of Gentoo."""
    evidence = ((211 - 190) ** 2 - (211 - 218) ** 2) / (2 * 7**2)  # 441/98 - 49/98
    log_odds = evidence + np.log(1 / 19)
    return evidence, log_odds, 1 / (1 + np.exp(-log_odds))


def boundary():
    """Evidence rises by 3 / 1.5² nats per unit from 0 at 1.5, and has to make up for log 4."""
    slope = (3 - 0) / 1.5**2
    return 1.5 + np.log(0.8 / 0.2) / slope


def spam_bayes_factor():
    """Posterior odds are the Bayes factor times the prior odds, 9 to 1."""
    return np.exp(3) / (0.9 / 0.1)


def posterior(X, means, covariance, priors):
    """Posterior of every class for every row of X, shape (n, K)."""
    W = means @ np.linalg.inv(covariance)
    b = -0.5 * np.sum(W * means, axis=1) + np.log(priors)
    e = np.exp(X @ W.T + b)  # far from all means this overflows: chapter 4
    return e / e.sum(axis=1, keepdims=True)


def with_priors(p, old, new):
    """Posteriors p, shape (n, K), found under the priors old, as they are under new."""
    q = p * new / old  # adding log(new / old) to log p
    return q / q.sum(axis=1, keepdims=True)


def naive_bayes(x, theta, priors):
    """Posterior of every class for every row of clues x, 1 for yes, 0 for no; shape (n, K)."""
    W = np.log(theta / (1 - theta))
    b = np.log(1 - theta).sum(axis=1) + np.log(priors)
    z = x @ W.T + b
    e = np.exp(z - z.max(axis=1, keepdims=True))  # with many clues all of exp(z) may be 0
    return e / e.sum(axis=1, keepdims=True)


def linear_or_curved():
    """Linear where what is curved in the log density is the same for both classes."""
    return {
        "one covariance": "linear",  # the square is common
        "one mean, two widths": "curved",  # it is not
        "yes or no": "linear",  # log-odds of each clue
        "Poisson counts": "linear",  # x log λ − λ; the factorial is common
        "exponential waiting times": "linear",  # log λ − λ x
        "two peaks": "curved",  # the log of a sum of densities
    }


def examples_needed():
    """An efficiency of 0.641: of 1000 examples it makes as much as LDA of 641."""
    return 500 / 0.641
