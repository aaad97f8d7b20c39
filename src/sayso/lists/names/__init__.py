"""Names: written in one alphabet, taken apart, compared and looked up."""
