"""The old name of threads that are none."""

# Part of jitreel.

from _thread import (
    TIMEOUT_MAX,
    LockType,
    RLock,
    allocate_lock,
    error,
    exit,
    get_ident,
    interrupt_main,
    stack_size,
    start_new_thread,
    _set_sentinel,
)
