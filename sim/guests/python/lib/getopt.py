"""A parser of command line options in the manner of C's getopt.

Counterpart: lib-python/3/getopt.py.
"""

import os

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    opt = ""
    msg = ""

    def __init__(self, msg, opt=""):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """Parse options up to the first argument that is none; returns (options, arguments)."""
    longopts = _as_list(longopts)
    opts = []
    while args and args[0].startswith("-") and args[0] != "-":
        if args[0] == "--":
            args = args[1:]
            break
        args = _parse_one(opts, args, shortopts, longopts)
    return opts, args


def gnu_getopt(args, shortopts, longopts=[]):
    """Like getopt(), but options and other arguments may be mixed."""
    longopts = _as_list(longopts)
    stop_at_first = False
    if shortopts.startswith("+"):
        shortopts = shortopts[1:]
        stop_at_first = True
    elif os.environ.get("POSIXLY_CORRECT"):
        stop_at_first = True
    opts = []
    others = []
    while args:
        if args[0] == "--":
            others += args[1:]
            break
        if args[0][:1] == "-" and args[0] != "-":
            args = _parse_one(opts, args, shortopts, longopts)
        elif stop_at_first:
            others += args
            break
        else:
            others.append(args[0])
            args = args[1:]
    return opts, others


def _as_list(longopts):
    return [longopts] if isinstance(longopts, str) else list(longopts)


def _parse_one(opts, args, shortopts, longopts):
    """Parse the option at the beginning of `args`; returns what is left."""
    text = args[0]
    if text[:2] == "--":
        return do_longs(opts, text[2:], longopts, args[1:])[1]
    return do_shorts(opts, text[1:], shortopts, args[1:])[1]


def do_longs(opts, opt, longopts, args):
    name, equals, optarg = opt.partition("=")
    value = optarg if equals else None
    has_arg, name = long_has_args(name, longopts)
    if has_arg:
        if value is None:
            if not args:
                raise GetoptError("option --%s requires argument" % name, name)
            value, args = args[0], args[1:]
    elif value is not None:
        raise GetoptError("option --%s must not have an argument" % name, name)
    opts.append(("--" + name, value or ""))
    return opts, args


def long_has_args(opt, longopts):
    """Whether a long option takes an argument, and its full name."""
    possibilities = [name for name in longopts if name.startswith(opt)]
    if not possibilities:
        raise GetoptError("option --%s not recognized" % opt, opt)
    if opt in possibilities:
        return False, opt
    if opt + "=" in possibilities:
        return True, opt
    if len(possibilities) > 1:
        raise GetoptError("option --%s not a unique prefix" % opt, opt)
    match = possibilities[0]
    if match.endswith("="):
        return True, match[:-1]
    return False, match


def do_shorts(opts, optstring, shortopts, args):
    while optstring != "":
        opt, optstring = optstring[0], optstring[1:]
        optarg = ""
        if short_has_arg(opt, shortopts):
            if optstring == "":
                if not args:
                    raise GetoptError("option -%s requires argument" % opt, opt)
                optstring, args = args[0], args[1:]
            optarg, optstring = optstring, ""
        opts.append(("-" + opt, optarg))
    return opts, args


def short_has_arg(opt, shortopts):
    for i in range(len(shortopts)):
        if opt == shortopts[i] != ":":
            return shortopts.startswith(":", i + 1)
    raise GetoptError("option -%s not recognized" % opt, opt)
