"""The pages: one module for each, each with a `router`. A page shows what its twin in the API answers."""
