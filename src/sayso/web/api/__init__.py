"""The HTTP API: one module for each thing that is asked for, each with a `router`."""
