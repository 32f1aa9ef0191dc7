"""What `os` is made of; programs use `os`."""

# Part of jitreel.

from os import *
from os import (
    DirEntry,
    _exit,
    access,
    getcwd,
    listdir,
    lstat,
    scandir,
    stat,
    stat_result,
    strerror,
    terminal_size,
    times,
    uname,
    uname_result,
    urandom,
)
import os as _os

error = OSError
environ = {}
for _name in ("open", "close", "read", "write", "unlink", "remove", "rename", "mkdir", "rmdir"):
    globals()[_name] = getattr(_os, _name)
for _name in dir(_os):
    if _name.isupper() or _name[:2] in ("O_", "F_", "R_", "W_", "X_"):
        globals()[_name] = getattr(_os, _name)
del _name
