# The built-in functions that are loops over what they are given: traces go into them as into any
# function, and tracebacks and frames do not show them.


def any(seq):
    for item in seq:
        if item:
            return True
    return False


def all(seq):
    for item in seq:
        if not item:
            return False
    return True


def _regular_sum(sequence, start):
    last = start
    for item in sequence:
        last = last + item
    return last
