"""Topological sorting of graphs of hashable nodes.

Counterpart: lib-python/3/graphlib.py.
"""

from _pypy_generic_alias import GenericAlias as _GenericAlias

__all__ = ["TopologicalSorter", "CycleError"]

# In `missing`, instead of a number of predecessors that are not done.
_PASSED_OUT = -1
_DONE = -2


class _Node:
    __slots__ = ("value", "missing", "successors")

    def __init__(self, value):
        self.value = value
        self.missing = 0
        self.successors = []


class CycleError(ValueError):
    """The graph has a cycle: the second of `args` is the list of its nodes."""


class TopologicalSorter:
    """Provides functionality to topologically sort a graph of hashable nodes"""

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._passed_out = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _node(self, value):
        found = self._nodes.get(value)
        if found is None:
            found = self._nodes[value] = _Node(value)
        return found

    def add(self, node, *predecessors):
        """Add a node and its predecessors."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        info = self._node(node)
        info.missing += len(predecessors)
        for value in predecessors:
            self._node(value).successors.append(node)

    def prepare(self):
        """Mark the graph as finished and check for cycles in it."""
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [info.value for info in self._nodes.values() if info.missing == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        """A tuple of all the nodes that are ready."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready)
        for value in result:
            self._nodes[value].missing = _PASSED_OUT
        self._ready.clear()
        self._passed_out += len(result)
        return result

    def is_active(self):
        """Whether more progress can be made."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return self._finished < self._passed_out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Mark nodes returned by get_ready as processed."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for value in nodes:
            info = self._nodes.get(value)
            if info is None:
                raise ValueError("node %r was not added using add()" % (value,))
            if info.missing >= 0:
                raise ValueError(
                    "node %r was not passed out (still not ready)" % (value,))
            if info.missing == _DONE:
                raise ValueError("node %r was already marked done" % (value,))
            info.missing = _DONE
            for successor in info.successors:
                other = self._nodes[successor]
                other.missing -= 1
                if other.missing == 0:
                    self._ready.append(successor)
            self._finished += 1

    def _find_cycle(self):
        """The nodes of a cycle, its first one again at its end; None without a cycle."""
        stack = []
        iterators = []
        seen = set()
        depth_of = {}
        for node in self._nodes:
            if node in seen:
                continue
            while True:
                if node in seen:
                    if node in depth_of:
                        return stack[depth_of[node]:] + [node]
                else:
                    seen.add(node)
                    iterators.append(iter(self._nodes[node].successors))
                    depth_of[node] = len(stack)
                    stack.append(node)
                found = False
                while stack:
                    try:
                        node = next(iterators[-1])
                        found = True
                        break
                    except StopIteration:
                        del depth_of[stack.pop()]
                        iterators.pop()
                if not found:
                    break
        return None

    def static_order(self):
        """The nodes in a topological order."""
        self.prepare()
        while self.is_active():
            ready = self.get_ready()
            yield from ready
            self.done(*ready)

    __class_getitem__ = classmethod(_GenericAlias)
