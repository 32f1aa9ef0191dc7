"""Test cases whose methods are coroutines.

Counterpart: lib-python/3/unittest/async_case.py.
"""

import asyncio
import inspect

from .case import TestCase

__unittest = True


class IsolatedAsyncioTestCase(TestCase):
    """Runs each test, with what surrounds it, in an event loop of its own."""

    def __init__(self, methodName="runTest"):
        super().__init__(methodName)
        self._asyncioTestLoop = None

    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        """Like addCleanup(), for a coroutine function."""
        self.addCleanup(*(func, *args), **kwargs)

    def _callSetUp(self):
        self.setUp()
        self._callAsync(self.asyncSetUp)

    def _callTestMethod(self, method):
        self._callMaybeAsync(method)

    def _callTearDown(self):
        self._callAsync(self.asyncTearDown)
        self.tearDown()

    def _callCleanup(self, function, *args, **kwargs):
        self._callMaybeAsync(function, *args, **kwargs)

    def _callAsync(self, func, /, *args, **kwargs):
        return self._asyncioTestLoop.run_until_complete(func(*args, **kwargs))

    def _callMaybeAsync(self, func, /, *args, **kwargs):
        made = func(*args, **kwargs)
        if inspect.isawaitable(made):
            return self._asyncioTestLoop.run_until_complete(made)
        return made

    def run(self, result=None):
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        self._asyncioTestLoop = loop
        try:
            return super().run(result)
        finally:
            self._asyncioTestLoop = None
            asyncio.set_event_loop(None)
            loop.close()
