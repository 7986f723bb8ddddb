"""What a calendar is told: the events of a timeline, what was published before, and the feed."""
