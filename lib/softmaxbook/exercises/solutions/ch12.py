"""Solutions of chapter 12, Inside the network."""

import numpy as np


def by_hand():
    """Halved by the root of 4, the scores are log 3, 0 and log 2: exponentials 3, 1 and 2."""
    weights = np.array([3, 1, 2]) / 6
    return weights, weights @ [6, 12, 0]


def causal_attention(q, k, v):
    """Outputs (n, e) of queries (n, d), keys (n, d), values (n, e)."""
    n, d = q.shape
    scores = q @ k.T / np.sqrt(d)
    scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)  # query i sees keys 0 to i
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) @ v


def attention_slopes(q, k, v):
    """Derivatives (e, d) at query (d,); keys (n, d), values (n, e)."""
    root = np.sqrt(len(q))
    scores = k @ q / root
    e = np.exp(scores - scores.max())
    p = e / e.sum()
    centred = k - p @ k  # keys less their mean
    return v.T @ (p[:, None] * centred) / root  # one factor centred is enough


def policy_gradient(z, a, r, b):
    """Estimate, shape (K,), from n actions a and rewards r."""
    e = np.exp(z - z.max())
    pi = e / e.sum()
    slopes = np.eye(len(z))[a] - pi  # of log pi, one row for each draw
    return ((r - b)[:, None] * slopes).mean(axis=0)


def sampled_loss(z, truth, others, Q):
    """-log of the truth's share among the candidates, a number."""
    candidates = np.append(truth, others)
    scores = z[candidates] - np.log(Q[candidates])
    top = scores.max()
    return top + np.log(np.exp(scores - top).sum()) - scores[0]


def two_ranks():
    """d, one more for the biases, and one more for the constants of the rows."""
    scores = 6 + 1
    return scores, scores + 1


def far_enough():
    """Half, when e to the lead is as much as the 200 others; later it has 2000 against it."""
    lead = np.log(200)
    return lead, 200 / (200 + 2000)


def gauge_or_not():
    """What adds one number to all alternatives changes nothing; all else may."""
    return {
        "subtract log-sum-exp from every score": False,
        "soft-cap every score": True,  # the gaps shrink
        "divide every score by the root of d": True,  # a temperature
        "add a sink and drop it after softmax": True,  # the rest no longer sums to 1
        "add 5 to every score and to the sink": False,
        "add one vector to every key": False,  # adds q · u to every score
    }
