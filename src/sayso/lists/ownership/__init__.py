"""Who is blocked through ownership: dated rules, stakes, and what would change."""
