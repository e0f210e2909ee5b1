"""Parties to incidents: who they are, what they are called, how they relate over time."""
