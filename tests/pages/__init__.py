"""The printed pages, judged by tools that other people wrote."""
