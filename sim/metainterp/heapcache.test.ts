import { test } from "uvu";
import * as assert from "uvu/assert";
import { ArrayDescr, CallDescr, ClassLayout, EXTRA_EFFECT, FieldDescr } from "../trace/descr.ts";
import { ConstInt, ConstPtr, InputArg } from "../trace/values.ts";
import { HeapCache } from "./heapcache.ts";

const LAYOUT = new ClassLayout("C", "m.C", null, 0);
const NEXT = new FieldDescr(LAYOUT, "next", "r", 8);
const COUNT = new FieldDescr(LAYOUT, "count", "i", 16);
const ARRAY = new ArrayDescr("r", "r", false);
const ZERO = new ConstInt(0);
const ONE = new ConstInt(1);

const ref = (): InputArg => new InputArg("r", {});
const int = (value = 0): InputArg => new InputArg("i", value);

function callDescr(extraEffect: number): CallDescr {
  return new CallDescr("r", "i", { extraEffect, oopspec: null, writes: null });
}

const CALL = callDescr(EXTRA_EFFECT.canRaise);

/** A cache with an object that was allocated in the trace. */
function withAllocated(): { cache: HeapCache; object: InputArg } {
  const cache = new HeapCache();
  const object = ref();
  cache.allocated(object);
  return { cache, object };
}

/** A setfield as the tracer records it. */
function store(cache: HeapCache, object: InputArg, field: FieldDescr, value: InputArg): void {
  cache.invalidate("setfield_gc", [object, value], field);
  cache.setField(object, field, value);
}

test("a class that is known implies that the reference is not null", () => {
  const cache = new HeapCache();
  const box = ref();
  assert.not(cache.isClassKnown(box));
  cache.classNowKnown(box);
  assert.ok(cache.isClassKnown(box));
  assert.ok(cache.isNullityKnown(box));
  cache.reset();
  assert.not(cache.isClassKnown(box));
});

test("of constants only the nullity is known, and not of null", () => {
  const cache = new HeapCache();
  const object = new ConstPtr({});
  cache.classNowKnown(object);
  assert.not(cache.isClassKnown(object));
  assert.ok(cache.isNullityKnown(object));
  assert.not(cache.isNullityKnown(new ConstPtr(null)));
});

test("an allocation is not null and nobody's, but its class must be told", () => {
  const { cache, object } = withAllocated();
  assert.ok(cache.isNullityKnown(object));
  assert.not(cache.isClassKnown(object));
  assert.ok(cache.isUnescaped(object));
  assert.ok(cache.isLikelyVirtual(object));
  assert.ok(cache.isKnownNonstandard(object));
});

test("a field that was read is not read again", () => {
  const cache = new HeapCache();
  const [object, value] = [ref(), ref()];
  assert.is(cache.getField(object, NEXT), null);
  cache.fieldNowKnown(object, NEXT, value);
  assert.is(cache.getField(object, NEXT), value);
  assert.is(cache.getField(object, COUNT), null);
  assert.is(cache.getField(ref(), NEXT), null);
});

test("fields of constants are not cached", () => {
  const cache = new HeapCache();
  const object = new ConstPtr({});
  cache.fieldNowKnown(object, NEXT, ref());
  cache.setField(object, NEXT, ref());
  assert.is(cache.getField(object, NEXT), null);
});

test("a write to a constant may be one to any box", () => {
  const cache = new HeapCache();
  const object = ref();
  cache.fieldNowKnown(object, NEXT, ref());
  cache.setField(new ConstPtr({}), NEXT, ref());
  assert.is(cache.getField(object, NEXT), null);
});

test("a write to one box forgets the same field of others", () => {
  const cache = new HeapCache();
  const [a, b, x, y] = [ref(), ref(), ref(), ref()];
  cache.setField(a, NEXT, x);
  cache.fieldNowKnown(b, COUNT, x);
  cache.setField(b, NEXT, y);
  assert.is(cache.getField(a, NEXT), null);
  assert.is(cache.getField(b, NEXT), y);
  assert.is(cache.getField(b, COUNT), x);
});

test("two allocations of the trace are not the same object", () => {
  const { cache, object } = withAllocated();
  const [other, x, y] = [ref(), ref(), ref()];
  cache.allocated(other);
  cache.setField(object, NEXT, x);
  cache.setField(other, NEXT, y);
  assert.is(cache.getField(object, NEXT), x);
  cache.setField(ref(), NEXT, ref());
  assert.is(cache.getField(object, NEXT), null);
  assert.is(cache.getField(other, NEXT), null);
});

test("a write to an allocation forgets what was read of unknown objects", () => {
  const { cache, object } = withAllocated();
  const unknown = ref();
  cache.fieldNowKnown(unknown, NEXT, ref());
  cache.setField(object, NEXT, ref());
  assert.is(cache.getField(unknown, NEXT), null);
});

test("a cached value that has become a constant is read as one", () => {
  const cache = new HeapCache();
  const [object, value] = [ref(), int(7)];
  cache.fieldNowKnown(object, COUNT, value);
  cache.lengthNowKnown(object, value);
  cache.replace(value, new ConstInt(7));
  assert.equal(cache.getField(object, COUNT), new ConstInt(7));
  assert.equal(cache.getLength(object), new ConstInt(7));
});

test("a call forgets what others have seen and keeps classes and lengths", () => {
  const { cache, object } = withAllocated();
  const [other, x] = [ref(), ref()];
  cache.setField(object, NEXT, x);
  cache.fieldNowKnown(other, COUNT, int());
  cache.classNowKnown(other);
  cache.lengthNowKnown(other, ONE);
  cache.invalidate("call_n", [ZERO], CALL);
  assert.is(cache.getField(object, NEXT), x);
  assert.is(cache.getField(other, COUNT), null);
  assert.ok(cache.isClassKnown(other));
  assert.is(cache.getLength(other), ONE);
});

test("an argument of a call is everybody's from then on", () => {
  const { cache, object } = withAllocated();
  cache.setField(object, NEXT, ref());
  cache.invalidate("call_n", [ZERO, object], CALL);
  assert.not(cache.isUnescaped(object));
  assert.not(cache.isLikelyVirtual(object));
  assert.is(cache.getField(object, NEXT), null);
  assert.ok(cache.isKnownNonstandard(object), "its allocation was seen all the same");
});

for (const effect of ["elidableCannotRaise", "elidableCanRaise", "loopInvariant"] as const) {
  test(`a call of effect ${effect} forgets nothing, but its arguments escape`, () => {
    const { cache, object } = withAllocated();
    const x = ref();
    cache.setField(object, NEXT, x);
    cache.invalidate("call_i", [ZERO, object], callDescr(EXTRA_EFFECT[effect]));
    assert.is(cache.getField(object, NEXT), x);
    assert.not(cache.isUnescaped(object));
  });
}

test("a call that may force forgets everything but who is likely a virtual", () => {
  const { cache, object } = withAllocated();
  cache.classNowKnown(object);
  cache.lengthNowKnown(object, ONE);
  cache.setField(object, NEXT, ref());
  cache.invalidateForForcingCall([ref()]);
  assert.is(cache.getField(object, NEXT), null);
  assert.not(cache.isClassKnown(object));
  assert.not(cache.isUnescaped(object));
  assert.not(cache.isKnownNonstandard(object));
  assert.is(cache.getLength(object), null);
  assert.ok(cache.isLikelyVirtual(object));
  cache.reset();
  assert.not(cache.isLikelyVirtual(object));
});

test("a call that may force lets go of what it gets", () => {
  const { cache, object } = withAllocated();
  cache.invalidateForForcingCall([object]);
  assert.not(cache.isLikelyVirtual(object));
});

test("what is stored in an unseen object escapes with it, at any depth", () => {
  const { cache, object } = withAllocated();
  const [inner, innermost] = [ref(), ref()];
  cache.allocated(inner);
  cache.allocated(innermost);
  store(cache, inner, NEXT, innermost);
  store(cache, object, NEXT, inner);
  assert.ok(cache.isUnescaped(innermost));
  cache.invalidate("call_n", [ZERO, object], CALL);
  assert.not(cache.isUnescaped(inner));
  assert.not(cache.isUnescaped(innermost));
});

test("cycles of unseen objects escape", () => {
  const { cache, object } = withAllocated();
  const other = ref();
  cache.allocated(other);
  store(cache, object, NEXT, other);
  store(cache, other, NEXT, object);
  cache.invalidate("call_n", [ZERO, other], CALL);
  assert.not(cache.isUnescaped(object));
});

test("what is stored in an object that others have seen escapes at once", () => {
  const { cache, object } = withAllocated();
  store(cache, ref(), NEXT, object);
  assert.not(cache.isUnescaped(object));
});

test("comparing and reading fields lets nothing escape, reading an item does", () => {
  const { cache, object } = withAllocated();
  cache.invalidate("ptr_eq", [object, ref()], null);
  cache.invalidate("getfield_gc_r", [object], NEXT);
  cache.invalidate("assert_not_none", [object], null);
  cache.invalidate("guard_nonnull", [object], null);
  assert.ok(cache.isUnescaped(object));
  cache.invalidate("getarrayitem_gc_r", [object, int()], ARRAY);
  assert.not(cache.isUnescaped(object));
});

test("what a field read may be another name of is not unseen any more", () => {
  const { cache, object } = withAllocated();
  const inner = ref();
  cache.allocated(inner);
  store(cache, object, NEXT, inner);
  store(cache, ref(), NEXT, ref());
  assert.is(cache.getField(object, NEXT), null, "forgotten through another name");
  cache.fieldNowKnown(object, NEXT, ref());
  assert.not(cache.isUnescaped(inner));
  assert.ok(cache.isUnescaped(object));
});

test("items are cached by constant index", () => {
  const cache = new HeapCache();
  const [array, x, y] = [ref(), ref(), ref()];
  cache.setItem(array, ARRAY, ZERO, x);
  cache.itemNowKnown(array, ARRAY, ONE, y);
  assert.is(cache.getItem(array, ARRAY, ZERO), x);
  assert.is(cache.getItem(array, ARRAY, ONE), y);
  assert.is(cache.getItem(array, ARRAY, int()), null);
  cache.setItem(ref(), ARRAY, ZERO, ref());
  assert.is(cache.getItem(array, ARRAY, ZERO), null);
  assert.is(cache.getItem(array, ARRAY, ONE), y);
});

test("a store at an unknown index forgets all items of that kind", () => {
  const { cache, object } = withAllocated();
  const ints = new ArrayDescr("i", "i", false);
  cache.setItem(object, ARRAY, ZERO, ref());
  cache.setItem(object, ints, ZERO, ONE);
  cache.setItem(ref(), ARRAY, int(), ref());
  assert.is(cache.getItem(object, ARRAY, ZERO), null);
  assert.is(cache.getItem(object, ints, ZERO), ONE);
});

test("items of arrays that nobody else has seen survive calls", () => {
  const { cache, object } = withAllocated();
  const x = ref();
  cache.setItem(object, ARRAY, ZERO, x);
  cache.setItem(ref(), ARRAY, ONE, x);
  cache.invalidate("call_n", [ZERO], CALL);
  assert.is(cache.getItem(object, ARRAY, ZERO), x);
});

test("the length of a new array is known until a call that may run anything", () => {
  const cache = new HeapCache();
  const [array, length] = [ref(), int(3)];
  cache.allocatedArray(array, length);
  cache.invalidate("call_n", [ZERO, array], CALL);
  assert.is(cache.getLength(array), length);
  cache.invalidateForForcingCall([]);
  assert.is(cache.getLength(array), null);
});

test("a quasi-immutable field is relied upon until it is written or a call is made", () => {
  const cache = new HeapCache();
  const [object, holder] = [ref(), {}];
  cache.quasiImmutNowKnown(object, NEXT);
  cache.quasiImmutNowKnown(new ConstPtr(holder), NEXT);
  assert.ok(cache.isQuasiImmutKnown(object, NEXT));
  assert.ok(cache.isQuasiImmutKnown(new ConstPtr(holder), NEXT), "constants by what they are");
  assert.not(cache.isQuasiImmutKnown(object, COUNT));
  cache.setField(ref(), NEXT, ref());
  assert.not(cache.isQuasiImmutKnown(object, NEXT));
  cache.quasiImmutNowKnown(object, NEXT);
  cache.invalidate("call_n", [ZERO], CALL);
  assert.not(cache.isQuasiImmutKnown(object, NEXT));
});

test("guard_not_invalidated is needed again after each call, also an elidable one", () => {
  const cache = new HeapCache();
  const needs = (): boolean => {
    const answer = cache.needsGuardNotInvalidated;
    cache.needsGuardNotInvalidated = false;
    return answer;
  };
  assert.ok(needs());
  cache.invalidate("setfield_gc", [ref(), int()], COUNT);
  cache.invalidate("int_add", [int(), int()], null);
  cache.invalidate("new_with_vtable", [], LAYOUT.sizeDescr);
  assert.not(needs());
  cache.invalidate("call_i", [ZERO], callDescr(EXTRA_EFFECT.elidableCannotRaise));
  assert.ok(needs());
  cache.reset();
  assert.ok(needs());
});

test("the latest loop-invariant call is remembered", () => {
  const cache = new HeapCache();
  const [descr, other, result] = [CALL, callDescr(EXTRA_EFFECT.loopInvariant), ref()];
  cache.loopInvariantNowKnown(ZERO, descr, result);
  assert.is(cache.loopInvariantResult(ZERO, descr), result);
  assert.is(cache.loopInvariantResult(ONE, descr), null);
  assert.is(cache.loopInvariantResult(ZERO, other), null);
  cache.invalidateForForcingCall([]);
  assert.is(cache.loopInvariantResult(ZERO, descr), result);
  cache.reset();
  assert.is(cache.loopInvariantResult(ZERO, descr), null);
});

test.run();
