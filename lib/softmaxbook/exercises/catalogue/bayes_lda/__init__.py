"""Chapter Bayes and LDA: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "flipper",
    "boundary",
    "spam",
    "posterior",
    "new-priors",
    "absent-clues",
    "linear-or-curved",
    "how-many",
)

STORY = Place("bayes-lda", "The generative story")
PARTS = Place("bayes-lda", "Evidence plus prior")
SEVERAL = Place("bayes-lda", "Several measurements")
BY_HAND = Place("bayes-lda", "By hand")
BENDS = Place("bayes-lda", "When the spreads differ")
FAMILIES = Place("bayes-lda", "Other families, linear again")
PRIORS = Place("bayes-lda", "Other priors")
EFRON = Place("bayes-lda", "What does the assumption buy?")
TWICE = Place("bayes-lda", "Evidence counted twice")
