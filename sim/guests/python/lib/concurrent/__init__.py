"""Only `concurrent.futures` is in here."""

# Part of jitreel.
