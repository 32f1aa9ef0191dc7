/**
 * Who wants to know where in the program a run is, whoever executes it: for comparing states of one
 * run with those of another. It must not change anything of the run. Only the main driver's merge
 * points count. Nobody listens in an ordinary run, which then pays one test of a null per place.
 */

export interface PlaceObserver {
  /** The tracer, or compiled code under the oracle backend, has come to a merge point. */
  reached(greens: readonly unknown[]): void;
  /**
   * The merge point that was told last is told again if it is the next one: a loop tells its header
   * where it closes and where it begins, who goes on there tells it, too.
   */
  mayRepeat(): void;
  /** A guard of compiled code whose resume data, `state`, are for where the program is now. */
  stateTaken(state: object): void;
  /** A guard fails, maybe a later one that shares the state: the program goes on from there. */
  backTo(state: object): void;
  /** The interpreter, at a merge point with these greens and reds, enters compiled code. */
  entering(args: readonly unknown[]): void;
  /** Compiled code or a tracing session has ended; `why` names the guard, for a person. */
  left(why: string): void;
}
