"""What the program runs on: a simulated machine, the same everywhere."""

# Part of jitreel.

import sys
from collections import namedtuple

uname_result = namedtuple("uname_result", "system node release version machine")
uname_result.processor = property(lambda self: "")

_UNAME = uname_result("Linux", "jitreel", "0", "#1", "x86_64")


def uname():
    return _UNAME


def system():
    return _UNAME.system


def node():
    return _UNAME.node


def release():
    return _UNAME.release


def version():
    return _UNAME.version


def machine():
    return _UNAME.machine


def processor():
    return _UNAME.processor


def architecture(executable=sys.executable, bits="", linkage=""):
    return bits or "64bit", linkage or "ELF"


def libc_ver(executable=None, lib="", version="", chunksize=16384):
    return lib, version


def mac_ver(release="", versioninfo=("", "", ""), machine=""):
    return release, versioninfo, machine


def win32_ver(release="", version="", csd="", ptype=""):
    return release, version, csd, ptype


def python_implementation():
    return "PyPy"


def python_version():
    return "{}.{}.{}".format(*sys.version_info)


def python_version_tuple():
    return tuple(python_version().split("."))


def python_branch():
    return ""


def python_revision():
    return ""


def python_build():
    """The number and date in `sys.version`."""
    inside = sys.version.partition("(")[2].partition(")")[0]
    number, *date = inside.split(", ")
    return number, " ".join(date)


def python_compiler():
    return ""


def platform(aliased=0, terse=0):
    return "-".join((_UNAME.system, _UNAME.release, _UNAME.machine))
