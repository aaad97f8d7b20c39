"""Weighing: copies, the same matter across reports, independent origins, and how a matter stands."""
