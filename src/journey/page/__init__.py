"""The offline page: the whole library in a browser, built as a site or as one file."""
