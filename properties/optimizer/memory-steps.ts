/**
 * Steps of random loop programs that work on structs, arrays of structs and raw memory: stores that
 * overlap, addresses inside of other memory, memory that is freed again.
 */

import type { OpName } from "../../sim/trace/ops.ts";
import type { ResOp, Value } from "../../sim/trace/values.ts";
import { ConstInt } from "../../sim/trace/values.ts";
import type { Sort } from "./loop-program.ts";
import { RAW_SIZE } from "./loop-program.ts";
import type { StepMaker } from "./string-steps.ts";

/** What the steps need of the generator. */
interface MemoryMaker extends StepMaker {
  int(): Value;
  node(): Value;
  comparison(): void;
}

/** An address inside of raw memory, and how far from its start. */
interface RawPlace {
  readonly address: Value;
  readonly distance: number;
}

export class MemorySteps {
  private readonly maker: MemoryMaker;

  constructor(maker: MemoryMaker) {
    this.maker = maker;
  }

  step(): void {
    const steps = [
      () => this.structs(),
      () => this.cells(),
      () => this.raw(),
      () => this.raw(),
      () => this.temporaryRaw(),
    ];
    steps[this.maker.prng.nextBelow(steps.length)]?.();
  }

  private structs(): void {
    switch (this.maker.prng.nextBelow(5)) {
      case 0: {
        const pair = this.maker.emit("new", [], "pair", "Pair");
        this.maker.emit("setfield_gc", [pair, this.maker.int()], null, "Pair.first");
        if (this.maker.prng.nextBelow(2) === 0) {
          const second =
            this.maker.prng.nextBelow(2) === 0 ? this.maker.pick("pair") : this.maker.node();
          this.maker.emit("setfield_gc", [pair, second], null, "Pair.second");
        }
        break;
      }
      case 1:
        this.maker.emit("getfield_gc_i", [this.maker.pick("pair")], "int", "Pair.first");
        break;
      case 2:
        this.maker.guardTruth(
          this.maker.emit("ptr_eq", [this.maker.pick("pair"), this.maker.pick("pair")]),
        );
        break;
      case 3:
        this.maker.emit(
          "setfield_gc",
          [this.maker.pick("pair"), this.maker.int()],
          null,
          "Pair.first",
        );
        break;
      default:
        this.maker.emit(
          "setfield_gc",
          [this.maker.pick("pair"), this.maker.pick("pair")],
          null,
          "Pair.second",
        );
    }
  }

  /** All fields of a new array are set: reading one that was not ends a trace. */
  private cells(): void {
    const index = new ConstInt(this.maker.prng.nextBelow(2));
    switch (this.maker.prng.nextBelow(5)) {
      case 0: {
        const array = this.maker.emit("new_array_clear", [new ConstInt(2)], "cells", "Cells");
        for (const at of [0, 1]) {
          const args = [array, new ConstInt(at)];
          this.maker.emit("setinteriorfield_gc", [...args, this.maker.int()], null, "Cells.key");
          this.maker.emit("setinteriorfield_gc", [...args, this.maker.node()], null, "Cells.value");
        }
        break;
      }
      case 1:
        this.maker.emit(
          "getinteriorfield_gc_i",
          [this.maker.pick("cells"), index],
          "int",
          "Cells.key",
        );
        break;
      case 2:
        this.maker.emit(
          "getinteriorfield_gc_r",
          [this.maker.pick("cells"), index],
          "node",
          "Cells.value",
        );
        break;
      case 3: {
        const at = this.maker.emit("int_and", [this.maker.int(), new ConstInt(1)]);
        const args = [
          this.maker.pick("cells"),
          this.maker.prng.nextBelow(2) === 0 ? at : index,
          this.maker.int(),
        ];
        this.maker.emit("setinteriorfield_gc", args, null, "Cells.key");
        break;
      }
      default: {
        const args = [this.maker.pick("cells"), index, this.maker.node()];
        this.maker.emit("setinteriorfield_gc", args, null, "Cells.value");
      }
    }
  }

  private malloc(sort: Sort | null): ResOp {
    return this.maker.callNamed("call_i", "malloc", [new ConstInt(RAW_SIZE)], sort);
  }

  /** An address of memory, or a new one inside of it, which joins the others. */
  private addressIn(places: RawPlace[]): RawPlace {
    const place = places[this.maker.prng.nextBelow(places.length)] as RawPlace;
    if (this.maker.prng.nextBelow(3) > 0) return place;
    const step = 4 * this.maker.prng.nextBelow(3);
    const address = this.maker.emit("int_add", [place.address, new ConstInt(step)]);
    const slice = { address, distance: place.distance + step };
    places.push(slice);
    return slice;
  }

  /** An access of memory, through one of its addresses. */
  private accessRaw(places: RawPlace[]): void {
    const shapes = [
      ["Words", 8],
      ["Words", 8],
      ["Halves", 4],
      ["Bytes", 1],
      ["Doubles", 8],
    ] as const;
    const [name, size] = shapes[this.maker.prng.nextBelow(shapes.length)] ?? shapes[0];
    const unit = this.maker.prng.nextBelow(4) === 0 ? 1 : size;
    const offset = unit * this.maker.prng.nextBelow(Math.floor((RAW_SIZE - size) / unit) + 1);
    const { address, distance } = this.addressIn(places);
    const isItem = (offset - distance) % size === 0 && this.maker.prng.nextBelow(2) === 0;
    const at = new ConstInt((offset - distance) / (isItem ? size : 1));
    const isFloat = name === "Doubles";
    if (this.maker.prng.nextBelow(2) === 0) {
      const prefix = isItem ? "getarrayitem_raw" : "raw_load";
      const opname: OpName = isFloat ? `${prefix}_f` : `${prefix}_i`;
      this.maker.emit(opname, [address, at], isFloat ? "float" : "int", name);
      return;
    }
    const value = isFloat ? this.maker.pick("float") : this.smallInt(size);
    this.maker.emit(isItem ? "setarrayitem_raw" : "raw_store", [address, at, value], null, name);
  }

  /** An integer that is stored in so many bytes as it is. */
  private smallInt(bytes: number): Value {
    if (bytes === 8) return this.maker.int();
    if (bytes === 4) return this.maker.emit("int_signext", [this.maker.int(), new ConstInt(4)]);
    return this.maker.emit("int_and", [this.maker.int(), new ConstInt(255)]);
  }

  private raw(): void {
    if (this.maker.prng.nextBelow(3) === 0) this.malloc("raw");
    const half = RAW_SIZE / 2;
    if (this.maker.prng.nextBelow(3) === 0) {
      this.maker.emit("int_add", [this.maker.pick("raw"), new ConstInt(half)], "inner");
    }
    const isInner = this.maker.prng.nextBelow(3) === 0;
    const places = [
      { address: this.maker.pick(isInner ? "inner" : "raw"), distance: isInner ? half : 0 },
    ];
    for (let count = this.maker.prng.nextBelow(5); count >= 0; count--) this.accessRaw(places);
  }

  /** Memory that is freed again. */
  private temporaryRaw(): void {
    const address = this.malloc(null);
    const places = [{ address, distance: 0 }] as RawPlace[];
    for (let count = this.maker.prng.nextBelow(6); count >= 0; count--) {
      this.accessRaw(places);
      if (this.maker.prng.nextBelow(3) === 0) this.maker.comparison();
    }
    this.maker.callNamed("call_n", "free", [address], null);
  }
}
