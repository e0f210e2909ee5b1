"""Who gets what at every address, and what nobody gets."""
