"""Terminals, of which there are none."""

# Part of jitreel.

TCSANOW, TCSADRAIN, TCSAFLUSH = 0, 1, 2
BRKINT, ICRNL, INPCK, ISTRIP, IXON = 0o2, 0o400, 0o20, 0o40, 0o2000
OPOST, CSIZE, PARENB, CS8 = 0o1, 0o60, 0o400, 0o60
ECHO, ICANON, IEXTEN, ISIG = 0o10, 0o2, 0o100000, 0o1
VMIN, VTIME = 6, 5


class error(Exception):
    """There is no terminal."""


def _refuse(*args):
    raise error(25, "Inappropriate ioctl for device")


tcgetattr = tcsetattr = tcsendbreak = tcdrain = tcflush = tcflow = _refuse
