"""What editors decide on actors and places: merges with a preview, and analysts' proposals."""
