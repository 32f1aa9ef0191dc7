"""Passwords come from standard input, and are shown."""

# Part of jitreel.

import os
import sys

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    """The password is shown."""


def getpass(prompt="Password: ", stream=None):
    stream = sys.stderr if stream is None else stream
    stream.write(prompt)
    stream.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def getuser():
    """The user's name, from the environment."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if user := os.environ.get(name):
            return user
    return "jitreel"
