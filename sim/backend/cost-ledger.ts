/**
 * What compiled code has cost, unit by unit: instructions and cycles of every path that was run. No
 * executor runs an instruction for it: a run is cut into pieces (from an entry or label to a jump,
 * call, exit or finish) and each piece adds a difference of the unit's prefix sums.
 *
 * The rules, the same for all executors:
 *   - an operation that has begun counts as a whole, also when a limit or the end of the program
 *     tears its activation down inside of it; a guard that fails counts up to its jump;
 *   - failure stub and recovery code count for the unit whose guard has failed, if no bridge is there;
 *   - entering a loop whose entry has been redirected costs the unit that was left one `jmp`;
 *   - what runs outside of compiled code (helpers, host functions) costs nothing.
 */

import { cyclesOf } from "../x86/cost-model.ts";
import { imm } from "../x86/operand.ts";
import type { BlockOwner } from "../memory/heap-action.ts";
import type {
  AssembledCode,
  BackendServices,
  CodeCost,
  ExitCost,
  PathCost,
  Unit,
} from "./backend.ts";
import { addCost, NO_COST } from "./code-cost.ts";

/** Cost of the jump that an entry is overwritten with. */
const REDIRECTION: CodeCost = { instructions: 1, cycles: cyclesOf("jmp", [imm(0)]) };

/** What one unit has cost so far. It stays when the unit is freed. */
export class UnitAccount implements CodeCost {
  readonly unit: Unit;
  instructions = 0;
  cycles = 0;
  private readonly cost: PathCost;

  constructor(unit: Unit, cost: PathCost) {
    this.unit = unit;
    this.cost = cost;
  }

  /** Cost from the unit's start to before operation `index`. */
  before(index: number): CodeCost {
    const { instructions, cycles } = this.cost;
    return { instructions: instructions[index] as number, cycles: cycles[index] as number };
  }

  /** Cost from the unit's start to where jumps to the label with this index arrive. */
  arrival(index: number): CodeCost {
    const cost = this.cost.labels.get(index);
    if (cost === undefined) throw new TypeError(`operation ${index} is no label`);
    return cost;
  }

  /** Cost of leaving through the guard with this index. */
  exit(index: number): ExitCost {
    const exit = this.cost.exits.get(index);
    if (exit === undefined) throw new TypeError(`operation ${index} is no guard that can fail`);
    return exit;
  }

  add({ instructions, cycles }: CodeCost, times = 1): void {
    this.instructions += instructions * times;
    this.cycles += cycles * times;
  }

  /** Adds the piece from one position of the unit to another. */
  addPiece(from: CodeCost, to: CodeCost): void {
    this.instructions += to.instructions - from.instructions;
    this.cycles += to.cycles - from.cycles;
  }

  /** The unit was entered where it is redirected. */
  addRedirection(): void {
    this.add(REDIRECTION);
  }
}

/** A piece of one unit on a path. */
export interface PathPart {
  readonly account: UnitAccount;
  readonly cost: CodeCost;
}

/** How often static paths were run, and what one run of each costs. */
interface CountedPaths {
  readonly counts: Float64Array;
  readonly paths: readonly (readonly PathPart[])[];
}

/** All units of a run, in the order of their compilation. */
export class CostLedger {
  private readonly accounts: UnitAccount[] = [];
  private readonly counted: CountedPaths[] = [];

  /** The account of a unit that is installed now. */
  open(unit: Unit, { cost }: AssembledCode): UnitAccount {
    const account = new UnitAccount(unit, cost);
    this.accounts.push(account);
    return account;
  }

  /** Run counts of these paths, to be counted up by generated code. */
  countPaths(paths: readonly (readonly PathPart[])[]): Float64Array {
    const counts = new Float64Array(paths.length);
    this.counted.push({ counts, paths });
    return counts;
  }

  /** All accounts, everything that has been counted included. */
  read(): readonly UnitAccount[] {
    for (const { counts, paths } of this.counted) {
      for (const [index, parts] of paths.entries()) {
        const times = counts[index] as number;
        for (const { account, cost } of parts) account.add(cost, times);
      }
      counts.fill(0);
    }
    return this.accounts;
  }
}

/** Whose the code of a unit is: the number of a loop, the address of a bridge's guard. */
export function ownerOf({ guard, token }: Unit): BlockOwner {
  if (guard === null) return { kind: "loop", number: token.number };
  return { kind: "bridge", number: guard.address };
}

/** The services of an executor whose run may be counted. */
export interface CountedServices extends BackendServices {
  /** Where instructions and cycles are counted; absent when nobody wants them. */
  readonly ledger?: CostLedger;
}

/** What a run's units have cost, in the order of their compilation, then all together. */
export function listCosts(
  ledger: CostLedger,
): { readonly unit: BlockOwner | null; readonly instructions: number; readonly cycles: number }[] {
  const accounts = ledger.read();
  const units = accounts.map(({ unit, instructions, cycles }) => {
    return { unit: ownerOf(unit), instructions, cycles };
  });
  return [...units, { unit: null, ...accounts.reduce<CodeCost>(addCost, NO_COST) }];
}
