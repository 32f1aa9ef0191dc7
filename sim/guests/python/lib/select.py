"""Waiting for files and networks, of which there are none."""

# Part of jitreel.

error = OSError
POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32
EPOLLIN, EPOLLPRI, EPOLLOUT, EPOLLERR, EPOLLHUP = 1, 2, 4, 8, 16
PIPE_BUF = 4096


def select(rlist, wlist, xlist, timeout=None):
    raise OSError(1, "waiting for files is not supported")


def poll():
    raise OSError(1, "waiting for files is not supported")
