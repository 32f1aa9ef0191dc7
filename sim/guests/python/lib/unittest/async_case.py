"""Tests whose methods may be coroutines.

Counterpart: lib-python/3/unittest/async_case.py.
"""

import asyncio
import inspect

from .case import TestCase

__unittest = True


class IsolatedAsyncioTestCase(TestCase):
    """A test case with an event loop of its own, in which its coroutines run."""

    def __init__(self, methodName="runTest"):
        super().__init__(methodName)
        self._loop = None

    async def asyncSetUp(self):
        """Called after setUp."""

    async def asyncTearDown(self):
        """Called before tearDown."""

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        self.addCleanup(func, *args, **kwargs)

    def _wait_for(self, value):
        if inspect.isawaitable(value):
            return self._loop.run_until_complete(value)
        return value

    def _callSetUp(self):
        self.setUp()
        self._wait_for(self.asyncSetUp())

    def _callTestMethod(self, method):
        self._wait_for(method())

    def _callTearDown(self):
        self._wait_for(self.asyncTearDown())
        self.tearDown()

    def _callCleanup(self, function, *args, **kwargs):
        self._wait_for(function(*args, **kwargs))

    def run(self, result=None):
        self._open_loop()
        try:
            return super().run(result)
        finally:
            self._close_loop()

    def debug(self):
        self._open_loop()
        try:
            super().debug()
        finally:
            self._close_loop()

    def _open_loop(self):
        assert self._loop is None, "asyncio test loop already initialized"
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._loop.set_debug(True)

    def _close_loop(self):
        loop, self._loop = self._loop, None
        try:
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            if left:
                loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            loop.close()
