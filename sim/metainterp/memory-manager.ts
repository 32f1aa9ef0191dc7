/**
 * Which compiled loops are alive. A generation passes with every session that the interpreter
 * starts; loops that were not entered from it for longer than loop_longevity are let go, and a
 * collection frees what nothing reaches: neither the list of loops alive, nor a jump or call of
 * such a loop, nor code that is running, nor a trace that is being recorded.
 *
 * Counterpart: rpython/jit/metainterp/memmgr.py. DIFFERS: collections happen only at gc.collect()
 * and when a check lets loops go, over our own reachability.
 */

import { getOrMake } from "../base/collections.ts";
import type { LoopToken } from "../trace/descr.ts";

export class MemoryManager {
  /** Alive loops in the order of their compilation. */
  private readonly alive = new Set<LoopToken>();
  private readonly jumpsTo = new Map<LoopToken, Set<LoopToken>>();
  /** Loops that are running, with how often. */
  private readonly running = new Map<LoopToken, number>();
  private readonly all = new Set<LoopToken>();
  /** Loops that are called by traces in progress, the innermost session's last. */
  private readonly held: LoopToken[] = [];
  private generation = 1;
  private nextCheck = -1;
  private checkFrequency = -1;
  private maxAge = 0;

  setMaxAge(maxAge: number): void {
    if (maxAge <= 0) {
      this.maxAge = 0;
      this.nextCheck = -1;
      return;
    }
    this.maxAge = maxAge;
    this.checkFrequency = Math.max(1, Math.floor(Math.sqrt(maxAge)));
    this.nextCheck = this.generation + 1;
  }

  /** A session starts. True when loops may have been let go. */
  nextGeneration(): boolean {
    this.generation++;
    if (this.generation !== this.nextCheck) return false;
    this.nextCheck = this.generation + this.checkFrequency;
    return this.dropOld();
  }

  private dropOld(): boolean {
    const before = this.alive.size;
    const oldest = this.generation - (this.maxAge - 1);
    for (const token of this.alive) {
      if (token.generation < oldest || token.invalidated) this.alive.delete(token);
    }
    return this.alive.size < before;
  }

  /** The loop was compiled, or entered from the interpreter. */
  keepAlive(token: LoopToken): void {
    token.generation = this.generation;
    this.alive.add(token);
    this.all.add(token);
  }

  recordJump(from: LoopToken, to: LoopToken): void {
    if (from === to) return;
    getOrMake(this.jumpsTo, from, () => new Set<LoopToken>()).add(to);
    this.all.add(to);
  }

  enter(token: LoopToken): void {
    this.running.set(token, (this.running.get(token) ?? 0) + 1);
  }

  leave(token: LoopToken): void {
    const count = (this.running.get(token) ?? 0) - 1;
    if (count > 0) this.running.set(token, count);
    else this.running.delete(token);
  }

  /** A trace in progress calls the loop. */
  hold(token: LoopToken): void {
    this.held.push(token);
  }

  get heldCount(): number {
    return this.held.length;
  }

  /** A session has ended that began when `count` loops were held. */
  releaseHeld(count: number): void {
    this.held.length = count;
  }

  /** Lets all loops go. Gives their number. */
  releaseAll(): number {
    const count = this.alive.size;
    this.alive.clear();
    return count;
  }

  /** Loops that nothing reaches, in the order of their compilation; they are forgotten here. */
  collect(): LoopToken[] {
    const reached = new Set<LoopToken>();
    const pending = [...this.alive, ...this.running.keys(), ...this.held];
    for (let token = pending.pop(); token !== undefined; token = pending.pop()) {
      if (reached.has(token)) continue;
      reached.add(token);
      pending.push(...(this.jumpsTo.get(token) ?? []));
    }
    const dead = [...this.all].filter((token) => !reached.has(token));
    for (const token of dead) {
      this.all.delete(token);
      this.jumpsTo.delete(token);
    }
    return dead;
  }
}
