"""Faces for programs that others wrote for other data: each speaks a contract that is not the project's own."""
