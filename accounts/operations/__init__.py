"""Writes of accounts: invitations and roles, API tokens."""
