/**
 * Hints with a position: identity functions when interpreted, instructions when traced.
 *
 * Hints without a position are JSDoc tags, read by the code writer:
 *
 * functions
 *   @portal [CONSTANT]      a driver's loop (the constant is its spec); parameters = greens, then reds
 *   @dont_look_inside       called from traces, never traced into (a residual call)
 *   @look_inside            traced into although some rule says otherwise
 *   @unroll_safe            its loops may be unrolled into the trace
 *   @elidable               same arguments, same result, no visible effect: foldable, removable
 *   @cannot_raise           never throws a GuestException (on a residual function)
 *   @no_side_effects        writes no field or array that traced code reads (residual function)
 *   @writes FIELD…          writes no other fields that traced code reads (residual method)
 *   @conditional_call       `if (c) this.m();` is one operation and no guard (residual method that
 *                           cannot raise)
 *   @may_force              may run guest code (re-enters the portal): call_may_force
 *   @oopspec NAME           its meaning is known to the optimizer and backends (int.py_div …)
 *   @op                     becomes the trace operation of its own name (sim/base)
 *   @cast                   the identity, for types only
 * classes
 *   @virtualizable a b c[*] fields, and the array field, kept in registers by compiled code
 *   @raw NAME               not an object: a raw struct, read with getfield_raw
 *   @immutable_identity_free   (a value class) equality never looks at identity
 * fields
 *   readonly                immutable after the constructor (a pure descr)
 *   @quasi_immutable        see quasi-immut.ts
 *   @lazy_store             its stores may wait in the resume data of guards, as those of virtuals do
 *
 * Counterpart: rpython/rlib/jit.py.
 */

/** Makes `value` a constant of the trace (guard_value). @hint promote */
export function promote<T>(value: T): T {
  return value;
}

/** False when interpreted, true in traced code. @hint we_are_jitted */
export function we_are_jitted(): boolean {
  return false;
}

/**
 * Writes the virtualizable's fields back to the object: where its frame goes on living after the
 * portal has returned (a generator's yield). @hint force_virtualizable
 */
export function force_virtualizable(frame: object): void {
  void frame;
}

/**
 * A reference to `object` for others to keep while it is in use, by which it may stay virtual in
 * traces; read with `forceVirtualRef` (sim/base/virtual-ref.ts). @hint virtual_ref
 */
export function virtual_ref(object: object): object {
  return object;
}

/** The last reference that was made, which is to `object`, is used no more. @hint virtual_ref_finish */
export function virtual_ref_finish(object: object): void {
  void object;
}

/**
 * The same, where others may go on to use the reference (the frame was left by an exception, whose
 * traceback knows it). @hint virtual_ref_keep
 */
export function virtual_ref_keep(object: object): void {
  void object;
}

/** States that `value` is not null; the trace learns it without a guard. @hint assert_not_none */
export function assert_not_none<T>(value: T | null): T {
  return value as T;
}
