"""The identities of softmax, derived by SymPy: differentiated, substituted, simplified.

No answer is typed in here. A function starts from a definition, lets SymPy work, and returns
what comes out; the tests subtract the formula of the book from it and ask for 0. Vectors are
SymPy columns: ``z = symbols("z", 3)`` holds three logits. ``to_numpy`` turns any result into a
function of arrays. Write ``symbolic.softmax``: some names are those of the NumPy functions.
"""

from collections.abc import Callable

import sympy as sp

Derived = sp.Expr | sp.Matrix

# The notation for any number of classes: logits z[1] … z[K], probabilities p[1] … p[K].
K = sp.Symbol("K", integer=True, positive=True)
ROW, COLUMN, N = sp.symbols("i j n", integer=True)
Z, P = sp.IndexedBase("z", real=True), sp.IndexedBase("p", positive=True)
TOTAL = sp.Sum(sp.exp(Z[N]), (N, 1, K))

# Definitions: what the derivations start from.


def symbols(name: str, count: int) -> sp.Matrix:
    """Column of real symbols: name1, name2, …

    >>> symbols("z", 3).T
    Matrix([[z1, z2, z3]])
    """
    if count < 1:
        raise ValueError(f"symbols: count is {count}, but at least 1 is needed")
    return sp.Matrix(sp.symbols(f"{name}1:{count + 1}", real=True))


def softmax(z: sp.Matrix) -> sp.Matrix:
    """p_i = exp(z_i) / Σ_j exp(z_j), for a column of K logits.

    >>> softmax(symbols("z", 2))[0]
    exp(z1)/(exp(z1) + exp(z2))
    """
    weights = z.applyfunc(sp.exp)
    return weights / sum(weights)


def logsumexp(z: sp.Matrix) -> sp.Expr:
    """log Σ_j exp(z_j)."""
    return sp.log(sum(z.applyfunc(sp.exp)))


def entropy(p: sp.Matrix) -> sp.Expr:
    """H(p) = −Σ_i p_i log p_i, in nats."""
    return -sum(p_i * sp.log(p_i) for p_i in p)


def cross_entropy(z: sp.Matrix, y: sp.Matrix) -> sp.Expr:
    """−Σ_i y_i log p_i with p = softmax(z), in nats, for any weights y."""
    return -sum(y_i * sp.log(p_i) for y_i, p_i in zip(y, softmax(z), strict=True))


def squared_error(z: sp.Matrix, y: sp.Matrix) -> sp.Expr:
    """½ ‖p − y‖² with p = softmax(z)."""
    return sum((p_i - y_i) ** 2 for p_i, y_i in zip(softmax(z), y, strict=True)) / 2


def jacobian_entry() -> sp.Expr:
    """∂p_i/∂z_j for any number K of classes, as SymPy differentiates it.

    ∂z_i/∂z_j is KroneckerDelta(i, j), and the derivative of the sum over K classes keeps one
    term, because j is one of 1 … K. In probabilities it reads p_i (δ_ij − p_j):

    >>> in_probabilities(jacobian_entry(), Z)
    KroneckerDelta(i, j)*p[i] - p[i]*p[j]
    """
    derivative = sp.diff(sp.exp(Z[ROW]) / TOTAL, Z[COLUMN])
    # doit() sums over n and leaves the case "j is none of 1 … K" open; refine() closes it.
    return sp.refine(derivative.doit(), sp.Q.ge(COLUMN, 1) & sp.Q.le(COLUMN, K))


def jacobian(z: sp.Matrix) -> sp.Matrix:
    """All ∂p_i/∂z_j, K×K, by the quotient rule and not yet simplified.

    >>> in_probabilities(jacobian(symbols("z", 2)), symbols("z", 2)).row(0)
    Matrix([[-p1**2 + p1, -p1*p2]])
    """
    return softmax(z).jacobian(z)


def jacobian_row_sums(z: sp.Matrix) -> sp.Matrix:
    """J·1, simplified: adding one constant to all logits moves no probability.

    >>> jacobian_row_sums(symbols("z", 3)).T
    Matrix([[0, 0, 0]])
    """
    return (jacobian(z) * sp.ones(len(z), 1)).applyfunc(sp.simplify)


def gradient(loss: sp.Expr, z: sp.Matrix) -> sp.Matrix:
    """Column of the derivatives ∂loss/∂z_i, not yet simplified.

    The gradient of ``logsumexp(z)`` is softmax itself; of ``cross_entropy(z, y)`` it is
    (Σy) p − y; of ``squared_error(z, y)`` it is J (p − y).

    >>> z, y = symbols("z", 2), symbols("y", 2)
    >>> in_probabilities(gradient(cross_entropy(z, y), z), z)[0]
    p1*y1 + p1*y2 - y1
    """
    return sp.Matrix([loss.diff(z_i) for z_i in z])


def hessian_of_logsumexp(z: sp.Matrix) -> sp.Matrix:
    """Second derivatives of log Σ exp(z), K×K: again the Jacobian of softmax."""
    return sp.hessian(logsumexp(z), list(z))


# Rewriting.


def in_probabilities(expression: Derived, z: sp.Matrix | sp.IndexedBase) -> Derived:
    """Expression with p_i written for exp(z_i) / Σ_j exp(z_j), expanded.

    z is the column of logits as they stand in the exponentials (z / T for softmax(z / T)), or Z
    for any number of classes. An expression with exponentials outside probabilities, such as
    logsumexp, is a ValueError.
    """
    total = sp.Symbol("total", positive=True)
    if z == Z:
        expression = expression.subs(TOTAL, total)
        weight = {Z[n]: sp.log(P[n] * total) for n in (ROW, COLUMN)}
    else:
        expression = expression.subs(sum(z.applyfunc(sp.exp)), total)
        p = sp.symbols(f"p1:{len(z) + 1}", positive=True)
        weight = {z_i: sp.log(p_i * total) for z_i, p_i in zip(z, p, strict=True)}
    # exp(z_i) = p_i · total; if only ratios of exponentials occur, the total cancels.
    expression = expression.replace(sp.exp, lambda power: sp.exp(power.subs(weight))).expand()
    if expression.has(total):
        raise ValueError(
            "in_probabilities: the sum of exponentials is left over, but an expression is needed "
            "in which exponentials stand in probabilities alone"
        )
    return expression


def sum_to_one(expression: Derived, y: sp.Matrix) -> Derived:
    """Expression under Σ y_i = 1: the last y is replaced by 1 minus the others, then expanded.

    >>> z, y = symbols("z", 2), symbols("y", 2)
    >>> sum_to_one(in_probabilities(gradient(cross_entropy(z, y), z), z), y)[0]
    p1 - y1
    """
    return expression.subs(y[-1], 1 - sum(y[:-1])).expand()


def shifted_softmax(z: sp.Matrix, c: sp.Expr) -> sp.Matrix:
    """softmax(z + c) simplified: c is gone.

    >>> shifted_softmax(symbols("z", 2), sp.Symbol("c"))[0]
    exp(z1)/(exp(z1) + exp(z2))
    """
    return softmax(z.applyfunc(lambda z_i: z_i + c)).applyfunc(sp.simplify)


def two_class_probability(d: sp.Expr) -> sp.Expr:
    """p_1 of two classes whose logits differ by d = z_1 − z_2: the sigmoid of d.

    >>> two_class_probability(sp.Symbol("d", real=True))
    exp(d)/(exp(d) + 1)
    """
    z = symbols("z", 2)
    return sp.simplify(softmax(z)[0].subs(z[0], z[1] + d))


def contrast(d: sp.Expr, classes: int = 3) -> sp.Expr:
    """(p_1 − p_2) / (p_1 + p_2) when z_1 − z_2 = d: tanh(d/2), whatever the other classes.

    >>> contrast(sp.Symbol("d", real=True))
    tanh(d/2)
    """
    z = symbols("z", classes)
    p = softmax(z)
    ratio = sp.cancel((p[0] - p[1]) / (p[0] + p[1])).subs(z[0], z[1] + d)
    return sp.simplify(sp.simplify(ratio).rewrite(sp.tanh))


def entropy_slope(z: sp.Matrix, temperature: sp.Symbol) -> sp.Expr:
    """dH/dT of softmax(z / T), not yet simplified; it is the variance of z under p over T³."""
    return entropy(softmax(z / temperature)).diff(temperature)


# Gaussian classes with one covariance (chapter 6).


def to_numpy(expression: Derived, *arguments: sp.Symbol | sp.Matrix) -> Callable:
    """NumPy function of the arguments, in their order; a column in or out is an array (K,).

    It evaluates the expression as it stands, with no shift by the maximum: exp overflows for
    logits beyond about 700 (chapter 4).

    >>> z = symbols("z", 3)
    >>> to_numpy(softmax(z), z)([3.0, 1.0, 0.2]).round(4)
    array([0.836 , 0.1131, 0.0508])
    """
    if isinstance(expression, sp.MatrixBase) and expression.shape[1] == 1:
        expression = sp.Array(list(expression))
    names = [list(a) if isinstance(a, sp.MatrixBase) else a for a in arguments]
    return sp.lambdify(names, expression, "numpy")
