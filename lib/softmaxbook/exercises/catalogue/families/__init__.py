"""Mistakes, and what goes with them, that several exercises share, by subject."""
