"""Translations of messages; without catalogues every message is its own translation.

Counterpart: lib-python/3/gettext.py. DIFFERS: no catalogue files.
"""

__all__ = [
    "NullTranslations", "find", "translation", "install", "textdomain", "bindtextdomain",
    "dgettext", "dngettext", "gettext", "ngettext", "pgettext", "dpgettext", "npgettext",
    "dnpgettext",
]

_current_domain = "messages"
_localedirs = {}


class NullTranslations:
    """Translations that give the messages themselves, or what a fallback gives."""

    def __init__(self, fp=None):
        self._info = {}
        self._charset = None
        self._fallback = None

    def add_fallback(self, fallback):
        if self._fallback:
            self._fallback.add_fallback(fallback)
        else:
            self._fallback = fallback

    def gettext(self, message):
        return self._fallback.gettext(message) if self._fallback else message

    def ngettext(self, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.ngettext(msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context, message):
        return self._fallback.pgettext(context, message) if self._fallback else message

    def npgettext(self, context, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.npgettext(context, msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def info(self):
        return self._info

    def charset(self):
        return self._charset

    def install(self, names=None):
        import builtins
        builtins.__dict__["_"] = self.gettext
        for name in ("gettext", "ngettext", "npgettext", "pgettext"):
            if names is not None and name in names:
                builtins.__dict__[name] = getattr(self, name)


def find(domain, localedir=None, languages=None, all=False):
    """The file of a catalogue: there is none."""
    return [] if all else None


def translation(domain, localedir=None, languages=None, class_=None, fallback=False,
                codeset=None):
    """The translations of a domain."""
    if fallback:
        return NullTranslations()
    from errno import ENOENT
    raise FileNotFoundError(ENOENT, "No translation file found for domain", domain)


def install(domain, localedir=None, codeset=None, names=None):
    """Make the translations of a domain the built-in function `_`."""
    translation(domain, localedir, fallback=True).install(names)


def textdomain(domain=None):
    """Change or query the current domain."""
    global _current_domain
    if domain is not None:
        _current_domain = domain
    return _current_domain


def bindtextdomain(domain, localedir=None):
    """Bind a domain to a folder."""
    if localedir is not None:
        _localedirs[domain] = localedir
    return _localedirs.get(domain, "/usr/share/locale")


def gettext(message):
    return message


def dgettext(domain, message):
    return message


def ngettext(msgid1, msgid2, n):
    return msgid1 if n == 1 else msgid2


def dngettext(domain, msgid1, msgid2, n):
    return msgid1 if n == 1 else msgid2


def pgettext(context, message):
    return message


def dpgettext(domain, context, message):
    return message


def npgettext(context, msgid1, msgid2, n):
    return msgid1 if n == 1 else msgid2


def dnpgettext(domain, context, msgid1, msgid2, n):
    return msgid1 if n == 1 else msgid2
