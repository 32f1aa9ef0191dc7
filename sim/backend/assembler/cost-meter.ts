/** A code buffer that knows what running through all that was emitted into it once costs. */

import { CodeBuffer } from "../../x86/code-buffer.ts";
import { cyclesOf } from "../../x86/cost-model.ts";
import type { CodeCost } from "../backend.ts";

/** Instructions and cycles emitted so far. */
export class CostMeter implements CodeCost {
  instructions = 0;
  cycles = 0;
  readonly buffer = new CodeBuffer((mnemonic, operands) => {
    this.instructions++;
    this.cycles += cyclesOf(mnemonic, operands);
  });

  read(): CodeCost {
    return { instructions: this.instructions, cycles: this.cycles };
  }
}
