"""Generic functions, for functools.singledispatch.

Of the registered classes that fit an argument's class, the nearest one counts. A class of the
method resolution order is as near as its place there; an abstract base class that fits otherwise
is as near as the class that brings it in: the last one that fits it while no base of it does.
"""

from abc import get_cache_token
from functools import update_wrapper


def _place_of(order, cls):
    """Where a class stands in an order of resolution, or would stand: before, behind it."""
    if cls in order:
        return order.index(cls), 0
    place = 0
    for index, known in enumerate(order):
        if issubclass(known, cls) and not any([issubclass(base, cls) for base in known.__bases__]):
            # It goes behind the explicit abstract bases.
            abstract = [base for base in known.__bases__ if hasattr(base, "__abstractmethods__")]
            place = max([index] + [order.index(base) for base in abstract])
    return place, 1


def nearest(cls, registered):
    """The one of the registered classes that is the nearest to a class; None if none fits."""
    fitting = [one for one in registered if issubclass(cls, one)]
    if not fitting:
        return None
    order = cls.__mro__
    places = {one: _place_of(order, one) for one in fitting}
    for one in fitting:
        # No class goes before one that is derived from it.
        derived = [places[other] for other in fitting
                   if other is not one and other not in order and one in other.__mro__]
        if derived and max(derived) > places[one]:
            places[one] = max(derived)[0], 2
    first = min(places.values())
    rivals = [one for one in fitting if places[one] == first]
    # Of several abstract classes at one place, those without a rival below them.
    lowest = [one for one in rivals
              if not any([other is not one and issubclass(other, one) for other in rivals])]
    if len(lowest) > 1:
        raise RuntimeError("Ambiguous dispatch: %s or %s" % tuple(lowest[:2]))
    return lowest[0]


def _class_of_first_parameter(func):
    plain = getattr(func, "__func__", func)
    annotations = getattr(plain, "__annotations__", {})
    if not annotations:
        raise TypeError(
            "Invalid first argument to `register()`: %r. Use either `@register(some_class)` "
            "or plain `@register` on an annotated function." % (func,))
    name, cls = next(iter(annotations.items()))
    if isinstance(cls, str):
        cls = eval(cls, plain.__globals__)
    if cls is None:
        cls = type(None)
    if not isinstance(cls, type):
        raise TypeError("Invalid annotation for %r. %r is not a class." % (name, cls))
    return cls


def generic_function(func):
    registry = {object: func}
    found = {}
    # With abstract classes registered: the count of registrations when `found` was begun.
    token = None

    def dispatch(cls):
        """The function for a class."""
        nonlocal token
        if token is not None and token != get_cache_token():
            found.clear()
            token = get_cache_token()
        try:
            return found[cls]
        except KeyError:
            found[cls] = registry[nearest(cls, registry)]
            return found[cls]

    def register(cls, func=None):
        """Registers a function for a class; also a decorator, with or without the class."""
        nonlocal token
        if func is None:
            if isinstance(cls, type):
                return lambda decorated: register(cls, decorated)
            func = cls
            cls = _class_of_first_parameter(func)
        registry[cls] = func
        if token is None and hasattr(cls, "__abstractmethods__"):
            token = get_cache_token()
        found.clear()
        return func

    def generic(*args, **kw):
        if not args:
            raise TypeError("%s requires at least 1 positional argument" % name)
        return dispatch(args[0].__class__)(*args, **kw)

    name = getattr(func, "__name__", "singledispatch function")
    generic.register = register
    generic.dispatch = dispatch
    # A read-only view; the type is that of the dictionaries of classes.
    generic.registry = type(object.__dict__)(registry)
    generic._clear_cache = found.clear
    return update_wrapper(generic, func)
