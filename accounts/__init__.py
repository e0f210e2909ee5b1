"""People: users, roles, invitations, API tokens, sign-in."""
