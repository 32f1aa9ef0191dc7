"""Starting processes, which is refused."""

# Part of jitreel.


def fork_exec(*args):
    raise PermissionError(13, "programs under jitreel cannot start processes")


def cloexec_pipe():
    raise PermissionError(13, "programs under jitreel have no pipes")
