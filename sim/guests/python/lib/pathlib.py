"""Paths as objects: pure ones, and those of the file system.

Counterpart: lib-python/3/pathlib.py. DIFFERS: paths are those of POSIX; no Windows paths.
"""

import os

__all__ = ["PurePath", "PurePosixPath", "Path", "PosixPath"]


def _texts_of(args):
    """The text of each argument; paths give theirs."""
    texts = []
    for arg in args:
        if isinstance(arg, PurePath):
            texts.append(str(arg))
            continue
        text = os.fspath(arg)
        if not isinstance(text, str):
            raise TypeError(
                "argument should be a str object or an os.PathLike object returning str, not %r"
                % type(text))
        texts.append(text)
    return texts


def _parse(args):
    """The root and the parts of joined paths; an absolute path begins anew."""
    root = ""
    parts = []
    for text in _texts_of(args):
        if not text:
            continue
        if text.startswith("/"):
            # Two slashes at the beginning, but not more, may mean something else.
            root = "//" if text.startswith("//") and not text.startswith("///") else "/"
            parts = []
        parts += [part for part in text.split("/") if part and part != "."]
    return root, parts


class PurePath:
    """A path without access to the file system."""

    __slots__ = ("_root", "_parts", "_text", "_hash")

    def __new__(cls, *args):
        if cls is PurePath:
            cls = PurePosixPath
        elif cls is Path:
            cls = PosixPath
        return cls._made(*_parse(args))

    @classmethod
    def _made(cls, root, parts):
        self = object.__new__(cls)
        self._root = root
        self._parts = parts
        self._text = None
        self._hash = None
        return self

    def __reduce__(self):
        return self.__class__, tuple(self.parts)

    def __str__(self):
        if self._text is None:
            self._text = self._root + "/".join(self._parts) or "."
        return self._text

    def __fspath__(self):
        return str(self)

    def as_posix(self):
        """The text with forward slashes."""
        return str(self)

    def __bytes__(self):
        return os.fsencode(str(self))

    def __repr__(self):
        return "%s(%r)" % (self.__class__.__name__, self.as_posix())

    def as_uri(self):
        """The path as a 'file' URI."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote_from_bytes
        return "file://" + quote_from_bytes(bytes(self))

    def _key(self):
        return ([self._root] if self._root else []) + self._parts

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        if self._hash is None:
            self._hash = hash(tuple(self._key()))
        return self._hash

    def __lt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._key() < other._key()

    def __le__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._key() <= other._key()

    def __gt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._key() > other._key()

    def __ge__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._key() >= other._key()

    @property
    def drive(self):
        return ""

    @property
    def root(self):
        return self._root

    @property
    def anchor(self):
        return self._root

    @property
    def parts(self):
        return tuple(self._key())

    @property
    def name(self):
        return self._parts[-1] if self._parts else ""

    @property
    def suffix(self):
        """The ending of the name, with its dot."""
        name = self.name
        dot = name.rfind(".")
        return name[dot:] if 0 < dot < len(name) - 1 else ""

    @property
    def suffixes(self):
        """All endings of the name."""
        name = self.name
        if name.endswith("."):
            return []
        return ["." + ending for ending in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        """The name without its ending."""
        name = self.name
        dot = name.rfind(".")
        return name[:dot] if 0 < dot < len(name) - 1 else name

    def with_name(self, name):
        """The path with another name."""
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))
        if not name or "/" in name or name == ".":
            raise ValueError("Invalid name %r" % name)
        return self._made(self._root, self._parts[:-1] + [name])

    def with_stem(self, stem):
        """The path with another name before its ending."""
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """The path with another ending; with none if that is empty."""
        if "/" in suffix or suffix and not suffix.startswith(".") or suffix == ".":
            raise ValueError("Invalid suffix %r" % suffix)
        name = self.name
        if not name:
            raise ValueError("%r has an empty name" % (self,))
        old = self.suffix
        return self._made(
            self._root, self._parts[:-1] + [(name[:-len(old)] if old else name) + suffix])

    def relative_to(self, *other):
        """The path from another one that this begins with."""
        if not other:
            raise TypeError("need at least one argument")
        root, parts = _parse(other)
        start = ([root] if root else []) + parts
        own = self._key()
        if own[:len(start)] != start:
            raise ValueError(
                "%r is not in the subpath of %r OR one path is relative and the other is "
                "absolute." % (str(self), str(self._made(root, parts))))
        rest = own[len(start):]
        if rest and rest[0] == self._root and self._root:
            return self._made(self._root, rest[1:])
        return self._made("", rest)

    def is_relative_to(self, *other):
        """Whether the path begins with another one."""
        try:
            self.relative_to(*other)
            return True
        except ValueError:
            return False

    def joinpath(self, *args):
        """The path with others after it."""
        return self._made(*_parse((self,) + args))

    def __truediv__(self, key):
        try:
            return self.joinpath(key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self._made(*_parse((key, self)))
        except TypeError:
            return NotImplemented

    @property
    def parent(self):
        """The folder that the path is in."""
        if not self._parts:
            return self
        return self._made(self._root, self._parts[:-1])

    @property
    def parents(self):
        """All folders that the path is in, the nearest first."""
        return _Parents(self)

    def is_absolute(self):
        return bool(self._root)

    def is_reserved(self):
        return False

    def match(self, path_pattern):
        """Whether the path, or its end if the pattern is relative, matches a pattern."""
        import fnmatch
        root, parts = _parse((path_pattern,))
        pattern = ([root] if root else []) + parts
        if not pattern:
            raise ValueError("empty pattern")
        own = self._key()
        if root and (root != self._root or len(pattern) != len(own)):
            return False
        if len(pattern) > len(own):
            return False
        for part, one in zip(reversed(own), reversed(pattern)):
            if not fnmatch.fnmatchcase(part, one):
                return False
        return True


class _Parents:
    """The folders above a path, as a sequence."""

    def __init__(self, path):
        self._path = path

    def __len__(self):
        return len(self._path._parts)

    def __getitem__(self, index):
        if index < 0 or index >= len(self):
            raise IndexError(index)
        return self._path._made(self._path._root, self._path._parts[:-index - 1])

    def __repr__(self):
        return "<%s.parents>" % type(self._path).__name__


class PurePosixPath(PurePath):
    """A pure path of POSIX."""

    __slots__ = ()


class Path(PurePath):
    """A path of the file system."""

    __slots__ = ()

    @classmethod
    def cwd(cls):
        """The folder of the run."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The user's folder."""
        return cls(os.path.expanduser("~"))

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        pass

    def stat(self):
        return os.stat(self)

    def exists(self):
        return os.path.exists(self)

    def is_dir(self):
        return os.path.isdir(self)

    def is_file(self):
        return os.path.isfile(self)

    def is_symlink(self):
        return os.path.islink(self)

    def absolute(self):
        """The path from the root."""
        if self.is_absolute():
            return self
        return self._made(*_parse((os.getcwd(), self)))

    def resolve(self, strict=False):
        """The path from the root, without `..`."""
        return self._made(*_parse((os.path.realpath(self),)))

    def expanduser(self):
        return self._made(*_parse((os.path.expanduser(str(self)),)))

    def samefile(self, other):
        return os.path.samefile(self, other)

    def iterdir(self):
        """The files of a folder."""
        for name in os.listdir(self):
            yield self._made(self._root, self._parts + [name])

    def glob(self, pattern):
        """The files beneath this folder that match a pattern."""
        if not pattern:
            raise ValueError("Unacceptable pattern: %r" % pattern)
        root, parts = _parse((pattern,))
        if root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        return _select(self, parts)

    def rglob(self, pattern):
        """Like glob(), in all folders beneath this one."""
        return _select(self, ["**"] + _parse((pattern,))[1])

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return open(str(self), mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        with self.open("rb") as file:
            return file.read()

    def read_text(self, encoding=None, errors=None):
        with self.open("r", encoding=encoding, errors=errors) as file:
            return file.read()

    def write_bytes(self, data):
        with self.open("wb") as file:
            return file.write(data)

    def write_text(self, data, encoding=None, errors=None):
        if not isinstance(data, str):
            raise TypeError("data must be str, not %s" % data.__class__.__name__)
        with self.open("w", encoding=encoding, errors=errors) as file:
            return file.write(data)

    def touch(self, mode=0o666, exist_ok=True):
        """Make an empty file if there is none."""
        if self.exists():
            if not exist_ok:
                raise FileExistsError(17, "File exists", str(self))
            return
        self.open("a").close()

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make a folder."""
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def unlink(self, missing_ok=False):
        """Remove a file."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        os.rmdir(self)

    def rename(self, target):
        os.rename(self, target)
        return self.__class__(target)

    def replace(self, target):
        os.replace(self, target)
        return self.__class__(target)


class PosixPath(Path, PurePosixPath):
    """A path of POSIX."""

    __slots__ = ()


def _select(path, pattern):
    """The paths beneath one that match the parts of a pattern."""
    if not pattern:
        yield path
        return
    first, rest = pattern[0], pattern[1:]
    if first == "**":
        seen = set()
        for folder in _folders(path):
            for found in _select(folder, rest):
                if found not in seen:
                    seen.add(found)
                    yield found
        return
    if not any([char in first for char in "*?["]):
        found = path / first
        if found.exists():
            yield from _select(found, rest)
        return
    import fnmatch
    for child in path.iterdir() if path.is_dir() else ():
        if fnmatch.fnmatchcase(child.name, first) and (not rest or child.is_dir()):
            yield from _select(child, rest)


def _folders(path):
    if path.is_dir():
        yield path
        for child in path.iterdir():
            if child.is_dir() and not child.is_symlink():
                yield from _folders(child)
