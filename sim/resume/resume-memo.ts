/**
 * The numbering of virtuals and of their contents, kept over all guards of one optimizer run: a box
 * that lives only in virtuals keeps its number, and the guards' fail arguments end with such boxes,
 * the latest numbered first; a numbered box that a guard does not need leaves a hole there.
 *
 * Counterpart: ResumeDataLoopMemo in rpython/jit/metainterp/resume.py.
 */

import type { Box } from "../trace/values.ts";

export class ResumeMemo {
  private readonly boxes = new Map<Box, number>();
  private readonly virtuals = new Map<Box, number>();
  /** What each virtual looked like the last time, to count those that look the same again. */
  private readonly shapes = new Map<Box, string>();

  /** The number of a box that is found in a virtual. */
  boxNumber(box: Box): number {
    return numberIn(this.boxes, box);
  }

  /** The number of a virtual that is found in another one. */
  virtualNumber(box: Box): number {
    return numberIn(this.virtuals, box);
  }

  get boxCount(): number {
    return this.boxes.size;
  }

  get virtualCount(): number {
    return this.virtuals.size;
  }

  /** Whether the virtual looked like this the last time. */
  isReused(box: Box, shape: string): boolean {
    const isSame = this.shapes.get(box) === shape;
    this.shapes.set(box, shape);
    return isSame;
  }

  /** There are too many holes: numbers are given anew. */
  forgetNumbers(): void {
    this.boxes.clear();
    this.virtuals.clear();
  }
}

function numberIn(numbers: Map<Box, number>, box: Box): number {
  const known = numbers.get(box);
  if (known !== undefined) return known;
  const number = numbers.size;
  numbers.set(box, number);
  return number;
}
