"""Dates: a pathway and what is known in, windows for each part, and questions about them, out."""
