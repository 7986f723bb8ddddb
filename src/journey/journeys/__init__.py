"""A person's own file: what it says, how it is written down, and how it is edited in place."""
