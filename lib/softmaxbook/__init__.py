"""The tested library of The Softmax Book: the functions the chapters derive, ready to use.

>>> from softmaxbook import softmax
>>> softmax([3.0, 1.0, 0.2]).round(3)
array([0.836, 0.113, 0.051])
"""

from softmaxbook.attention import (
    scaled_dot_product_attention,
    scaled_dot_product_attention_grad,
)
from softmaxbook.calibration import (
    expected_calibration_error,
    fit_temperature,
    reliability_curve,
)
from softmaxbook.derivatives import gradient_check, softmax_jacobian, softmax_jvp
from softmaxbook.functions import log_softmax, logsumexp, sigmoid, softmax, sparsemax
from softmaxbook.gaussian import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from softmaxbook.information import (
    entropy,
    entropy_from_logits,
    kl_divergence,
    kl_from_logits,
)
from softmaxbook.losses import (
    brier_score,
    brier_score_grad,
    cross_entropy,
    cross_entropy_and_grad,
    cross_entropy_grad,
    squared_error,
    squared_error_grad,
)
from softmaxbook.maxent import maximum_entropy
from softmaxbook.regression import SoftmaxRegression
from softmaxbook.sampling import gumbel_max, nucleus, top_k

__all__ = [
    "LinearDiscriminantAnalysis",
    "QuadraticDiscriminantAnalysis",
    "SoftmaxRegression",
    "brier_score",
    "brier_score_grad",
    "cross_entropy",
    "cross_entropy_and_grad",
    "cross_entropy_grad",
    "entropy",
    "entropy_from_logits",
    "expected_calibration_error",
    "fit_temperature",
    "gradient_check",
    "gumbel_max",
    "kl_divergence",
    "kl_from_logits",
    "log_softmax",
    "logsumexp",
    "maximum_entropy",
    "nucleus",
    "reliability_curve",
    "scaled_dot_product_attention",
    "scaled_dot_product_attention_grad",
    "sigmoid",
    "softmax",
    "softmax_jacobian",
    "softmax_jvp",
    "sparsemax",
    "squared_error",
    "squared_error_grad",
    "top_k",
]
