"""The words that every page shares: the catalogue of sentences, and dates in words."""
