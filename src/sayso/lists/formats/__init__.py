"""One reader for each format in which authorities publish their lists."""
