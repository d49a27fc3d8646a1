"""Solutions of chapter 2, Softmax."""

import numpy as np


def softmax_by_hand():
    """Exponentials of (2, 0, -1), and their shares of the sum."""
    exponentials = np.exp(np.array([2.0, 0.0, -1.0]))  # 7.389, 1, 0.368; sum 8.757
    return exponentials, exponentials / exponentials.sum()


def first_of_two():
    """Softmax of (2, -1), first entry, is the sigmoid of the difference 3."""
    return 1 / (1 + np.exp(-(2 - -1)))


def softmax_of_columns(z):
    """Softmax of every column of z, shape (K, n)."""
    e = np.exp(z)
    return e / e.sum(axis=0, keepdims=True)  # down each column: the classes


def four_mistakes():
    """Each letter's odds of cat against dog tell: they should be exp(2) = 7.39."""
    return [
        "base 2",  # 0.718 / 0.179 = 4 = 2 ** 2
        "divided by max",  # 0.524 / 0.269 = 1.95 = exp(1 - 1/3)
        "sigmoids / sum",  # 0.427 / 0.327 = 1.30 = sigmoid(3) / sigmoid(1)
        "applied twice",  # 0.515 / 0.250 = 2.06 = exp(0.836 - 0.113)
    ]


def one_or_any():
    """Softmax where exactly one answer is true, sigmoids where any number may be."""
    return {
        "X-ray": "sigmoids",  # two findings may be there at once, or none
        "digit": "softmax",  # one of ten
        "genres": "sigmoids",  # a film may have several
        "next word": "softmax",  # exactly one word comes next
    }


def threshold(m):
    """A second look costs 1 - p on average, sending home m p."""
    # equal where 1 - p = m p
    return 1 / (1 + m)


def referral_pays_below():
    """A referral has to beat the cheaper of the two actions."""
    p = np.array([0.93, 0.07])
    cost = np.array([[0, 20], [1, 0]])  # rows: send home, look again
    return (cost @ p).min()


def three_candidates():
    """What each function, divided by its sum, keeps."""
    return {
        "1 + tanh(z)": "order",  # it rises; a shift changes its odds
        "exp(-z)": "shift",  # an exponential; the order is reversed
        "3 ** (z + 1)": "order, shift",  # softmax of z log 3: other odds
    }
