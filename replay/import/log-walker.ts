/**
 * The frame of a PYPYLOG: sections that nest, each with the time at which it began and ended, and
 * lines of text between. Colours, text outside of sections and ends that do not match (a log that
 * several threads wrote, or one that was cut) are put up with.
 *
 * Counterpart: rpython/translator/c/src/debug_print.c, rpython/tool/logparser.py.
 */

const START = /^\[([0-9a-fA-F]{1,16})\] \{([\w-]{1,100})\r?$/;
const STOP = /^\[([0-9a-fA-F]{1,16})\] ([\w-]{1,100})\}\r?$/;
/** Sections inside of each other: more than any PyPy writes. */
const DEPTH_MAX = 1000;
const FRAME_SIZE_MAX = 200;
const BRACKET = 0x5b;
const ESCAPE = 0x1b;
const ESC = String.fromCharCode(ESCAPE);
const COLOUR = new RegExp(`^${ESC}\\[[0-9;]*m|${ESC}\\[[0-9;]*m$`, "g");

/** Takes what a log consists of, in order. */
export interface LogHandler {
  startSection(category: string): void;
  /** A line of the innermost section, "" for none; its bytes are not kept by the walker. */
  addLine(category: string, line: Buffer): void;
  stopSection(category: string): void;
}

/** Follows a log's lines. */
export class LogWalker {
  private readonly handler: LogHandler;
  private readonly open: string[] = [];
  private first: bigint | null = null;
  private latest = 0;
  /** Lines so far. */
  lineCount = 0;
  sectionCount = 0;
  /** Ends of sections that were not open. */
  strayEnds = 0;

  constructor(handler: LogHandler) {
    this.handler = handler;
  }

  /**
   * Time since the first section, in the log's unit (ticks of the processor's time stamp counter).
   * It never goes back, though logs of several processors do.
   */
  get ticks(): number {
    return this.latest;
  }

  /** Sections that have begun and not ended. */
  get openSections(): readonly string[] {
    return this.open;
  }

  readonly addLine = (line: Buffer): void => {
    this.lineCount++;
    if (!this.takeFrame(line)) this.handler.addLine(this.open.at(-1) ?? "", line);
  };

  /** Whether the line is the beginning or the end of a section. */
  private takeFrame(line: Buffer): boolean {
    if (line[0] !== BRACKET && line[0] !== ESCAPE) return false;
    const text = line.subarray(0, FRAME_SIZE_MAX).toString("latin1").replace(COLOUR, "");
    const [, time, category] = START.exec(text) ?? [];
    if (time !== undefined && category !== undefined) {
      this.startSection(time, category);
      return true;
    }
    const [, endTime, ended] = STOP.exec(text) ?? [];
    if (endTime === undefined || ended === undefined) return false;
    this.stopSection(endTime, ended);
    return true;
  }

  private startSection(time: string, category: string): void {
    this.passTime(time);
    this.sectionCount++;
    if (this.open.length >= DEPTH_MAX) this.open.shift();
    this.open.push(category);
    this.handler.startSection(category);
  }

  /** What is inside of a section ends with it. */
  private stopSection(time: string, category: string): void {
    this.passTime(time);
    const index = this.open.lastIndexOf(category);
    if (index < 0) {
      this.strayEnds++;
      return;
    }
    while (this.open.length > index) this.handler.stopSection(this.open.pop()!);
  }

  private passTime(time: string): void {
    const value = BigInt(`0x${time}`);
    this.first ??= value;
    const passed = value - this.first;
    const clamped = passed > MOST_TICKS ? MOST_TICKS : passed;
    this.latest = Math.max(this.latest, Number(clamped));
  }
}

const MOST_TICKS = BigInt(Number.MAX_SAFE_INTEGER);
