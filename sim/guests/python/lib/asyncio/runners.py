"""Running a whole program of coroutines."""

# Part of jitreel.

__all__ = ("run",)

from . import coroutines, events, tasks


def run(main, *, debug=None):
    """Run a coroutine in a loop of its own, which is closed at the end."""
    if events._get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    if not coroutines.iscoroutine(main):
        raise ValueError(f"a coroutine was expected, got {main!r}")
    loop = events.new_event_loop()
    if debug is not None:
        loop.set_debug(debug)
    events.set_event_loop(loop)
    try:
        return loop.run_until_complete(main)
    finally:
        try:
            _wind_up(loop)
        finally:
            events.set_event_loop(None)
            loop.close()


def _wind_up(loop):
    """Ends what still runs in a loop: tasks, then asynchronous generators."""
    left = tasks.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(tasks.gather(*left, loop=loop, return_exceptions=True))
    for task in left:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            loop.call_exception_handler({
                "message": "unhandled exception during asyncio.run() shutdown",
                "exception": error,
                "task": task,
            })
    for end in (loop.shutdown_asyncgens, loop.shutdown_default_executor):
        loop.run_until_complete(end())
