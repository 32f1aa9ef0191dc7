/**
 * What happens to the code heap, as plain data: a recorder keeps these, the viewer draws them. The
 * code heap tells its listener after each action has taken effect.
 */

/**
 * Who a block belongs to: a compiled loop or entry bridge, a bridge, code shared by all units, or
 * the code that guards leave through.
 */
export interface BlockOwner {
  readonly kind: "loop" | "bridge" | "stub" | "recovery";
  /** loop_no for loops, the guard's address for bridges, a running number for the others. */
  readonly number: number;
}

interface BlockAction {
  readonly address: number;
  /** Bytes of the block (of the patch, for a patch), rounding included. */
  readonly size: number;
  readonly owner: BlockOwner;
}

/** Memory for a block has been taken; its pages are writable now. */
export interface ReserveAction extends BlockAction {
  readonly kind: "reserve";
}

/** The block holds its code, and its pages are executable. `size` may be less than was reserved. */
export interface CommitAction extends BlockAction {
  readonly kind: "commit";
  readonly bytes: Uint8Array;
}

/** The reservation has been given back. */
export interface AbortAction extends BlockAction {
  readonly kind: "abort";
}

/** `bytes` have replaced others inside a committed block. */
export interface PatchAction extends BlockAction {
  readonly kind: "patch";
  readonly bytes: Uint8Array;
}

/** A committed block has been given back. */
export interface FreeAction extends BlockAction {
  readonly kind: "free";
}

/** A reservation of `size` bytes has failed by an injected fault; nothing has changed. */
export interface FaultAction {
  readonly kind: "fault";
  /** The fault as it was asked for, e.g. `alloc-fail@3`. */
  readonly fault: string;
  readonly size: number;
  readonly owner: BlockOwner;
}

/** Anything that happens to the code heap. */
export type HeapAction =
  | ReserveAction
  | CommitAction
  | AbortAction
  | PatchAction
  | FreeAction
  | FaultAction;

/** Hears of every action, in order. It must not change the heap. */
export interface HeapListener {
  heapAction(action: HeapAction): void;
  /** A reservation of `size` bytes has found no room; nothing has changed. */
  heapFull?(size: number): void;
}
