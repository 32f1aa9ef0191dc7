"""Values as bytes and back, protocols 0 to 5.  Own text, after the behaviour of PyPy 7.3.11."""

import copyreg
import sys
from copyreg import dispatch_table
from struct import pack as _pack, unpack as _unpack

__all__ = ['PickleError', 'PicklingError', 'UnpicklingError', 'Pickler', 'Unpickler', 'dump',
           'dumps', 'load', 'loads', 'PickleBuffer']

format_version = '4.0'
compatible_formats = ['1.0', '1.1', '1.2', '1.3', '2.0', '3.0', '4.0', '5.0']
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4
_FRAME_LEAST = 4
_FRAME_TARGET = 64 * 1024
_BATCH = 1000

# Where modules and names were before Python 3, for protocols below 3.
_OLD_MODULES = {'builtins': '__builtin__', 'copyreg': 'copy_reg', 'queue': 'Queue',
                '_thread': 'thread', 'pickle': 'cPickle', 'io': 'cStringIO'}
_OLD_NAMES = {('builtins', 'range'): ('__builtin__', 'xrange'),
              ('builtins', 'str'): ('__builtin__', 'unicode'),
              ('builtins', 'int'): ('__builtin__', 'long'),
              ('builtins', 'chr'): ('__builtin__', 'unichr'),
              ('builtins', 'map'): ('itertools', 'imap'),
              ('builtins', 'filter'): ('itertools', 'ifilter'),
              ('builtins', 'zip'): ('itertools', 'izip'),
              ('functools', 'reduce'): ('__builtin__', 'reduce'),
              ('collections', 'UserDict'): ('UserDict', 'UserDict'),
              ('collections', 'UserList'): ('UserList', 'UserList'),
              ('collections', 'UserString'): ('UserString', 'UserString')}
_NEW_MODULES = {old: new for new, old in _OLD_MODULES.items()}
_NEW_NAMES = {old: new for new, old in _OLD_NAMES.items()}


class PickleError(Exception):
    pass


class PicklingError(PickleError):
    pass


class UnpicklingError(PickleError):
    pass


class PickleBuffer:
    """A value that offers its memory."""

    def __init__(self, buffer):
        self._view = memoryview(buffer)

    def raw(self):
        return self._view

    def release(self):
        self._view.release()


class _Stop(Exception):
    """The end of a pickle."""

    def __init__(self, value):
        self.value = value


def _resolve(module, path):
    """The object of a dotted name, and what it is an attribute of."""
    parent = obj = module
    for name in path.split('.'):
        if name == '<locals>':
            raise AttributeError("Can't get local attribute {!r} on {!r}".format(path, module))
        try:
            parent, obj = obj, getattr(obj, name)
        except AttributeError:
            raise AttributeError("Can't get attribute {!r} on {!r}".format(path, module)) from None
    return obj, parent


def whichmodule(obj, name):
    """The module that an object comes from."""
    module_name = getattr(obj, '__module__', None)
    # DIFFERS: built-in functions say that all of them are of builtins.
    if module_name is not None and (
            module_name != 'builtins' or hasattr(sys.modules[module_name], name.split('.')[0])):
        return module_name
    for module_name, module in sys.modules.copy().items():
        if module_name in ('__main__', '__mp_main__') or module is None:
            continue
        try:
            if _resolve(module, name)[0] is obj:
                return module_name
        except AttributeError:
            pass
    return '__main__'


def encode_long(x):
    """An integer in as few bytes as hold it, the least one first."""
    if x == 0:
        return b''
    size = (x.bit_length() >> 3) + 1
    result = x.to_bytes(size, byteorder='little', signed=True)
    if x < 0 and size > 1 and result[-1] == 0xff and result[-2] & 0x80:
        result = result[:-1]
    return result


def decode_long(data):
    return int.from_bytes(data, byteorder='little', signed=True)


def _name_of(obj):
    name = getattr(obj, '__qualname__', None)
    return obj.__name__ if name is None else name


class _Pickler:
    """Writes values to a file."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = DEFAULT_PROTOCOL
        if protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif not 0 <= protocol <= HIGHEST_PROTOCOL:
            raise ValueError('pickle protocol must be <= %d' % HIGHEST_PROTOCOL)
        if buffer_callback is not None and protocol < 5:
            raise ValueError('buffer_callback needs protocol >= 5')
        self._buffer_callback = buffer_callback
        try:
            self._file_write = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute")
        self.memo = {}
        self.proto = int(protocol)
        self.bin = protocol >= 1
        self.fast = 0
        self.fix_imports = fix_imports and protocol < 3
        self._frame = None

    def clear_memo(self):
        self.memo.clear()

    def dump(self, obj):
        """Writes one value."""
        if not hasattr(self, '_file_write'):
            raise PicklingError('Pickler.__init__() was not called by '
                                '%s.__init__()' % (self.__class__.__name__,))
        if self.proto >= 2:
            self._file_write(b'\x80' + bytes([self.proto]))
        if self.proto >= 4:
            self._frame = []
            self._frame_size = 0
        self.save(obj)
        self.write(b'.')
        if self._frame is not None:
            self._end_frame()
            self._frame = None

    # From protocol 4 on, bytes go out in frames that say their size.

    def write(self, data):
        if self._frame is None:
            self._file_write(data)
            return
        self._frame.append(data)
        self._frame_size += len(data)

    def _end_frame(self):
        data = b''.join(self._frame)
        if len(data) >= _FRAME_LEAST:
            self._file_write(b'\x95' + _pack('<Q', len(data)))
        if data:
            self._file_write(data)
        self._frame = []
        self._frame_size = 0

    def _write_large(self, header, payload):
        """Many bytes, outside of frames."""
        if self._frame is not None:
            self._end_frame()
            self._file_write(header)
            self._file_write(payload)
        else:
            self.write(header + payload)

    def memoize(self, obj):
        if self.fast:
            return
        index = len(self.memo)
        self.write(self.put(index))
        self.memo[id(obj)] = index, obj

    def put(self, index):
        if self.proto >= 4:
            return b'\x94'
        if self.bin:
            return b'q' + bytes([index]) if index < 256 else b'r' + _pack('<I', index)
        return b'p%d\n' % index

    def get(self, index):
        if self.bin:
            return b'h' + bytes([index]) if index < 256 else b'j' + _pack('<I', index)
        return b'g%d\n' % index

    def persistent_id(self, obj):
        """What stands for an object that is kept elsewhere."""
        return None

    def save_pers(self, pid):
        if self.bin:
            self.save(pid, save_persistent_id=False)
            self.write(b'Q')
            return
        try:
            self.write(b'P' + str(pid).encode('ascii') + b'\n')
        except UnicodeEncodeError:
            raise PicklingError('persistent IDs in protocol 0 must be ASCII strings')

    def save(self, obj, save_persistent_id=True):
        """Writes a value, or where it was written before."""
        if self._frame is not None and self._frame_size >= _FRAME_TARGET:
            self._end_frame()
        pid = self.persistent_id(obj)
        if pid is not None and save_persistent_id:
            self.save_pers(pid)
            return
        known = self.memo.get(id(obj))
        if known is not None:
            self.write(self.get(known[0]))
            return
        reduced = NotImplemented
        reducer = getattr(self, 'reducer_override', None)
        if reducer is not None:
            reduced = reducer(obj)
        if reduced is NotImplemented:
            kind = type(obj)
            writer = self.dispatch.get(kind)
            if writer is not None:
                writer(self, obj)
                return
            reduced = self._reduced(obj, kind)
            if reduced is None:
                return
        if isinstance(reduced, str):
            self.save_global(obj, reduced)
            return
        if not isinstance(reduced, tuple):
            raise PicklingError('%s must return string or tuple' % 'reduce')
        if not 2 <= len(reduced) <= 6:
            raise PicklingError('Tuple returned by %s must have two to six elements' % 'reduce')
        self.save_reduce(obj=obj, *reduced)

    def _reduced(self, obj, kind):
        """What the object says how to make it anew; None when a class was written."""
        reduce = getattr(self, 'dispatch_table', dispatch_table).get(kind)
        if reduce is not None:
            return reduce(obj)
        if issubclass(kind, type):
            self.save_global(obj)
            return None
        reduce = getattr(obj, '__reduce_ex__', None)
        if reduce is not None:
            return reduce(self.proto)
        reduce = getattr(obj, '__reduce__', None)
        if reduce is not None:
            return reduce()
        raise PicklingError("Can't pickle %r object: %r" % (kind.__name__, obj))

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None,
                    state_setter=None, obj=None):
        if not isinstance(args, tuple):
            raise PicklingError('args from save_reduce() must be a tuple')
        if not callable(func):
            raise PicklingError('func from save_reduce() must be callable')
        name = getattr(func, '__name__', '')
        if self.proto >= 2 and name == '__newobj_ex__':
            self._save_newobj_ex(args)
        elif self.proto >= 2 and name == '__newobj__':
            cls = args[0]
            if not hasattr(cls, '__new__'):
                raise PicklingError('args[0] from __newobj__ args has no __new__')
            if obj is not None and cls is not obj.__class__:
                raise PicklingError('args[0] from __newobj__ args has the wrong class')
            self.save(cls)
            self.save(args[1:])
            self.write(b'\x81')
        else:
            self.save(func)
            self.save(args)
            self.write(b'R')
        if obj is not None:
            # A recursive object may have been written with its arguments.
            if id(obj) in self.memo:
                self.write(b'0' + self.get(self.memo[id(obj)][0]))
            else:
                self.memoize(obj)
        if listitems is not None:
            self._batch_appends(listitems)
        if dictitems is not None:
            self._batch_setitems(dictitems)
        if state is None:
            return
        if state_setter is None:
            self.save(state)
            self.write(b'b')
        else:
            self.save(state_setter)
            self.save(obj)
            self.save(state)
            self.write(b'\x86R0')

    def _save_newobj_ex(self, args):
        cls, args, kwargs = args
        if self.proto >= 4:
            self.save(cls)
            self.save(args)
            self.save(kwargs)
            self.write(b'\x92')
            return
        from functools import partial
        self.save(partial(cls.__new__, cls, *args, **kwargs))
        self.save(())
        self.write(b'R')

    # One writer for each built-in type.

    def save_none(self, obj):
        self.write(b'N')

    def save_bool(self, obj):
        if self.proto >= 2:
            self.write(b'\x88' if obj else b'\x89')
        else:
            self.write(b'I01\n' if obj else b'I00\n')

    def save_long(self, obj):
        is_short = -0x80000000 <= obj <= 0x7fffffff
        if self.bin and is_short:
            if 0 <= obj <= 0xff:
                self.write(b'K' + bytes([obj]))
            elif 0 <= obj <= 0xffff:
                self.write(b'M' + _pack('<H', obj))
            else:
                self.write(b'J' + _pack('<i', obj))
        elif self.proto >= 2:
            data = encode_long(obj)
            size = len(data)
            header = b'\x8a' + bytes([size]) if size < 256 else b'\x8b' + _pack('<i', size)
            self.write(header + data)
        else:
            text = repr(obj).encode('ascii')
            self.write(b'I' + text + b'\n' if is_short else b'L' + text + b'L\n')

    def save_float(self, obj):
        if self.bin:
            self.write(b'G' + _pack('>d', obj))
        else:
            self.write(b'F' + repr(obj).encode('ascii') + b'\n')

    def save_bytes(self, obj):
        if self.proto < 3:
            if obj:
                import codecs
                self.save_reduce(codecs.encode, (str(obj, 'latin1'), 'latin1'), obj=obj)
            else:
                self.save_reduce(bytes, (), obj=obj)
            return
        self._save_sized(obj, b'C', b'B', b'\x8e')
        self.memoize(obj)

    def _save_sized(self, data, short, middle, long):
        """Bytes after their number."""
        size = len(data)
        if size <= 0xff and short is not None:
            self.write(short + bytes([size]) + data)
        elif size > 0xffffffff and self.proto >= 4:
            self._write_large(long + _pack('<Q', size), data)
        elif size >= _FRAME_TARGET:
            self._write_large(middle + _pack('<I', size), data)
        else:
            self.write(middle + _pack('<I', size) + data)

    def save_bytearray(self, obj):
        if self.proto < 5:
            self.save_reduce(bytearray, (bytes(obj),) if obj else (), obj=obj)
            return
        header = b'\x96' + _pack('<Q', len(obj))
        if len(obj) >= _FRAME_TARGET:
            self._write_large(header, bytes(obj))
        else:
            self.write(header + bytes(obj))
        self.memoize(obj)

    def save_str(self, obj):
        if self.bin:
            short = b'\x8c' if self.proto >= 4 else None
            self._save_sized(obj.encode('utf-8', 'surrogatepass'), short, b'X', b'\x8d')
        else:
            text = obj
            for char in '\\\0\n\r\x1a':
                text = text.replace(char, '\\u%04x' % ord(char))
            self.write(b'V' + text.encode('raw-unicode-escape') + b'\n')
        self.memoize(obj)

    def save_tuple(self, obj):
        size = len(obj)
        if not size:
            self.write(b')' if self.bin else b'(t')
            return
        is_short = size <= 3 and self.proto >= 2
        if not is_short:
            self.write(b'(')
        for item in obj:
            self.save(item)
        if id(obj) in self.memo:
            # It contains itself and was written on the way.
            get = self.get(self.memo[id(obj)][0])
            if is_short:
                self.write(b'0' * size + get)
            else:
                self.write(b'1' + get if self.bin else b'0' * (size + 1) + get)
            return
        self.write((b'\x85', b'\x86', b'\x87')[size - 1] if is_short else b't')
        self.memoize(obj)

    def save_list(self, obj):
        self.write(b']' if self.bin else b'(l')
        self.memoize(obj)
        self._batch_appends(obj)

    def _batch_appends(self, items):
        if not self.bin:
            for item in items:
                self.save(item)
                self.write(b'a')
            return
        for batch in _batches(items):
            if len(batch) == 1:
                self.save(batch[0])
                self.write(b'a')
                continue
            self.write(b'(')
            for item in batch:
                self.save(item)
            self.write(b'e')

    def save_dict(self, obj):
        self.write(b'}' if self.bin else b'(d')
        self.memoize(obj)
        self._batch_setitems(obj.items())

    def _batch_setitems(self, items):
        if not self.bin:
            for key, value in items:
                self.save(key)
                self.save(value)
                self.write(b's')
            return
        for batch in _batches(items):
            is_single = len(batch) == 1
            if not is_single:
                self.write(b'(')
            for key, value in batch:
                self.save(key)
                self.save(value)
            self.write(b's' if is_single else b'u')

    def save_set(self, obj):
        if self.proto < 4:
            self.save_reduce(set, (list(obj),), obj=obj)
            return
        self.write(b'\x8f')
        self.memoize(obj)
        for batch in _batches(obj):
            self.write(b'(')
            for item in batch:
                self.save(item)
            self.write(b'\x90')

    def save_frozenset(self, obj):
        if self.proto < 4:
            self.save_reduce(frozenset, (list(obj),), obj=obj)
            return
        self.write(b'(')
        for item in obj:
            self.save(item)
        if id(obj) in self.memo:
            self.write(b'1' + self.get(self.memo[id(obj)][0]))
            return
        self.write(b'\x91')
        self.memoize(obj)

    def save_global(self, obj, name=None):
        name = _name_of(obj) if name is None else name
        module_name = whichmodule(obj, name)
        try:
            __import__(module_name, level=0)
            found, parent = _resolve(sys.modules[module_name], name)
        except (ImportError, KeyError, AttributeError):
            raise PicklingError("Can't pickle %r: it's not found as %s.%s" % (
                obj, module_name, name)) from None
        if found is not obj:
            raise PicklingError("Can't pickle %r: it's not the same object as %s.%s" % (
                obj, module_name, name))
        if self.proto >= 2:
            code = copyreg._extension_registry.get((module_name, name))
            if code:
                self.write(_extension(code))
                return
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self.write(b'\x93')
        elif parent is not sys.modules[module_name]:
            self.save_reduce(getattr, (parent, name.rpartition('.')[2]))
            return
        else:
            self._write_global(obj, module_name, name)
        self.memoize(obj)

    def _write_global(self, obj, module_name, name):
        if self.fix_imports:
            if (module_name, name) in _OLD_NAMES:
                module_name, name = _OLD_NAMES[module_name, name]
            else:
                module_name = _OLD_MODULES.get(module_name, module_name)
        encoding = 'utf-8' if self.proto >= 3 else 'ascii'
        try:
            self.write(b'c' + module_name.encode(encoding) + b'\n' + name.encode(encoding) + b'\n')
        except UnicodeEncodeError:
            raise PicklingError("can't pickle global identifier '%s.%s' using pickle protocol %i"
                                % (module_name, name, self.proto))

    def save_type(self, obj):
        for value in None, NotImplemented, ...:
            if obj is type(value):
                self.save_reduce(type, (value,), obj=obj)
                return
        self.save_global(obj)

    dispatch = {
        type(None): save_none, bool: save_bool, int: save_long, float: save_float,
        bytes: save_bytes, bytearray: save_bytearray, str: save_str, tuple: save_tuple,
        list: save_list, dict: save_dict, set: save_set, frozenset: save_frozenset,
        type(whichmodule): save_global, type: save_type,
    }


def _batches(items):
    """Lists of at most a thousand items."""
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _extension(code):
    if code <= 0xff:
        return b'\x82' + bytes([code])
    return b'\x83' + _pack('<H', code) if code <= 0xffff else b'\x84' + _pack('<i', code)


class _Unpickler:
    """Reads values from a file."""

    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict',
                 buffers=None):
        self._buffers = iter(buffers) if buffers is not None else None
        self._file_readline = file.readline
        self._file_read = file.read
        self.memo = {}
        self.encoding = encoding
        self.errors = errors
        self.proto = 0
        self.fix_imports = fix_imports

    def load(self):
        """Reads one value."""
        if not hasattr(self, '_file_read'):
            raise UnpicklingError('Unpickler.__init__() was not called by '
                                  '%s.__init__()' % (self.__class__.__name__,))
        self.metastack = []
        self.stack = []
        self.append = self.stack.append
        read = self._file_read
        dispatch = self.dispatch
        try:
            while True:
                key = read(1)
                if not key:
                    raise EOFError
                dispatch[key[0]](self)
        except _Stop as stop:
            return stop.value

    def read(self, n):
        data = self._file_read(n)
        if len(data) < n:
            raise UnpicklingError('pickle data was truncated') if data else EOFError(
                'Ran out of input')
        return data

    def readline(self):
        data = self._file_readline()
        if not data:
            raise EOFError('Ran out of input')
        if data[-1:] != b'\n':
            raise UnpicklingError('pickle data was truncated')
        return data[:-1]

    def persistent_load(self, pid):
        raise UnpicklingError('unsupported persistent id encountered')

    def pop_mark(self):
        items = self.stack
        self.stack = self.metastack.pop()
        self.append = self.stack.append
        return items

    def _size(self, count):
        return int.from_bytes(self.read(count), 'little')

    def load_proto(self):
        proto = self.read(1)[0]
        if not 0 <= proto <= HIGHEST_PROTOCOL:
            raise ValueError('unsupported pickle protocol: %d' % proto)
        self.proto = proto

    def load_frame(self):
        self.read(8)

    def load_int(self):
        data = self.readline()
        self.append(data == b'01' if data in (b'00', b'01') else int(data, 0))

    def load_binint(self):
        self.append(_unpack('<i', self.read(4))[0])

    def load_long(self):
        data = self.readline()
        self.append(int(data[:-1] if data[-1:] == b'L' else data, 0))

    def load_long1(self):
        self.append(decode_long(self.read(self._size(1))))

    def load_long4(self):
        size = _unpack('<i', self.read(4))[0]
        if size < 0:
            raise UnpicklingError('LONG pickle has negative byte count')
        self.append(decode_long(self.read(size)))

    def load_float(self):
        self.append(float(self.readline()))

    def load_binfloat(self):
        self.append(_unpack('>d', self.read(8))[0])

    def _decode(self, data):
        """A string of Python 2."""
        return data if self.encoding == 'bytes' else data.decode(self.encoding, self.errors)

    def load_string(self):
        data = self.readline()
        if len(data) < 2 or data[:1] != data[-1:] or data[:1] not in (b'"', b"'"):
            raise UnpicklingError('the STRING opcode argument must be quoted')
        import codecs
        self.append(self._decode(codecs.escape_decode(data[1:-1])[0]))

    def load_unicode(self):
        self.append(str(self.readline(), 'raw-unicode-escape'))

    def load_pop(self):
        if self.stack:
            del self.stack[-1]
        else:
            self.pop_mark()

    def load_inst(self):
        module = self.readline().decode('ascii')
        name = self.readline().decode('ascii')
        cls = self.find_class(module, name)
        self._instantiate(cls, self.pop_mark())

    def load_obj(self):
        cls, *args = self.pop_mark()
        self._instantiate(cls, args)

    def _instantiate(self, cls, args):
        if args or not isinstance(cls, type) or hasattr(cls, '__getinitargs__'):
            try:
                value = cls(*args)
            except TypeError as err:
                raise TypeError('in constructor for %s: %s' % (cls.__name__, str(err)),
                                sys.exc_info()[2])
        else:
            value = cls.__new__(cls)
        self.append(value)

    def load_newobj(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        self.append(cls.__new__(cls, *args))

    def load_newobj_ex(self):
        kwargs = self.stack.pop()
        args = self.stack.pop()
        cls = self.stack.pop()
        self.append(cls.__new__(cls, *args, **kwargs))

    def load_global(self):
        module = self.readline().decode('utf-8')
        name = self.readline().decode('utf-8')
        self.append(self.find_class(module, name))

    def load_stack_global(self):
        name = self.stack.pop()
        module = self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError('STACK_GLOBAL requires str')
        self.append(self.find_class(module, name))

    def _load_extension(self, code):
        if code in copyreg._extension_cache:
            self.append(copyreg._extension_cache[code])
            return
        key = copyreg._inverted_registry.get(code)
        if not key:
            if code <= 0:
                raise UnpicklingError('EXT specifies code <= 0')
            raise ValueError('unregistered extension code %d' % code)
        obj = self.find_class(*key)
        copyreg._extension_cache[code] = obj
        self.append(obj)

    def find_class(self, module, name):
        """The object of a name in a module."""
        if self.proto < 3 and self.fix_imports:
            if (module, name) in _NEW_NAMES:
                module, name = _NEW_NAMES[module, name]
            else:
                module = _NEW_MODULES.get(module, module)
        __import__(module, level=0)
        if self.proto >= 4:
            return _resolve(sys.modules[module], name)[0]
        return getattr(sys.modules[module], name)

    def load_reduce(self):
        args = self.stack.pop()
        self.stack[-1] = self.stack[-1](*args)

    def load_build(self):
        state = self.stack.pop()
        value = self.stack[-1]
        setstate = getattr(value, '__setstate__', None)
        if setstate is not None:
            setstate(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            names = value.__dict__
            for key, item in state.items():
                names[sys.intern(key) if type(key) is str else key] = item
        if slots:
            for key, item in slots.items():
                setattr(value, key, item)

    def load_mark(self):
        self.metastack.append(self.stack)
        self.stack = []
        self.append = self.stack.append

    def load_get(self):
        self._get(int(self.readline()))

    def _get(self, index):
        try:
            self.append(self.memo[index])
        except KeyError:
            raise UnpicklingError(f'Memo value not found at index {index}') from None

    def load_put(self):
        index = int(self.readline())
        if index < 0:
            raise ValueError('negative PUT argument')
        self.memo[index] = self.stack[-1]

    def _put(self, index):
        self.memo[index] = self.stack[-1]

    def load_append(self):
        value = self.stack.pop()
        self.stack[-1].append(value)

    def load_appends(self):
        items = self.pop_mark()
        target = self.stack[-1]
        extend = getattr(target, 'extend', None)
        if extend is not None:
            extend(items)
        else:
            for item in items:
                target.append(item)

    def load_setitem(self):
        value = self.stack.pop()
        key = self.stack.pop()
        self.stack[-1][key] = value

    def load_setitems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        for i in range(0, len(items), 2):
            target[items[i]] = items[i + 1]

    def load_additems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if isinstance(target, set):
            target.update(items)
        else:
            for item in items:
                target.add(item)

    def load_dict(self):
        items = self.pop_mark()
        self.append({items[i]: items[i + 1] for i in range(0, len(items), 2)})

    def _append_marked(self, kind):
        items = self.pop_mark()
        self.append(kind(items))

    def load_tuple_of(self, count):
        self.stack[-count:] = [tuple(self.stack[-count:])]

    def load_next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError('pickle stream refers to out-of-band data but no *buffers* '
                                  'argument was given')
        try:
            self.append(next(self._buffers))
        except StopIteration:
            raise UnpicklingError('not enough out-of-band buffers')

    def load_readonly_buffer(self):
        with memoryview(self.stack[-1]) as view:
            if not view.readonly:
                self.stack[-1] = view.toreadonly()

    def load_stop(self):
        raise _Stop(self.stack.pop())

    def _text(self, size):
        self.append(str(self.read(size), 'utf-8', 'surrogatepass'))

    dispatch = {ord(key): reader for key, reader in {
        '\x80': load_proto, '\x95': load_frame, 'N': lambda self: self.append(None),
        '\x88': lambda self: self.append(True), '\x89': lambda self: self.append(False),
        'I': load_int, 'J': load_binint, 'K': lambda self: self.append(self._size(1)),
        'M': lambda self: self.append(self._size(2)), 'L': load_long, '\x8a': load_long1,
        '\x8b': load_long4, 'F': load_float, 'G': load_binfloat, 'S': load_string,
        'T': lambda self: self.append(self._decode(self.read(self._size(4)))),
        'U': lambda self: self.append(self._decode(self.read(self._size(1)))),
        'C': lambda self: self.append(self.read(self._size(1))),
        'B': lambda self: self.append(self.read(self._size(4))),
        '\x8e': lambda self: self.append(self.read(self._size(8))),
        '\x96': lambda self: self.append(bytearray(self.read(self._size(8)))),
        '\x97': load_next_buffer, '\x98': load_readonly_buffer, 'V': load_unicode,
        '\x8c': lambda self: self._text(self._size(1)), 'X': lambda self: self._text(self._size(4)),
        '\x8d': lambda self: self._text(self._size(8)),
        't': lambda self: self._append_marked(tuple), ')': lambda self: self.append(()),
        '\x85': lambda self: self.load_tuple_of(1), '\x86': lambda self: self.load_tuple_of(2),
        '\x87': lambda self: self.load_tuple_of(3), ']': lambda self: self.append([]),
        '}': lambda self: self.append({}), '\x8f': lambda self: self.append(set()),
        '\x91': lambda self: self._append_marked(frozenset),
        'l': lambda self: self._append_marked(list), 'd': load_dict, 'i': load_inst,
        'o': load_obj, '\x81': load_newobj, '\x92': load_newobj_ex, 'c': load_global,
        '\x93': load_stack_global, '\x82': lambda self: self._load_extension(self._size(1)),
        '\x83': lambda self: self._load_extension(self._size(2)),
        '\x84': lambda self: self._load_extension(_unpack('<i', self.read(4))[0]),
        'R': load_reduce, '0': load_pop, '1': lambda self: self.pop_mark() and None,
        '2': lambda self: self.append(self.stack[-1]), 'g': load_get,
        'h': lambda self: self._get(self._size(1)), 'j': lambda self: self._get(self._size(4)),
        'p': load_put, 'q': lambda self: self._put(self._size(1)),
        'r': lambda self: self._put(self._size(4)),
        '\x94': lambda self: self._put(len(self.memo)), 'a': load_append, 'e': load_appends,
        's': load_setitem, 'u': load_setitems, '\x90': load_additems, 'b': load_build,
        '(': load_mark, '.': load_stop,
        'P': lambda self: self.append(self.persistent_load(self.readline().decode('ascii'))),
        'Q': lambda self: self.append(self.persistent_load(self.stack.pop())),
    }.items()}


class _Output:
    """A file that keeps what is written."""

    def __init__(self):
        self.pieces = []
        self.write = self.pieces.append


class _Input:
    """Bytes as a file to read from."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def read(self, size):
        start = self.at
        self.at = start + size
        return self.data[start:self.at]

    def readline(self):
        end = self.data.find(b'\n', self.at)
        return self.read((len(self.data) if end < 0 else end + 1) - self.at)


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Writes a value to a file."""
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """The bytes of a value."""
    file = _Output()
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return b''.join(file.pieces)


def load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    """The value that a file holds."""
    return Unpickler(file, fix_imports=fix_imports, buffers=buffers, encoding=encoding,
                     errors=errors).load()


def loads(s, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    """The value of bytes."""
    if isinstance(s, str):
        raise TypeError("Can't load pickle from unicode string")
    return Unpickler(_Input(bytes(s)), fix_imports=fix_imports, buffers=buffers,
                     encoding=encoding, errors=errors).load()


Pickler, Unpickler = _Pickler, _Unpickler
