/**
 * Steps of random loop programs that call functions with declared effects between accesses to what
 * they may read or write, and that tell the optimizer which object a reference is.
 */

import type { TraceContext } from "../../sim/trace/trace-context.ts";
import type { Int } from "../../sim/base/int.ts";
import type { Ref, Value } from "../../sim/trace/values.ts";
import { ConstAddr, ConstInt, ConstPtr } from "../../sim/trace/values.ts";
import type { StepMaker } from "./string-steps.ts";

export class HeapSteps {
  private readonly maker: StepMaker;
  private readonly context: TraceContext;

  constructor(maker: StepMaker, context: TraceContext) {
    this.maker = maker;
    this.context = context;
  }

  step(): void {
    const { maker } = this;
    const steps = [
      () => maker.callNamed("call_i", "read_value", [maker.pick("node")], "int"),
      () => maker.callNamed("call_i", "read_items", [maker.pick("items")], "int"),
      () => maker.callNamed("call_i", "read_ints", [maker.pick("ints")], "int"),
      () => maker.callNamed("call_n", "write_ints", [maker.pick("ints"), this.int()], null),
      () => maker.callNamed("call_n", "write_item", [maker.pick("items"), this.node()], null),
      () => maker.callNamed("call_n", "unlink", [this.node()], null),
      () => maker.callNamed("call_i", "count_up", [this.node()], "int"),
      () => maker.callNamed("call_i", "double", [this.int()], "int"),
      () => maker.callNamed("call_pure_i", "tag_of", [this.node()], "int"),
      () => maker.callNamed("call_loopinvariant_i", "constant", [], "int"),
      () => this.lookUpTwice(),
      () => this.storeTwice(),
      () => this.storeNearby(),
      () => this.storeNearby(),
      () => this.storeAndReadAnother(),
      () => this.identify(),
      () => this.tell(),
      () => this.multiplyTwice(),
    ];
    steps[this.below(steps.length)]?.();
  }

  private below(limit: number): number {
    return this.maker.prng.nextBelow(limit);
  }

  private int(): Value {
    return this.below(3) === 0 ? new ConstInt(this.below(9)) : this.maker.pick("int");
  }

  private node(): Value {
    return this.maker.pick("node");
  }

  private keys(): Value {
    return new ConstPtr(this.context.objects.get("keys") as Ref);
  }

  private observe(value: Value): void {
    this.maker.callNamed("call_n", "observe", [value], null);
  }

  /** A lookup, perhaps a change of the dict, and another lookup of the same key. */
  private lookUpTwice(): void {
    const { maker } = this;
    const node = this.node();
    const args = [this.keys(), node, this.int(), new ConstInt(this.below(2))];
    const index = maker.callNamed("call_i", "lookup", args, "int");
    if (this.below(2) > 0) maker.guardTruth(maker.emit("int_ge", [index, new ConstInt(0)]));
    if (this.below(2) > 0) {
      const key = new ConstInt(([1, 2, 7, 9] as const)[this.below(4)] ?? 0);
      maker.callNamed("call_n", "set_key", [this.keys(), key], null);
    }
    this.observe(maker.callNamed("call_i", "lookup", args, "int"));
  }

  /** A store to one object and a read of another, which may be the same. */
  private storeAndReadAnother(): void {
    const { maker } = this;
    const [a, b] = [maker.checkedNode(), maker.checkedNode()];
    if (a === null || b === null) return;
    maker.emit("setfield_gc", [a, this.int()], null, "Node.value");
    this.observe(maker.emit("getfield_gc_i", [b], "int", "Node.value"));
    maker.emit("setfield_gc", [b, this.int()], null, "Node.value");
    this.observe(maker.emit("getfield_gc_i", [a], "int", "Node.value"));
  }

  /** An item, a store at an index within bounds, and the item again. */
  private storeNearby(): void {
    const { maker } = this;
    const [array, other] = [maker.pick("ints"), maker.pick("ints")];
    const index = new ConstInt(this.below(3));
    const mask = new ConstInt(1 + this.below(2));
    const variable = maker.emit("int_and", [maker.pick("int"), mask], "int");
    if (this.below(2) > 0) maker.emit("setarrayitem_gc", [array, index, this.int()], null, "Ints");
    else maker.emit("getarrayitem_gc_i", [array, index], "int", "Ints");
    if (this.below(2) > 0) {
      maker.emit("setarrayitem_gc", [other, variable, this.int()], null, "Ints");
    } else this.observe(maker.emit("getarrayitem_gc_i", [other, variable], "int", "Ints"));
    for (const read of this.below(2) > 0 ? [array, other] : [other, array]) {
      this.observe(maker.emit("getarrayitem_gc_i", [read, index], "int", "Ints"));
    }
  }

  /** A product that may have wrapped, and the same one that must not. */
  private multiplyTwice(): void {
    const { maker } = this;
    const args = [maker.pick("int"), maker.pick("int")];
    maker.emit("int_mul", args, "int");
    const product = maker.emit("int_mul_ovf", args);
    maker.guard(product.value === null ? "guard_overflow" : "guard_no_overflow", []);
    if (product.value !== null) this.observe(product);
  }

  /** A store, something between, and another or the old value again. */
  private storeTwice(): void {
    const { maker } = this;
    const node = maker.checkedNode();
    if (node === null) return;
    const old = maker.emit("getfield_gc_i", [node], "int", "Node.value");
    maker.emit("setfield_gc", [node, this.int()], null, "Node.value");
    if (this.below(2) === 0) this.step();
    maker.emit("setfield_gc", [node, this.below(2) === 0 ? old : this.int()], null, "Node.value");
  }

  /** From here on the reference is known to be one object, which exists in every run. */
  private identify(): void {
    const node = this.node();
    const { maker } = this;
    const isGlobal = [...this.context.objects.values()].includes(node.value as object);
    if (node.isConst || !isGlobal) return;
    const object = maker.checkedNode();
    if (object === null) return;
    maker.guard("guard_nonnull", [node]);
    maker.emit("getfield_gc_i", [node], "int", "Node.value");
    maker.guard("guard_value", [node, constantSeen(node)]);
    if (this.below(2) > 0) maker.callNamed("call_i", "count_up", [object], "int");
    this.observe(maker.emit("getfield_gc_i", [constantSeen(node)], "int", "Node.value"));
  }

  /** A result that is told before the call is made. */
  private tell(): void {
    const [a, b] = [this.int(), this.int()];
    const fn = this.context.functions.get("mix");
    if (fn === undefined) return;
    const known = this.maker.callNamed("call_i", "mix", [a, b], "int");
    this.maker.emit("record_known_result", [known, new ConstAddr(fn), a, b], null, "mix");
    this.maker.callNamed("call_pure_i", "mix", [a, b], "int");
  }
}

/** The constant that a value is seen to be. */
export function constantSeen(value: Value): Value {
  if (value.kind === "r") return new ConstPtr(value.value as Ref);
  return new ConstInt(value.value as Int);
}
