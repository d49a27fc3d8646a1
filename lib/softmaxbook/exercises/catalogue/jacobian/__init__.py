"""Chapter The Jacobian: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "by-hand",
    "nudge",
    "backward",
    "terms-backward",
    "read-the-report",
    "bias-gradient",
    "any-target",
    "impossible",
)

BY_HAND = Place("jacobian", "By hand, exact")
SHORTER = Place("jacobian", "A shorter way")
STATED = Place("jacobian", "What always holds")
PRODUCTS = Place("jacobian", "Products without the matrix")
LOSS = Place("jacobian", "Down to the loss")
MAXIMUM = Place("jacobian", "Through the maximum")
MEASURING = Place("jacobian", "Measuring a gradient")
FAILS = Place("jacobian", "Where it fails")
