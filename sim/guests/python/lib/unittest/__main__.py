"""`python -m unittest`: runs the tests that are named, or those that are found."""

from .main import main

__unittest = True

main(module=None)
