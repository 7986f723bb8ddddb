"""What a pathway says: its model and consistency, the bundled ones, and variations of them."""
