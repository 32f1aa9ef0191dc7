/**
 * What stops the simulated processor: a fault, with the instruction that raised it and those that
 * were executed before it. When one is thrown, registers, flags, memory and counters are as they
 * were before that instruction, and `rip` is its address.
 */

/**
 * `page`: nothing is mapped there; `protection`: the page does not allow it; `divide`: by zero or a
 * quotient that is too large; `invalid-opcode`: bytes that are no instruction, or ud2;
 * `breakpoint`: int3, which fills what holds no code; `alignment`: sixteen bytes of memory whose
 * address is no multiple of sixteen.
 */
export type CpuFaultKind =
  | ("page" | "protection" | "divide" | "invalid-opcode" | "breakpoint")
  | "alignment";

/** Kinds that an instruction raises without any access. */
export type TrapKind = "invalid-opcode" | "breakpoint" | "alignment";

/** Thrown by the arithmetic helpers. */
export class DivideError extends Error {
  override name = "DivideError";
}

export class CpuFault extends Error {
  override name = "CpuFault";
  readonly kind: CpuFaultKind;
  /** The address that could not be accessed; for the other kinds, the instruction's. */
  readonly address: number;
  readonly rip: number;
  /** The instruction, as a listing shows it. */
  readonly instruction: string;
  /** What was executed before it, as lines of a listing, the oldest first. */
  readonly before: readonly string[];

  constructor(
    kind: CpuFaultKind,
    where: { readonly address: number; readonly rip: number },
    instruction: string,
    before: readonly string[],
    what: string,
  ) {
    const history = before.map((line) => `\n    ${line}`).join("");
    const last = before.length === 0 ? "" : `\n  executed before:${history}`;
    const place = `0x${where.rip.toString(16)}: ${instruction}`;
    super(`${kind} fault at ${place}\n  ${what}${last}`);
    this.kind = kind;
    this.address = where.address;
    this.rip = where.rip;
    this.instruction = instruction;
    this.before = before;
  }
}
