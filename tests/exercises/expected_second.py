"""Which names may be given to each wrong answer of the second collection.

Decided from the sentence beside each answer and from its code, before the checker was tried on
it. `NONE` means that no mistake of the catalogue is the one that was made, so that a symptom, an
exception or the bare numbers are the honest verdict; a set with a name and `NONE` accepts both.
An answer with two errors may be given the name of either, and `NONE` if one of them has no name.
Decided again, in the same way, when the catalogue had grown.
"""

NONE = ""


NAMES: dict[str, set[str]] = {
    # overflow.stable-softmax
    "shift_by_argmax": {"no-max-subtraction", NONE},
    "online_sum_not_rescaled": {"sums-not-rescaled"},
    "implicit_dim_rule": {"normalises-over-batch", NONE},
    "nan_means_winner": {"no-max-subtraction"},
    "clip_logits_500": {"clipped-logits"},
    "max_floored_at_zero": {"max-with-zero"},
    "shift_by_largest_magnitude": {"shift-by-absolute-max"},
    "mask_as_minus_thousand": {"large-number-put-in"},
    "mask_after_normalising": {"zeroed-after-softmax", "score-set-to-0"},
    "filled_into_zeros_like": {"integer-buffer"},
    "log_space_without_shift": {"no-max-subtraction"},
    "one_max_for_all_rows": {"global-max"},
    "maxima_lie_along_columns": {"no-keepdims-in-max", "no-keepdims"},
    "epsilon_under_the_sum": {"epsilon-in-denominator"},
    "flatten_all_but_batch": {"loops-over-first-axis", NONE},
    "shift_upstairs_only": {"numerator-and-denominator-differ"},
    "columns_shifted_by_mean": {"normalises-over-batch", "shift-by-mean"},
    # overflow.log-softmax
    "log_after_stable_softmax": {"log-of-softmax"},
    "log_of_longdouble_softmax": {"log-of-softmax"},
    "floor_at_minus_hundred": {"clipped-probabilities", NONE},
    "log_of_softmax_plus_epsilon": {"epsilon-inside-log"},
    "textbook_formula": {"no-max-subtraction"},
    "maximum_not_added_back": {"max-not-added-back"},
    "reduce_with_default_axis": {"normalises-over-batch"},
    "log1p_of_the_full_sum": {"extra-one-in-sum"},
    "underflow_patched_with_shift": {"log-of-softmax", "not-normalised", NONE},
    "wide_rows_skip_the_sum": {"not-normalised", NONE},
    "log_mean_exp": {"divided-by-count"},
    "negative_log_likelihoods": {"sign-flipped"},
    "normaliser_in_bits": {"base-2"},
    "log_softmax_of_the_softmax": {"softmax-twice"},
    "log_sigmoid_each": {"sigmoid-of-each-logit"},
    "log_pulled_inside_the_sum": {"sums-before-exponential"},
    "clipped_log_down_the_columns": {"normalises-over-batch", "clipped-probabilities"},
    # cross-entropy.gradient
    "mean_over_classes": {"divided-by-classes"},
    "mean_over_all_entries": {"divided-by-n-and-classes"},
    "gradient_of_the_sum": {"not-divided-by-n"},
    "colon_instead_of_row_numbers": {"subtracts-whole-columns"},
    "one_hot_from_the_labels_seen": {"one-hot-too-narrow"},
    "one_hot_of_the_prediction": {"predicted-class-subtracted"},
    "perceptron_style": {"right-predictions-left-out"},
    "clipped_to_half_norm": {"clipped-gradient"},
    "with_label_smoothing": {"label-smoothing"},
    "sigmoid_minus_one_hot": {"sigmoid-of-each-logit"},
    "label_entry_only": {"only-true-class"},
    "derivative_by_probabilities": {"gradient-wrt-p"},
    "rows_averaged_away": {"averaged-over-batch"},
    "forward_differences": {"step-too-large"},
    "descent_direction_unshifted": {"sign-flipped", "no-max-subtraction"},
    # temperature.scaled-softmax
    "power_of_the_softmax": {"power-of-probabilities"},
    "inverse_temperature": {"multiplied-by-T"},
    "softmax_of_tempered_probabilities": {"softmax-of-p-over-T", "softmax-twice"},
    "temperature_floored": {"T-floor"},
    "greedy_when_cold": {"hard-argmax-when-cold"},
    "temperature_plus_epsilon": {"epsilon-added-to-T"},
    "distillation_factor": {"T-once-more"},
    "maximum_not_divided": {"max-not-scaled"},
    "denominator_at_one": {"T-in-numerator-only"},
    "square_root_as_in_attention": {"square-root-of-T"},
    "floor_division": {"floor-division"},
    "blended_with_uniform": {"mixed-with-uniform"},
    "temperature_subtracted": {"T-has-no-effect"},
    "divides_the_callers_array": {"mutates-input"},
    "scaled_logits_clipped": {"clipped-logits"},
    "columns_with_squared_temperature": {"normalises-over-batch", "T-squared"},
    # temperature.expected-calibration-error
    "bins_open_on_the_right": {"open-on-the-right", "left-closed-bins"},
    "bin_number_by_truncation": {"left-closed-bins"},
    "plain_mean_of_gaps": {"bins-not-weighted"},
    "absolute_value_per_example": {"no-bins"},
    "one_gap_for_everything": {"no-bins"},
    "always_ten_bins": {"bins-argument-ignored"},
    "one_bin_too_few": {"one-bin-too-few"},
    "bins_of_equal_count": {"equal-count-bins"},
    "bins_over_the_observed_range": {"bins-over-observed-range"},
    "midpoint_for_confidence": {"bin-midpoint"},
    "confidence_in_the_true_class": {"true-class-probability"},
    "positive_class_only": {"probability-of-class-1"},
    "root_mean_square_gap": {"root-of-squared-gaps"},
    "every_class_binned": {"all-probabilities-binned"},
    "overconfidence_only": {"one-side-only"},
    "probabilities_taken_for_logits": {"softmax-twice"},
    "signed_gaps_over_bins": {
        "signed-gap",
        "divided-by-number-of-bins",
        "bins-not-weighted",
    },
}


def acceptable(name: str) -> set[str]:
    """Names that a wrong answer may be given; NONE among them: it may also go without."""
    return NAMES.get(name, {NONE})
