"""Chapter Shift invariance: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "doubled",
    "zero-sum-logits",
    "without-class",
    "colours",
    "noticed",
    "smallest-weights",
    "all-rise",
    "nearest-point",
)

SCALE = Place("shift-invariance", "Shift is not scale")
FLOATS = Place("shift-invariance", "As a property test")
GAUGES = Place("shift-invariance", "From probabilities back to logits")
WEIGHTS = Place("shift-invariance", "The same freedom in W and b")
DECAY = Place("shift-invariance", "What weight decay picks")
RATIOS = Place("shift-invariance", "Ratios are what survives")
BUSES = Place("shift-invariance", "Red bus, blue bus")
ORDER = Place("shift-invariance", "Order, and what rising means")
NOT_COMMON = Place("shift-invariance", "Shift is not scale")
NEAREST = Place("shift-invariance", "What a projection looks like")
PROJECTION = Place("shift-invariance", "Not a projection")
