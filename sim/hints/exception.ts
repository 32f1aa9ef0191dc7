/**
 * The root of everything that guest code throws. It is a plain class, not an `Error`, because a
 * throw of it costs a tenth; nothing else that is thrown (bugs, user errors, interrupts of the run)
 * is ever caught by traced code.
 */
export abstract class GuestException {}
