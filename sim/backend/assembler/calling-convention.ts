/**
 * The conventions between compiled code and its surroundings. Whoever runs the code provides what
 * stands here; the assembler relies on nothing else.
 *
 * Entry. A loop is called as `frame *entry(frame *)` in the System V convention: the frame in rdi,
 * which the code keeps in rbp; it comes back in rax, with what it was left by in `descr`. rbx, rbp
 * and r12 … r15 are as before then. At an operation the stack is aligned to 16 bytes.
 *
 * Frame. Eight-byte words at the offsets of {@link FRAME}, then the slots. The first slots are the
 * save area: one for each register that holds values ({@link SAVE_SLOT_COUNT}, see locations.ts),
 * written by the recovery code when a guard fails, the vector registers only when a float is among
 * the guard's fail arguments. Behind it, from {@link inputSlot} 0 on, are the slots for what has no
 * register. Input argument k of a loop is passed in inputSlot(k) of a fresh frame, whose header
 * words are 0; a finish leaves its result in {@link RESULT_SLOT}. Every frame has
 * {@link FRAME_SLOT_COUNT} slots, so that no bridge ever needs a larger one. A slot holds a 64-bit
 * integer, the bits of a float (any NaN stands for the canonical one), or the address of an object
 * (0: null). While a call is in progress, all references that are needed after it are in slots,
 * which the call site names (in an allocation also in registers, which it names, too); before a call that may force the frame everything is, so that the fail
 * arguments of its guard can be read while it runs (but for the call's own result).
 *
 * Objects. The class word at offset 0, fields at the offsets of their descrs, array lengths at 8,
 * items from 16 on; all are eight bytes. Strings are laid out as {@link STRING} says.
 * The class word is the address of a class, where word k is the class's ancestor at depth k (0: the
 * root, up to itself; 0 beyond); or that of an array descr or of what stands for strings, where
 * word 0 is 0. All addresses that can be class words differ in their lower halves, and code may
 * read no more than these.
 *
 * Calls. Functions and helpers take their arguments as System V says (integers and references in
 * rdi, rsi, rdx, rcx, r8, r9, floats in xmm0 … xmm7, the rest on the stack) and give rax or xmm0.
 * The helpers that allocate ({@link ALLOCATORS}) are different: arguments in rcx and rdx, the result
 * in rcx, all other registers but r11 and the flags as before; values stay in registers, then.
 * A call that raises gives 0 and leaves the exception in the {@link STATE} words.
 *
 * Counterpart: rpython/jit/backend/x86/arch.py, llsupport/jitframe.py.
 */

import type { MemoryLayout } from "../../memory/memory-layout.ts";
import type { RegisterOperand } from "../../x86/operand.ts";
import { R8, R9, RCX, RDI, RDX, RSI } from "../../x86/operand.ts";

/** Offsets in a frame, in bytes. */
export const FRAME = {
  /** Address of the guard or finish descr by which the code was left. */
  descr: 0,
  /** Address of the guard_not_forced of the call in progress, for whoever forces the frame. */
  forceDescr: 8,
  /** The exception that was in flight when a guard about exceptions failed. */
  guardException: 16,
  /** Free for whoever runs the code. */
  owner: 24,
  /** The first slot. */
  slots: 32,
} as const;

/** Slots of every frame: more than fail arguments are allowed (1000) and temporaries need. */
export const FRAME_SLOT_COUNT = 2048;

export const FRAME_SIZE_BYTES = FRAME.slots + 8 * FRAME_SLOT_COUNT;

/** Offset of a slot in its frame. */
export function slotOffset(slot: number): number {
  return FRAME.slots + 8 * slot;
}

/** Slots of the save area: 13 general registers, 15 vector registers. */
export const SAVE_SLOT_COUNT = 28;

/** Where a loop finds input argument k. */
export function inputSlot(k: number): number {
  return SAVE_SLOT_COUNT + k;
}

/** Blocks, labels and the ends of operations stand at multiples of this. */
export const CODE_ALIGNMENT = 16;

/** Where a finish leaves its result. */
export const RESULT_SLOT = 0;

/** Where calls take integers and references; what is more goes on the stack. */
export const ARGUMENT_REGISTERS: readonly RegisterOperand[] = [RDI, RSI, RDX, RCX, R8, R9];

/** Floats are passed in xmm0 … xmm7. */
export const FLOAT_ARGUMENT_COUNT = 8;

/** Offsets in the state region: the exception in flight, its class (0: none) and itself. */
export const STATE = { exceptionClass: 0, exceptionValue: 8 } as const;

/** Offset of an array's length, and of its first item. */
export const ARRAY = { length: 8, items: 16 } as const;

/** Offsets in a string; characters are bytes, or four bytes each. */
export const STRING = { hash: 8, length: 16, chars: 24 } as const;

/** Ancestors that a class can have room for, itself included. */
export const CLASS_DEPTH_MAX = 32;

/**
 * What compiled code calls besides host functions, in the order of their addresses.
 *   new_object(class, size)        an object whose class word is set, all else 0
 *   new_array(length, descr)       an array of zeros
 *   new_frame(token)               a frame for a call of the loop; the caller fills the slots
 *   finish_call(frame, token)      result of a call_assembler, however the callee was left
 *   cond_call(cond, f, args…)      calls f(args…) if cond is not 0
 *   cond_call_value(v, f, args…)   v if it is not 0, else f(args…)
 *   new_string(length, bytes)      a string of zeros, `bytes` each
 *   copy_bytes(target, source, n)  copies n bytes
 *   hash_string(string, bytes)     the hash of a string of characters of `bytes` each
 */
export const HELPERS = [
  "new_object",
  "new_array",
  "new_frame",
  "finish_call",
  "cond_call",
  "cond_call_value",
  "new_string",
  "copy_bytes",
  "hash_string",
] as const;

/** Helpers that keep the registers. */
export const ALLOCATORS = ["new_object", "new_array", "new_string"] as const;

export type AllocatorName = (typeof ALLOCATORS)[number];

export type HelperName = (typeof HELPERS)[number];

const HELPER_STRIDE = 16;

/** Where a helper is called. */
export function helperAddress(layout: MemoryLayout, name: HelperName): number {
  return layout.helper.base + HELPER_STRIDE * HELPERS.indexOf(name);
}

/** The helper that is called at an address, if one is. */
export function helperAt(layout: MemoryLayout, address: number): HelperName | undefined {
  return HELPERS[(address - layout.helper.base) / HELPER_STRIDE];
}
