"""Writers: a document or a timeline in, `str` or `bytes` out. None of them writes a file."""
