"""The record as programs that already exist expect it: other people's interfaces over the same rows."""
