"""The assertions of test cases.

An assertion that compares hands its result and the text of its complaint to `_check`, which puts
the representations of the values into the text only when they are needed. `_formatMessage` and
`_truncateMessage` are private names that known test frameworks call.

Counterpart: lib-python/3/unittest/case.py.
"""

from .contexts import _AssertLogsContext, _AssertRaisesContext, _AssertWarnsContext, as_pattern
from .util import abridged, count_differences, safe_repr

__unittest = True

DIFF_OMITTED = "\nDiff is %s characters long. Set self.maxDiff to None to see it."

# Types whose equal values are compared with a message of their own.
_BY_TYPE = {
    dict: "assertDictEqual", list: "assertListEqual", tuple: "assertTupleEqual",
    set: "assertSetEqual", frozenset: "assertSetEqual", str: "assertMultiLineEqual",
}

# Old names of assertions.
_OLD_NAMES = {
    "failUnlessEqual": "assertEqual", "assertEquals": "assertEqual",
    "failIfEqual": "assertNotEqual", "assertNotEquals": "assertNotEqual",
    "failUnlessAlmostEqual": "assertAlmostEqual", "assertAlmostEquals": "assertAlmostEqual",
    "failIfAlmostEqual": "assertNotAlmostEqual", "assertNotAlmostEquals": "assertNotAlmostEqual",
    "failUnless": "assertTrue", "assert_": "assertTrue", "failUnlessRaises": "assertRaises",
    "failIf": "assertFalse", "assertRaisesRegexp": "assertRaisesRegex",
    "assertRegexpMatches": "assertRegex", "assertNotRegexpMatches": "assertNotRegex",
}


def _difference(first_lines, second_lines, separator):
    import difflib
    return "\n" + separator.join(difflib.ndiff(first_lines, second_lines))


def _difference_of_values(first, second):
    from pprint import pformat
    return _difference(pformat(first).splitlines(), pformat(second).splitlines(), "\n")


class Assertions:
    """Every method here raises `failureException` when what it says is not so."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    # Longer texts are not compared line by line.
    _diffThreshold = 2 ** 16
    # Set on the instance when a type gets a comparison of its own.
    _type_equality_funcs = _BY_TYPE

    # Messages

    def fail(self, msg=None):
        """Fails, with the message."""
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        return standardMsg if msg is None else "%s : %s" % (standardMsg, msg)

    def _truncateMessage(self, message, diff):
        limit = self.maxDiff
        return message + (diff if limit is None or len(diff) <= limit else DIFF_OMITTED % len(diff))

    def _check(self, passed, msg, text, *values):
        if not passed:
            text = text % tuple([safe_repr(value) for value in values])
            raise self.failureException(self._formatMessage(msg, text))

    def _fail_with_difference(self, msg, text, difference):
        self.fail(self._formatMessage(msg, self._truncateMessage(text, difference)))

    # Truth, identity, membership, type

    def assertTrue(self, expr, msg=None):
        self._check(expr, msg, "%s is not true", expr)

    def assertFalse(self, expr, msg=None):
        self._check(not expr, msg, "%s is not false", expr)

    def assertIs(self, expr1, expr2, msg=None):
        self._check(expr1 is expr2, msg, "%s is not %s", expr1, expr2)

    def assertIsNot(self, expr1, expr2, msg=None):
        self._check(expr1 is not expr2, msg, "unexpectedly identical: %s", expr1)

    def assertIsNone(self, obj, msg=None):
        self._check(obj is None, msg, "%s is not None", obj)

    def assertIsNotNone(self, obj, msg=None):
        self._check(obj is not None, msg, "unexpectedly None")

    def assertIn(self, member, container, msg=None):
        self._check(member in container, msg, "%s not found in %s", member, container)

    def assertNotIn(self, member, container, msg=None):
        self._check(
            member not in container, msg, "%s unexpectedly found in %s", member, container)

    def assertIsInstance(self, obj, cls, msg=None):
        self._check(isinstance(obj, cls), msg, "%s is not an instance of %s", obj, cls)

    def assertNotIsInstance(self, obj, cls, msg=None):
        self._check(not isinstance(obj, cls), msg, "%s is an instance of %s", obj, cls)

    # Order

    def assertLess(self, a, b, msg=None):
        self._check(a < b, msg, "%s not less than %s", a, b)

    def assertLessEqual(self, a, b, msg=None):
        self._check(a <= b, msg, "%s not less than or equal to %s", a, b)

    def assertGreater(self, a, b, msg=None):
        self._check(a > b, msg, "%s not greater than %s", a, b)

    def assertGreaterEqual(self, a, b, msg=None):
        self._check(a >= b, msg, "%s not greater than or equal to %s", a, b)

    # Equality

    def addTypeEqualityFunc(self, typeobj, function):
        """Makes assertEqual compare two values of exactly this type by the function."""
        self._type_equality_funcs = {**self._type_equality_funcs, typeobj: function}

    def assertEqual(self, first, second, msg=None):
        if type(first) is type(second):
            compare = self._type_equality_funcs.get(type(first))
            if compare is not None:
                if isinstance(compare, str):
                    compare = getattr(self, compare)
                compare(first, second, msg=msg)
                return
        self._baseAssertEqual(first, second, msg)

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            text = "%s != %s" % abridged(first, second)
            raise self.failureException(self._formatMessage(msg, text))

    def assertNotEqual(self, first, second, msg=None):
        self._check(first != second, msg, "%s == %s", first, second)

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Equal, or nearer than delta or half a unit of that decimal place (7)."""
        if first == second:
            return
        near, distance, limit = self._nearness(first, second, places, delta)
        if not near:
            text = "%s != %s %s (%s difference)" % (
                safe_repr(first), safe_repr(second), limit, safe_repr(distance))
            raise self.failureException(self._formatMessage(msg, text))

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        near, distance, limit = self._nearness(first, second, places, delta)
        if near or first == second:
            text = "%s == %s %s" % (safe_repr(first), safe_repr(second), limit)
            if delta is not None:
                text += " (%s difference)" % safe_repr(distance)
            raise self.failureException(self._formatMessage(msg, text))

    def _nearness(self, first, second, places, delta):
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        distance = abs(first - second)
        if delta is not None:
            return distance <= delta, distance, "within %s delta" % safe_repr(delta)
        if places is None:
            places = 7
        return round(distance, places) == 0, distance, "within %r places" % places

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """Equal items in equal order, whatever the types, unless one is asked for."""
        name = "sequence"
        if seq_type is not None:
            name = seq_type.__name__
            for which, seq in (("First", seq1), ("Second", seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException(
                        "%s sequence is not a %s: %s" % (which, name, safe_repr(seq)))
        lengths = []
        text = None
        for which, seq in (("First", seq1), ("Second", seq2)):
            try:
                lengths.append(len(seq))
            except (TypeError, NotImplementedError):
                text = text or "%s %s has no length.    Non-sequence?" % (which, name)
        if text is None:
            if seq1 == seq2:
                return
            found, where = _where_they_differ(seq1, seq2, lengths, name)
            if not found and lengths[0] == lengths[1] and seq_type is None and (
                    type(seq1) is not type(seq2)):
                return
            text = "%ss differ: %s != %s\n" % (name.capitalize(), *abridged(seq1, seq2)) + where
        self._fail_with_difference(msg, text, _difference_of_values(seq1, seq2))

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        lines = []
        for which, one, not_in, other in (
                ("first", set1, "second", set2), ("second", set2, "first", set1)):
            try:
                rest = one.difference(other)
            except TypeError as error:
                self.fail("invalid type when attempting set difference: %s" % error)
            except AttributeError as error:
                self.fail("%s argument does not support set difference: %s" % (which, error))
            if rest:
                lines.append("Items in the %s set but not the %s:" % (which, not_in))
                lines += [repr(item) for item in rest]
        self._check(not lines, msg, "\n".join(lines).replace("%", "%%"))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            text = "%s != %s" % abridged(d1, d2)
            self._fail_with_difference(msg, text, _difference_of_values(d1, d2))

    def assertDictContainsSubset(self, subset, dictionary, msg=None):
        import warnings
        warnings.warn("assertDictContainsSubset is deprecated", DeprecationWarning)
        missing = [safe_repr(key) for key in subset if key not in dictionary]
        wrong = ["%s, expected: %s, actual: %s" % (
                     safe_repr(key), safe_repr(value), safe_repr(dictionary[key]))
                 for key, value in subset.items()
                 if key in dictionary and value != dictionary[key]]
        parts = []
        if missing:
            parts.append("Missing: %s" % ",".join(missing))
        if wrong:
            parts.append("Mismatched values: %s" % ",".join(wrong))
        self._check(not parts, msg, "; ".join(parts).replace("%", "%%"))

    def assertCountEqual(self, first, second, msg=None):
        """Both have the same items equally often, in any order."""
        found = count_differences(list(first), list(second))
        if found:
            lines = ["First has %d, Second has %d:  %r" % tuple(entry) for entry in found]
            self._fail_with_difference(
                msg, "Element counts were not equal:\n", "\n".join(lines))

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        if max(len(first), len(second)) > self._diffThreshold:
            self._baseAssertEqual(first, second, msg)
        lines = [first.splitlines(True), second.splitlines(True)]
        if len(lines[0]) == 1 and first.strip("\r\n") == first:
            lines = [[first + "\n"], [second + "\n"]]
        text = "%s != %s" % abridged(first, second)
        self._fail_with_difference(msg, text, _difference(*lines, ""))

    # Regular expressions

    def assertRegex(self, text, expected_regex, msg=None):
        assert not isinstance(expected_regex, (str, bytes)) or expected_regex, (
            "expected_regex must not be empty.")
        pattern = as_pattern(expected_regex)
        if not pattern.search(text):
            said = "Regex didn't match: %r not found in %r" % (pattern.pattern, text)
            raise self.failureException(self._formatMessage(msg, said))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        pattern = as_pattern(unexpected_regex)
        found = pattern.search(text)
        if found:
            said = "Regex matched: %r matches %r in %r" % (found.group(), pattern.pattern, text)
            raise self.failureException(self._formatMessage(msg, said))

    # Contexts

    def assertRaises(self, expected_exception, *args, **kwargs):
        """That a call, or the block of a `with`, raises an exception of these classes."""
        context = _AssertRaisesContext(expected_exception, self)
        return context.handle("assertRaises", args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        context = _AssertRaisesContext(expected_exception, self, expected_regex)
        return context.handle("assertRaisesRegex", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """That a call, or the block of a `with`, gives a warning of these classes."""
        context = _AssertWarnsContext(expected_warning, self)
        return context.handle("assertWarns", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        context = _AssertWarnsContext(expected_warning, self, expected_regex)
        return context.handle("assertWarnsRegex", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """That the block of a `with` logs something of at least the level (INFO)."""
        return _AssertLogsContext(self, logger, level)


def _where_they_differ(seq1, seq2, lengths, name):
    """Whether an item differs or cannot be got, and the text about the first one and the rest."""
    text = ""
    found = False
    for index in range(min(lengths)):
        items = []
        for which, seq in (("first", seq1), ("second", seq2)):
            try:
                items.append(seq[index])
            except (TypeError, IndexError, NotImplementedError):
                text = "\nUnable to index element %d of %s %s\n" % (index, which, name)
                found = True
                break
        if not found and items[0] != items[1]:
            text = "\nFirst differing element %d:\n%s\n%s\n" % (index, *abridged(*items))
            found = True
        if found:
            break
    if lengths[0] == lengths[1]:
        return found, text
    start, end = sorted(lengths)
    which, seq = ("first", seq1) if end == lengths[0] else ("second", seq2)
    text += "\n%s %s contains %d additional elements.\n" % (
        which.capitalize(), name, end - start)
    try:
        text += "First extra element %d:\n%s\n" % (start, safe_repr(seq[start]))
    except (TypeError, IndexError, NotImplementedError):
        text += "Unable to index element %d of %s %s\n" % (start, which, name)
    return found, text


def _renamed(new_name):
    def deprecated_func(*args, **kwargs):
        import warnings
        warnings.warn("Please use %s instead." % new_name, DeprecationWarning, 2)
        return getattr(Assertions, new_name)(*args, **kwargs)
    return deprecated_func


for _old, _new in _OLD_NAMES.items():
    setattr(Assertions, _old, _renamed(_new))
