"""Findings of the analysis as answers: the shapes of `stats_shapes.py`."""
