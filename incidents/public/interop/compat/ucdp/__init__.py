"""The record in the shape of UCDP GED events: 49 columns, as its API gives them."""
