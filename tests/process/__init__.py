"""Tests of the running system as processes: kills, restarts, browsers."""
