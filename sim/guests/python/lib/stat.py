"""The bits of a file's mode, and the places of `os.stat` results."""

# Part of jitreel.

ST_MODE, ST_INO, ST_DEV, ST_NLINK, ST_UID, ST_GID, ST_SIZE, ST_ATIME, ST_MTIME, ST_CTIME = range(10)

S_IFSOCK = 0o140000
S_IFLNK = 0o120000
S_IFREG = 0o100000
S_IFBLK = 0o060000
S_IFDIR = 0o040000
S_IFCHR = 0o020000
S_IFIFO = 0o010000
S_IFDOOR = S_IFPORT = S_IFWHT = 0

S_ISUID = 0o4000
S_ISGID = 0o2000
S_ISVTX = 0o1000
S_ENFMT = S_ISGID
S_IRWXU, S_IRUSR, S_IWUSR, S_IXUSR = 0o700, 0o400, 0o200, 0o100
S_IRWXG, S_IRGRP, S_IWGRP, S_IXGRP = 0o070, 0o040, 0o020, 0o010
S_IRWXO, S_IROTH, S_IWOTH, S_IXOTH = 0o007, 0o004, 0o002, 0o001
S_IREAD, S_IWRITE, S_IEXEC = S_IRUSR, S_IWUSR, S_IXUSR

UF_NODUMP = 1
UF_IMMUTABLE = 2
UF_APPEND = 4


def S_IMODE(mode):
    """The bits that chmod sets."""
    return mode & 0o7777


def S_IFMT(mode):
    """The bits that say what kind of file it is."""
    return mode & 0o170000


def _test(kind):
    def test(mode):
        return kind != 0 and S_IFMT(mode) == kind

    return test


S_ISDIR = _test(S_IFDIR)
S_ISCHR = _test(S_IFCHR)
S_ISBLK = _test(S_IFBLK)
S_ISREG = _test(S_IFREG)
S_ISFIFO = _test(S_IFIFO)
S_ISLNK = _test(S_IFLNK)
S_ISSOCK = _test(S_IFSOCK)
S_ISDOOR = _test(S_IFDOOR)
S_ISPORT = _test(S_IFPORT)
S_ISWHT = _test(S_IFWHT)

_KINDS = ((S_IFLNK, "l"), (S_IFSOCK, "s"), (S_IFREG, "-"), (S_IFBLK, "b"), (S_IFDIR, "d"))
_KINDS += ((S_IFCHR, "c"), (S_IFIFO, "p"))


def filemode(mode):
    """The mode as `ls -l` shows it."""
    text = dict(_KINDS).get(S_IFMT(mode), "?")
    for shift, special, letter in ((6, S_ISUID, "s"), (3, S_ISGID, "s"), (0, S_ISVTX, "t")):
        bits = mode >> shift
        text += ("r" if bits & 4 else "-") + ("w" if bits & 2 else "-")
        if mode & special:
            text += letter if bits & 1 else letter.upper()
        else:
            text += "x" if bits & 1 else "-"
    return text
