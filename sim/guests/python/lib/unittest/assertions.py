"""The assertions of test cases.

Counterpart: lib-python/3/unittest/case.py.
"""

import collections

from .contexts import _AssertLogsContext, _AssertRaisesContext, _AssertWarnsContext
from .util import (
    _common_shorten_repr, _count_diff_all_purpose, _count_diff_hashable, safe_repr,
)

__unittest = True

DIFF_OMITTED = "\nDiff is %s characters long. Set self.maxDiff to None to see it."


def _ndiff(first_lines, second_lines):
    import difflib
    return difflib.ndiff(first_lines, second_lines)


def _pformat_lines(value):
    import pprint
    return pprint.pformat(value).splitlines()


def _deprecate(original_func):
    def deprecated_func(*args, **kwargs):
        import warnings
        warnings.warn("Please use %s instead." % original_func.__name__, DeprecationWarning, 2)
        return original_func(*args, **kwargs)

    return deprecated_func


class Assertions:
    """Methods that raise `failureException` when something does not hold."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    # Longer texts are compared without a diff.
    _diffThreshold = 2 ** 16

    def _init_type_equality(self):
        self._type_equality_funcs = {
            dict: "assertDictEqual",
            list: "assertListEqual",
            tuple: "assertTupleEqual",
            set: "assertSetEqual",
            frozenset: "assertSetEqual",
            str: "assertMultiLineEqual",
        }

    def addTypeEqualityFunc(self, typeobj, function):
        """Let assertEqual() compare two values of one type by a function or method name."""
        self._type_equality_funcs[typeobj] = function

    def _formatMessage(self, msg, standardMsg):
        """The standard message together with one's own."""
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        return "%s : %s" % (standardMsg, msg)

    def _truncateMessage(self, message, diff):
        max_diff = self.maxDiff
        if max_diff is None or len(diff) <= max_diff:
            return message + diff
        return message + (DIFF_OMITTED % len(diff))

    def fail(self, msg=None):
        """Fail immediately, with the given message."""
        raise self.failureException(msg)

    def assertFalse(self, expr, msg=None):
        """Check that the expression is false."""
        if expr:
            raise self.failureException(
                self._formatMessage(msg, "%s is not false" % safe_repr(expr)))

    def assertTrue(self, expr, msg=None):
        """Check that the expression is true."""
        if not expr:
            raise self.failureException(
                self._formatMessage(msg, "%s is not true" % safe_repr(expr)))

    def assertRaises(self, expected_exception, *args, **kwargs):
        """Fail unless an exception is raised by a callable or in the block of a with."""
        context = _AssertRaisesContext(expected_exception, self)
        return context.handle("assertRaises", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """Fail unless a warning is triggered by a callable or in the block of a with."""
        context = _AssertWarnsContext(expected_warning, self)
        return context.handle("assertWarns", args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """Like assertRaises, and the text of the exception must match an expression."""
        context = _AssertRaisesContext(expected_exception, self, expected_regex)
        return context.handle("assertRaisesRegex", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """Like assertWarns, and the text of the warning must match an expression."""
        context = _AssertWarnsContext(expected_warning, self, expected_regex)
        return context.handle("assertWarnsRegex", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """Fail unless a message of a level or higher is logged in the block of a with."""
        return _AssertLogsContext(self, logger, level)

    def _getAssertEqualityFunc(self, first, second):
        """What compares two values: by their type, if both are of the same."""
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if function is not None:
                if isinstance(function, str):
                    function = getattr(self, function)
                return function
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        """The comparison for types without one of their own."""
        if not first == second:
            standard = "%s != %s" % _common_shorten_repr(first, second)
            raise self.failureException(self._formatMessage(msg, standard))

    def assertEqual(self, first, second, msg=None):
        """Fail if the two objects are unequal as determined by the '==' operator."""
        self._getAssertEqualityFunc(first, second)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        """Fail if the two objects are equal as determined by the '!=' operator."""
        if not first != second:
            standard = "%s == %s" % (safe_repr(first), safe_repr(second))
            raise self.failureException(self._formatMessage(msg, standard))

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail if the difference of two numbers is not 0 when rounded, or more than delta."""
        if first == second:
            return
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        diff = abs(first - second)
        if delta is not None:
            if diff <= delta:
                return
            limit = "%s delta" % safe_repr(delta)
        else:
            places = 7 if places is None else places
            if round(diff, places) == 0:
                return
            limit = "%r places" % (places,)
        standard = "%s != %s within %s (%s difference)" % (
            safe_repr(first), safe_repr(second), limit, safe_repr(diff))
        raise self.failureException(self._formatMessage(msg, standard))

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail if the difference of two numbers is 0 when rounded, or no more than delta."""
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        diff = abs(first - second)
        if delta is not None:
            if not first == second and diff > delta:
                return
            standard = "%s == %s within %s delta (%s difference)" % (
                safe_repr(first), safe_repr(second), safe_repr(delta), safe_repr(diff))
        else:
            places = 7 if places is None else places
            if not first == second and round(diff, places) != 0:
                return
            standard = "%s == %s within %r places" % (
                safe_repr(first), safe_repr(second), places)
        raise self.failureException(self._formatMessage(msg, standard))

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """Compare two ordered sequences, whose types may differ."""
        name = "sequence"
        if seq_type is not None:
            name = seq_type.__name__
            for which, seq in (("First", seq1), ("Second", seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException(
                        "%s sequence is not a %s: %s" % (which, name, safe_repr(seq)))
        differing = _missing_length(seq1, seq2, name)
        if differing is None:
            if seq1 == seq2 or (seq_type is None and _same_items(seq1, seq2)):
                return
            differing = "%ss differ: %s != %s\n" % (
                (name.capitalize(),) + _common_shorten_repr(seq1, seq2))
            differing += _first_difference(seq1, seq2, name)
        diff = "\n" + "\n".join(_ndiff(_pformat_lines(seq1), _pformat_lines(seq2)))
        self.fail(self._formatMessage(msg, self._truncateMessage(differing, diff)))

    def assertListEqual(self, list1, list2, msg=None):
        """Compare two lists."""
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        """Compare two tuples."""
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """Compare two sets, or what has their method `difference`."""
        only_first = self._set_difference(set1, set2, "first")
        only_second = self._set_difference(set2, set1, "second")
        if not only_first and not only_second:
            return
        lines = []
        for items, has, has_not in (
                (only_first, "first", "second"), (only_second, "second", "first")):
            if items:
                lines.append("Items in the %s set but not the %s:" % (has, has_not))
                lines += [repr(item) for item in items]
        self.fail(self._formatMessage(msg, "\n".join(lines)))

    def _set_difference(self, one, other, which):
        try:
            return one.difference(other)
        except TypeError as e:
            self.fail("invalid type when attempting set difference: %s" % e)
        except AttributeError as e:
            self.fail("%s argument does not support set difference: %s" % (which, e))

    def assertIn(self, member, container, msg=None):
        """Just like self.assertTrue(a in b), but with a nicer default message."""
        if member not in container:
            standard = "%s not found in %s" % (safe_repr(member), safe_repr(container))
            self.fail(self._formatMessage(msg, standard))

    def assertNotIn(self, member, container, msg=None):
        """Just like self.assertTrue(a not in b), but with a nicer default message."""
        if member in container:
            standard = "%s unexpectedly found in %s" % (safe_repr(member), safe_repr(container))
            self.fail(self._formatMessage(msg, standard))

    def assertIs(self, expr1, expr2, msg=None):
        """Just like self.assertTrue(a is b), but with a nicer default message."""
        if expr1 is not expr2:
            self.fail(self._formatMessage(
                msg, "%s is not %s" % (safe_repr(expr1), safe_repr(expr2))))

    def assertIsNot(self, expr1, expr2, msg=None):
        """Just like self.assertTrue(a is not b), but with a nicer default message."""
        if expr1 is expr2:
            self.fail(self._formatMessage(
                msg, "unexpectedly identical: %s" % safe_repr(expr1)))

    def assertDictEqual(self, d1, d2, msg=None):
        """Compare two dictionaries."""
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            standard = "%s != %s" % _common_shorten_repr(d1, d2)
            diff = "\n" + "\n".join(_ndiff(_pformat_lines(d1), _pformat_lines(d2)))
            self.fail(self._formatMessage(msg, self._truncateMessage(standard, diff)))

    def assertDictContainsSubset(self, subset, dictionary, msg=None):
        """Checks whether dictionary is a superset of subset."""
        import warnings
        warnings.warn("assertDictContainsSubset is deprecated", DeprecationWarning)
        missing = []
        mismatched = []
        for key, value in subset.items():
            if key not in dictionary:
                missing.append(safe_repr(key))
            elif value != dictionary[key]:
                mismatched.append("%s, expected: %s, actual: %s" % (
                    safe_repr(key), safe_repr(value), safe_repr(dictionary[key])))
        parts = []
        if missing:
            parts.append("Missing: " + ",".join(missing))
        if mismatched:
            parts.append("Mismatched values: " + ",".join(mismatched))
        if parts:
            self.fail(self._formatMessage(msg, "; ".join(parts)))

    def assertCountEqual(self, first, second, msg=None):
        """Compare two iterables without regard to order."""
        first_items, second_items = list(first), list(second)
        try:
            is_same = collections.Counter(first_items) == collections.Counter(second_items)
        except TypeError:
            differences = _count_diff_all_purpose(first_items, second_items)
        else:
            if is_same:
                return
            differences = _count_diff_hashable(first_items, second_items)
        if differences:
            lines = ["First has %d, Second has %d:  %r" % diff for diff in differences]
            standard = self._truncateMessage(
                "Element counts were not equal:\n", "\n".join(lines))
            self.fail(self._formatMessage(msg, standard))

    def assertMultiLineEqual(self, first, second, msg=None):
        """Compare two texts, line by line."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
            self._baseAssertEqual(first, second, msg)
        first_lines = first.splitlines(keepends=True)
        second_lines = second.splitlines(keepends=True)
        if len(first_lines) == 1 and first.strip("\r\n") == first:
            first_lines = [first + "\n"]
            second_lines = [second + "\n"]
        standard = "%s != %s" % _common_shorten_repr(first, second)
        diff = "\n" + "".join(_ndiff(first_lines, second_lines))
        self.fail(self._formatMessage(msg, self._truncateMessage(standard, diff)))

    def assertLess(self, a, b, msg=None):
        """Just like self.assertTrue(a < b), but with a nicer default message."""
        if not a < b:
            standard = "%s not less than %s" % (safe_repr(a), safe_repr(b))
            self.fail(self._formatMessage(msg, standard))

    def assertLessEqual(self, a, b, msg=None):
        """Just like self.assertTrue(a <= b), but with a nicer default message."""
        if not a <= b:
            standard = "%s not less than or equal to %s" % (safe_repr(a), safe_repr(b))
            self.fail(self._formatMessage(msg, standard))

    def assertGreater(self, a, b, msg=None):
        """Just like self.assertTrue(a > b), but with a nicer default message."""
        if not a > b:
            standard = "%s not greater than %s" % (safe_repr(a), safe_repr(b))
            self.fail(self._formatMessage(msg, standard))

    def assertGreaterEqual(self, a, b, msg=None):
        """Just like self.assertTrue(a >= b), but with a nicer default message."""
        if not a >= b:
            standard = "%s not greater than or equal to %s" % (safe_repr(a), safe_repr(b))
            self.fail(self._formatMessage(msg, standard))

    def assertIsNone(self, obj, msg=None):
        """Same as self.assertTrue(obj is None), with a nicer default message."""
        if obj is not None:
            self.fail(self._formatMessage(msg, "%s is not None" % safe_repr(obj)))

    def assertIsNotNone(self, obj, msg=None):
        """Included for symmetry with assertIsNone."""
        if obj is None:
            self.fail(self._formatMessage(msg, "unexpectedly None"))

    def assertIsInstance(self, obj, cls, msg=None):
        """Same as self.assertTrue(isinstance(obj, cls)), with a nicer default message."""
        if not isinstance(obj, cls):
            standard = "%s is not an instance of %r" % (safe_repr(obj), cls)
            self.fail(self._formatMessage(msg, standard))

    def assertNotIsInstance(self, obj, cls, msg=None):
        """Included for symmetry with assertIsInstance."""
        if isinstance(obj, cls):
            standard = "%s is an instance of %r" % (safe_repr(obj), cls)
            self.fail(self._formatMessage(msg, standard))

    def assertRegex(self, text, expected_regex, msg=None):
        """Fail the test unless the text matches the regular expression."""
        expected_regex = _as_pattern(expected_regex)
        if not expected_regex.search(text):
            standard = "Regex didn't match: %r not found in %r" % (expected_regex.pattern, text)
            raise self.failureException(self._formatMessage(msg, standard))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """Fail the test if the text matches the regular expression."""
        unexpected_regex = _as_pattern(unexpected_regex)
        match = unexpected_regex.search(text)
        if match:
            standard = "Regex matched: %r matches %r in %r" % (
                text[match.start():match.end()], unexpected_regex.pattern, text)
            raise self.failureException(self._formatMessage(msg, standard))

    failUnlessEqual = assertEquals = _deprecate(assertEqual)
    failIfEqual = assertNotEquals = _deprecate(assertNotEqual)
    failUnlessAlmostEqual = assertAlmostEquals = _deprecate(assertAlmostEqual)
    failIfAlmostEqual = assertNotAlmostEquals = _deprecate(assertNotAlmostEqual)
    failUnless = assert_ = _deprecate(assertTrue)
    failUnlessRaises = _deprecate(assertRaises)
    failIf = _deprecate(assertFalse)
    assertRaisesRegexp = _deprecate(assertRaisesRegex)
    assertRegexpMatches = _deprecate(assertRegex)
    assertNotRegexpMatches = _deprecate(assertNotRegex)


def _as_pattern(expression):
    if not isinstance(expression, (str, bytes)):
        return expression
    import re
    assert expression, "expected_regex must not be empty."
    return re.compile(expression)


def _missing_length(seq1, seq2, name):
    """What is to be said when one of two values has no length; else None."""
    for which, seq in (("First", seq1), ("Second", seq2)):
        try:
            len(seq)
        except (TypeError, NotImplementedError):
            return "%s %s has no length.    Non-sequence?" % (which, name)
    return None


def _same_items(seq1, seq2):
    """Whether sequences of two types have the same items."""
    if type(seq1) == type(seq2) or len(seq1) != len(seq2):
        return False
    try:
        for i in range(len(seq1)):
            if seq1[i] != seq2[i]:
                return False
    except (TypeError, IndexError, NotImplementedError):
        return False
    return True


def _first_difference(seq1, seq2, name):
    """Where two sequences differ first, and what one has more than the other."""
    len1, len2 = len(seq1), len(seq2)
    text = ""
    for i in range(min(len1, len2)):
        items = []
        for which, seq in (("first", seq1), ("second", seq2)):
            try:
                items.append(seq[i])
            except (TypeError, IndexError, NotImplementedError):
                return "\nUnable to index element %d of %s %s\n" % (i, which, name)
        if items[0] != items[1]:
            text = "\nFirst differing element %d:\n%s\n%s\n" % (
                (i,) + _common_shorten_repr(items[0], items[1]))
            break
    if len1 > len2:
        text += _extra_elements(seq1, len2, len1, "First", name)
    elif len1 < len2:
        text += _extra_elements(seq2, len1, len2, "Second", name)
    return text


def _extra_elements(seq, start, end, which, name):
    text = "\n%s %s contains %d additional elements.\n" % (which, name, end - start)
    try:
        return text + "First extra element %d:\n%s\n" % (start, safe_repr(seq[start]))
    except (TypeError, IndexError, NotImplementedError):
        return text + "Unable to index element %d of %s %s\n" % (start, which.lower(), name)
