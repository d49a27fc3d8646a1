"""The solutions: one readable function for each exercise, which needs nothing but NumPy."""
