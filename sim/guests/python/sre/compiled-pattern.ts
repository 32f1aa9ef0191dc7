/**
 * The code of one pattern for one kind of text: the green of the drivers of `re`, so that it is a
 * constant in traces, which contain comparisons of characters only.
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py (CompiledPattern). DIFFERS: one object per kind of
 * text, since PyPy has drivers of its own for each; the matcher is the same for all.
 */

/** Text that is ASCII, other text or bytes, and other buffers, as PyPy's drivers name them. */
export type TextKind = "Str" | "Utf8" | "Buf";

/** What is printed of a longer code. */
const LONGEST_TEXT = 120;
const CUT_TEXT = 110;

export class CompiledPattern {
  /**
   * The words as signed 32-bit numbers: bits stay what they are, and whatever is too large for a
   * count is negative.
   */
  readonly code: readonly number[];
  /** The index of the SUCCESS that ends the whole match. */
  readonly last: number;
  readonly kind: TextKind;
  /** The words as green keys show them. */
  readonly text: string;
  /** A hash of the words. */
  readonly hash: number;

  constructor(words: readonly number[], kind: TextKind) {
    this.code = words.map((word) => word | 0);
    this.last = words.length - 1;
    this.kind = kind;
    this.hash = words.reduce((hash, word) => Math.imul(hash ^ word, 0x01000193), 0x811c9dc5);
    const text = `[${words.join(", ")}]`;
    this.text = text.length > LONGEST_TEXT ? `${text.slice(0, CUT_TEXT)}...` : text;
  }
}
