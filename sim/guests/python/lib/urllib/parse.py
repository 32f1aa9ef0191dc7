"""Taking addresses (URLs) apart and putting them together; quoting.  Own text, after the behaviour
of PyPy 7.3.11."""

import re
import types
from collections import namedtuple

__all__ = ['urlparse', 'urlunparse', 'urljoin', 'urldefrag', 'urlsplit', 'urlunsplit',
           'urlencode', 'parse_qs', 'parse_qsl', 'quote', 'quote_plus', 'quote_from_bytes',
           'unquote', 'unquote_plus', 'unquote_to_bytes', 'DefragResult', 'ParseResult',
           'SplitResult', 'DefragResultBytes', 'ParseResultBytes', 'SplitResultBytes']

uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp',
                 'mms', 'prospero', 'rtsp', 'rtspu', 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = ['', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms',
               'https', 'shttp', 'snews', 'prospero', 'rtsp', 'rtspu', 'rsync', 'svn',
               'svn+ssh', 'sftp', 'nfs', 'git', 'git+ssh', 'ws', 'wss']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtspu',
               'sip', 'sips', 'mms', 'sftp', 'tel']
_SPACE = ''.join(map(chr, range(33)))


def _coerce(*args):
    """The arguments as strings, and the function that makes results of the given type."""
    is_text = isinstance(args[0], str)
    for arg in args[1:]:
        if arg and isinstance(arg, str) != is_text:
            raise TypeError('Cannot mix str and non-str arguments')
    if is_text:
        return args + (lambda value: value,)
    decoded = tuple([arg.decode('ascii', 'strict') if arg else '' for arg in args])
    return decoded + (lambda value: value.encode('ascii', 'strict'),)


# What is taken apart becomes a named tuple: one class for strings and one for bytes.


class _Location:
    """What the network location of a result says: user:password@host:port."""

    __slots__ = ()

    def _mark(self, text):
        return text if isinstance(self.netloc, str) else text.encode()

    def _before_host(self, index):
        info, at, _ = self.netloc.rpartition(self._mark('@'))
        name, colon, password = info.partition(self._mark(':'))
        return (name if at else None, password if colon else None)[index]

    username = property(lambda self: self._before_host(0))
    password = property(lambda self: self._before_host(1))

    def _host_and_port(self):
        address = self.netloc.rpartition(self._mark('@'))[2]
        if self._mark('[') in address:
            # The host is in brackets, for it contains colons.
            host, _, address = address.partition(self._mark('['))[2].partition(self._mark(']'))
            return host, address.partition(self._mark(':'))[2]
        host, _, port = address.partition(self._mark(':'))
        return host, port

    @property
    def hostname(self):
        host = self._host_and_port()[0]
        name, percent, zone = host.partition(self._mark('%'))
        return name.lower() + percent + zone if host else None

    @property
    def port(self):
        port = self._host_and_port()[1]
        if not port:
            return None
        try:
            number = int(port, 10)
        except ValueError:
            raise ValueError(f'Port could not be cast to integer value as {port!r}') from None
        if not 0 <= number <= 65535:
            raise ValueError('Port out of range 0-65535')
        return number

    __class_getitem__ = classmethod(types.GenericAlias)


def _result_classes(name, fields, geturl, *bases):
    """The classes for strings and for bytes, each with the way to the other."""
    def encode(self, encoding='ascii', errors='strict'):
        return of_bytes(*[part.encode(encoding, errors) for part in self])

    def decode(self, encoding='ascii', errors='strict'):
        return of_text(*[part.decode(encoding, errors) for part in self])

    def made(class_name, change):
        body = {'__slots__': (), '__module__': __name__, 'geturl': geturl,
                change.__name__: change}
        return type(class_name, (plain, *bases), body)

    plain = namedtuple(name, fields, module=__name__)
    of_text, of_bytes = made(name, encode), made(name + 'Bytes', decode)
    return of_text, of_bytes


def _url_of_defragmented(self):
    url, fragment = self
    hash_sign = '#' if isinstance(url, str) else b'#'
    return url + hash_sign + fragment if fragment else url


DefragResult, DefragResultBytes = _result_classes(
    'DefragResult', 'url fragment', _url_of_defragmented)
SplitResult, SplitResultBytes = _result_classes(
    'SplitResult', 'scheme netloc path query fragment', lambda self: urlunsplit(self), _Location)
ParseResult, ParseResultBytes = _result_classes(
    'ParseResult', 'scheme netloc path params query fragment', lambda self: urlunparse(self),
    _Location)


def urlparse(url, scheme='', allow_fragments=True):
    """(scheme, netloc, path, params, query, fragment) of an address."""
    url, scheme, result = _coerce(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in uses_params and ';' in path:
        at = path.find(';', path.rfind('/') + 1)
        if at >= 0:
            path, params = path[:at], path[at + 1:]
    return result(ParseResult(scheme, netloc, path, params, query, fragment))


def _check_netloc(netloc):
    if ('[' in netloc) != (']' in netloc):
        raise ValueError('Invalid IPv6 URL')
    if '[' in netloc:
        _check_bracketed(netloc.partition('[')[2].partition(']')[0])
    if netloc and not netloc.isascii():
        import unicodedata
        bare = re.sub('[@:#?]', '', netloc)
        normal = unicodedata.normalize('NFKC', bare)
        if bare != normal and any([mark in normal for mark in '/?#@:']):
            raise ValueError("netloc '" + netloc + "' contains invalid characters under NFKC "
                             'normalization')


def _check_bracketed(host):
    if host.startswith('v'):
        if not re.match(r'\Av[a-fA-F0-9]+\..+\Z', host):
            raise ValueError('IPvFuture address is invalid')
        return
    if re.fullmatch(r'\d+\.\d+\.\d+\.\d+', host):
        raise ValueError('An IPv4 address cannot be in brackets')
    if not _is_ipv6(host):
        raise ValueError(f'{host!r} does not appear to be an IPv4 or IPv6 address')


def _is_ipv6(host):
    host = host.partition('%')[0]
    groups = host.split(':')
    if '.' in groups[-1]:
        numbers = groups.pop().split('.')
        if len(numbers) != 4 or not all([n.isdigit() and int(n) < 256 for n in numbers]):
            return False
        groups += ['0', '0']
    gaps = host.count('::')
    if gaps > 1 or ':::' in host or not 3 <= len(groups) <= 9:
        return False
    if not all([re.fullmatch('[0-9a-fA-F]{0,4}', group) for group in groups]):
        return False
    return gaps == 1 or (len(groups) == 8 and '' not in groups)


def urlsplit(url, scheme='', allow_fragments=True):
    """(scheme, netloc, path, query, fragment) of an address."""
    url, scheme, result = _coerce(url, scheme)
    url = url.lstrip(_SPACE)
    scheme = scheme.strip(_SPACE)
    for char in '\t\r\n':
        url = url.replace(char, '')
        scheme = scheme.replace(char, '')
    netloc = query = fragment = ''
    head, colon, rest = url.partition(':')
    if colon and re.fullmatch('[a-zA-Z0-9+.-]+', head):
        scheme, url = head.lower(), rest
    if url[:2] == '//':
        match = re.match('//([^/?#]*)', url)
        netloc, url = match.group(1), url[match.end():]
        _check_netloc(netloc)
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    return result(SplitResult(scheme, netloc, url, query, fragment))


def urlunparse(components):
    """The address of what urlparse() gives."""
    scheme, netloc, path, params, query, fragment, result = _coerce(*components)
    if params:
        path = '%s;%s' % (path, params)
    return result(urlunsplit((scheme, netloc, path, query, fragment)))


def urlunsplit(components):
    """The address of what urlsplit() gives."""
    scheme, netloc, url, query, fragment, result = _coerce(*components)
    if netloc or (scheme and scheme in uses_netloc and url[:2] != '//'):
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + (netloc or '') + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url += '?' + query
    if fragment:
        url += '#' + fragment
    return result(url)


def urljoin(base, url, allow_fragments=True):
    """An address that may be relative to another one."""
    if not base:
        return url
    if not url:
        return base
    base, url, result = _coerce(base, url)
    start = urlparse(base, '', allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, start.scheme, allow_fragments)
    if scheme != start.scheme or scheme not in uses_relative:
        return result(url)
    if scheme in uses_netloc:
        if netloc:
            return result(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = start.netloc
    if path or params:
        path = _joined_path(start.path, path)
    else:
        path, params, query = start.path, start.params, query or start.query
    return result(urlunparse((scheme, netloc, path, params, query, fragment)))


def _joined_path(base, path):
    """A path relative to another one, without `.` and `..`."""
    segments = path.split('/')
    if path[:1] != '/':
        before = base.split('/')
        if before[-1] != '':
            del before[-1]
        segments = before + segments
        segments[1:-1] = [segment for segment in segments[1:-1] if segment]
    resolved = []
    for segment in segments:
        if segment == '..':
            if resolved:
                resolved.pop()
        elif segment != '.':
            resolved.append(segment)
    if segments[-1] in ('.', '..'):
        resolved.append('')
    return '/'.join(resolved) or '/'


def urldefrag(url):
    """An address without its fragment, and the fragment."""
    url, result = _coerce(url)
    fragment = ''
    if '#' in url:
        *parts, fragment = urlparse(url)
        url = urlunparse(parts + [''])
    return result(DefragResult(url, fragment))


# Quoting

_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')
_HEX = '0123456789ABCDEFabcdef'


def unquote_to_bytes(string):
    """The bytes of a quoted text."""
    if not string:
        # Raises for what is no text, as it does elsewhere.
        string.split
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    first, *others = string.split(b'%')
    pieces = [first]
    for piece in others:
        digits = piece[:2].decode('latin-1')
        if len(digits) == 2 and digits[0] in _HEX and digits[1] in _HEX:
            pieces.append(bytes([int(digits, 16)]) + piece[2:])
        else:
            pieces.append(b'%' + piece)
    return b''.join(pieces)


def unquote(string, encoding='utf-8', errors='replace'):
    """A text without quoting."""
    encoding = 'utf-8' if encoding is None else encoding
    errors = 'replace' if errors is None else errors
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding, errors)
    if '%' not in string:
        string.split
        return string
    pieces = re.split('([\x00-\x7f]+)', string)
    pieces[1::2] = [unquote_to_bytes(piece).decode(encoding, errors) for piece in pieces[1::2]]
    return ''.join(pieces)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    """A text without quoting in which + stands for a space."""
    return unquote(string.replace('+', ' '), encoding, errors)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
             errors='replace', max_num_fields=None, separator='&'):
    """The fields of a query: a dictionary of lists."""
    fields = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding=encoding,
                                 errors=errors, max_num_fields=max_num_fields,
                                 separator=separator):
        fields.setdefault(name, []).append(value)
    return fields


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
              errors='replace', max_num_fields=None, separator='&'):
    """The fields of a query: pairs of name and value."""
    qs, result = _coerce(qs)
    separator, _ = _coerce(separator)
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError('Separator must be of type string or bytes.')
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError('Max number of fields exceeded')
    pairs = []
    for field in qs.split(separator):
        if not field and not strict_parsing:
            continue
        name, equals, value = field.partition('=')
        if not equals:
            if strict_parsing:
                raise ValueError('bad query field: %r' % (field,))
            if not keep_blank_values:
                continue
        if value or keep_blank_values:
            pairs.append(tuple([
                result(unquote(part.replace('+', ' '), encoding=encoding, errors=errors))
                for part in (name, value)]))
    return pairs


def quote(string, safe='/', encoding=None, errors=None):
    """A text with everything quoted that may not stand in a path."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode(encoding or 'utf-8', errors or 'strict')
    else:
        for name, given in (('encoding', encoding), ('errors', errors)):
            if given is not None:
                raise TypeError("quote() doesn't support %r for bytes" % name)
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    """As quote(), with + for spaces, and / quoted, too."""
    space = ' ' if isinstance(string, str) else b' '
    if isinstance(string, (str, bytes)) and space not in string:
        return quote(string, safe, encoding, errors)
    safe = safe + (' ' if isinstance(safe, str) else b' ')
    return quote(string, safe, encoding, errors).replace(' ', '+')


def quote_from_bytes(bs, safe='/'):
    """Bytes as quoted text."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError('quote_from_bytes() expected bytes')
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    allowed = _SAFE.union([byte for byte in safe if byte < 128])
    return ''.join([chr(byte) if byte in allowed else '%{:02X}'.format(byte) for byte in bs])


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    """A query of the items of a mapping, or of pairs."""
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            is_bad = len(query) and not isinstance(query[0], tuple)
        except TypeError:
            is_bad = True
        if is_bad:
            raise TypeError('not a valid non-string sequence or mapping object')

    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    fields = []
    for name, value in query:
        values = [value]
        if doseq and not isinstance(value, (bytes, str)):
            try:
                len(value)
                values = value
            except TypeError:
                pass
        fields += [quoted(name) + '=' + quoted(one) for one in values]
    return '&'.join(fields)


def unwrap(url):
    """An address without `<URL:…>` around it."""
    url = str(url).strip()
    if url[:1] == '<' and url[-1:] == '>':
        url = url[1:-1].strip()
    return url[4:].strip() if url[:4] == 'URL:' else url
