"""The timeline as a picture: where each part lies, and how it is drawn."""
