"""The record in a shape like that of ACLED: 31 columns, as its API gives them. No row of ACLED is in it."""
