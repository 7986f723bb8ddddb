"""Every page: a timeline, or an answer about one, as a tree of blocks with its sources."""
