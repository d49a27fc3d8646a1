"""The tested library of The Softmax Book: the functions the chapters derive, ready to use.

>>> from softmaxbook import softmax
>>> softmax([3.0, 1.0, 0.2]).round(3)
array([0.836, 0.113, 0.051])
"""

from softmaxbook.functions import log_softmax, logsumexp, sigmoid, softmax

__all__ = ["log_softmax", "logsumexp", "sigmoid", "softmax"]
