/**
 * For tests of executors: writes one well-typed unit of a random program, step by step. A step
 * takes boxes of the types it needs, or constants, and adds operations; see random-program.ts.
 */

import type { Box, ProgramMaker, Signature, Type } from "./random-choices.ts";
import { rawStep, structStep } from "./random-memory.ts";
import { EDGE_INTS, FLOATS, LETTERS } from "./random-choices.ts";

const INT_BINARY = (
  "int_add int_add int_sub int_mul int_and int_or int_xor int_lshift int_rshift uint_rshift " +
  "uint_mul_high int_lt int_le int_eq int_ne int_gt int_ge uint_lt uint_le uint_gt uint_ge"
).split(" ");
const INT_UNARY = "int_neg int_invert int_force_ge_zero int_is_zero int_is_true same_as_i".split(
  " ",
);
const FLOAT_BINARY = "float_add float_sub float_mul float_truediv".split(" ");
const INT_TEST = "int_lt int_eq uint_le int_ge".split(" ");
const FLOAT_TEST = "float_lt float_le float_eq float_ne float_gt float_ge".split(" ");
const DIVISORS = "1 2 3 8 10 1024 -3 2147483648 4503599627370497 9007199254740993".split(" ");

/** Writes one unit. */
export class UnitMaker {
  readonly lines: string[] = [];
  private boxes: Box[] = [];
  private counter = "i0";
  private boxCount = 0;
  private readonly maker: ProgramMaker;
  private readonly loop: number;

  constructor(maker: ProgramMaker, loop: number, types: readonly Type[]) {
    this.maker = maker;
    this.loop = loop;
    const names = types.map((type) => this.fresh(type));
    this.lines.push(`[${names.join(", ")}]`);
    this.counter = names[0] as string;
  }

  private fresh(type: Type): string {
    const name = `${LETTERS[type]}${this.boxCount++}`;
    this.boxes.push({ name, type });
    return name;
  }

  /** A box that no later step may use. */
  temporary(text: string, letter = "p"): string {
    const name = `${letter}${this.boxCount++}`;
    this.lines.push(`${name} = ${text}`);
    return name;
  }

  assign(type: Type, text: string): string {
    const name = `${LETTERS[type]}${this.boxCount++}`;
    this.lines.push(`${name} = ${text}`);
    this.boxes.push({ name, type });
    return name;
  }

  any(type: Type): string {
    const fitting = this.boxes.filter((box) => box.type === type);
    if (fitting.length > 0 && !this.maker.chance(type === "int" ? 25 : 5)) {
      return this.maker.pick(fitting.slice(-6)).name;
    }
    if (type === "int") return String(this.maker.pick(EDGE_INTS));
    if (type === "float") return this.maker.pick(FLOATS);
    if (type === "node") return this.maker.pick(["ConstPtr(nodeA)", "ConstPtr(leafB)"]);
    if (type === "maybe") return "ConstPtr(null)";
    if (type === "text") return this.maker.pick(['s"hello"', 's""']);
    return `ConstPtr(${type})`;
  }

  /** A guard with fail arguments; unless it `isExit`, it may get a bridge. */
  guard(opname: string, args: readonly string[], isExit = false): readonly Type[] {
    const { maker } = this;
    const name = maker.guardName();
    const given: (Box | null)[] = [{ name: this.counter, type: "int" }];
    for (const box of this.boxes.slice(-8)) {
      if (maker.chance(40)) given.push(maker.chance(15) ? null : box);
    }
    const failArgs = given.map((box) => box?.name ?? "None").join(", ");
    const text = [...args, `descr=<Guard0x${name}>`].join(", ");
    this.lines.push(`${opname}(${text}) [${failArgs}]`);
    const types = given.flatMap((box) => (box === null ? [] : [box.type]));
    if (!isExit) maker.guards.push({ name, loop: this.loop, types, isRaised: false });
    return types;
  }

  operations(count: number): void {
    for (let i = 0; i < count && this.maker.random.beginStep(); i++) {
      this.maker.pick(UNIT_STEPS)(this.maker, this);
    }
  }

  label(signature: Signature): void {
    this.maker.random.beginStep();
    const args = this.argsFor(signature, true);
    this.lines.push(`label(${args.join(", ")}, descr=TargetToken(${signature.token}))`);
    this.boxes = this.boxes.filter(({ name }) => args.includes(name));
  }

  /** Values for a label; for the label itself, distinct boxes. */
  private argsFor({ types }: Signature, isLabel: boolean): string[] {
    const args: string[] = [];
    types.forEach((type, index) => {
      const name = index === 0 ? this.counter : this.any(type);
      const isBox = /^[ifp]\d+$/.test(name) && !args.includes(name);
      args.push(
        !isLabel || (isBox && (index === 0 || name !== this.counter))
          ? name
          : this.copy(type, name),
      );
    });
    return args;
  }

  private copy(type: Type, value: string): string {
    const letter = type === "int" ? "i" : type === "float" ? "f" : "r";
    return this.assign(type, `same_as_${letter}(${value})`);
  }

  jump(target: Signature): void {
    this.maker.random.beginStep();
    const counter = this.assign("int", `int_sub(${this.counter}, 1)`);
    this.boxes.pop();
    this.counter = counter;
    this.guard("guard_true", [counter], true);
    const args = this.argsFor(target, false);
    this.lines.push(`jump(${args.join(", ")}, descr=TargetToken(${target.token}))`);
  }

  finish(): void {
    const type = this.maker.pick(["int", "float", "maybe"] as const);
    const outcome = type === "maybe" ? "ref" : type;
    this.lines.push(`finish(${this.any(type)}, descr=${outcome})`);
  }

  intStep(): void {
    const { maker } = this;
    if (maker.chance(20)) this.assign("int", `${maker.pick(INT_UNARY)}(${this.any("int")})`);
    else {
      const text = `${maker.pick(INT_BINARY)}(${this.any("int")}, ${this.any("int")})`;
      this.assign("int", text);
    }
  }

  testStep(): void {
    const { maker } = this;
    const test = maker.chance(70)
      ? `${maker.pick(INT_TEST)}(${this.any("int")}, ${this.any("int")})`
      : `${maker.pick(FLOAT_TEST)}(${this.any("float")}, ${this.any("float")})`;
    const name = this.assign("int", test);
    if (maker.chance(60)) this.boxes.pop();
    this.guard(maker.pick(["guard_true", "guard_false"]), [name]);
  }

  overflowStep(): void {
    const opname = this.maker.pick(["int_add_ovf", "int_sub_ovf", "int_mul_ovf"]);
    const name = this.assign("int", `${opname}(${this.any("int")}, ${this.any("int")})`);
    const box = this.boxes.pop() as Box;
    this.guard(this.maker.chance(85) ? "guard_no_overflow" : "guard_overflow", []);
    if (!(this.lines.at(-1) as string).startsWith("guard_overflow")) this.boxes.push(box);
    else this.boxes = this.boxes.filter((other) => other.name !== name);
  }

  floatStep(): void {
    const { maker } = this;
    const choice = maker.below(8);
    if (choice === 0) this.assign("float", `cast_int_to_float(${this.any("int")})`);
    else if (choice === 1) this.assign("int", `cast_float_to_int(${this.any("float")})`);
    else if (choice === 2) this.assign("float", `float_neg(${this.any("float")})`);
    else if (choice === 3) {
      this.assign("int", `convert_float_bytes_to_longlong(${this.any("float")})`);
    } else {
      const text = `${maker.pick(FLOAT_BINARY)}(${this.any("float")}, ${this.any("float")})`;
      this.assign("float", text);
    }
  }

  divisionStep(): void {
    const { maker } = this;
    const name = maker.pick(["mod", "div"]);
    let divisor = maker.pick(DIVISORS);
    if (maker.chance(40)) {
      const masked = this.assign("int", `int_and(${this.any("int")}, 1023)`);
      divisor = this.assign("int", `int_add(${masked}, 1)`);
    }
    const text = `call_i(ConstClass(${name}), ${this.any("int")}, ${divisor}, descr=${name})`;
    this.assign("int", text);
  }

  fieldStep(): void {
    const { maker } = this;
    const node = this.any("node");
    switch (maker.below(7)) {
      case 0:
        this.assign("int", `getfield_gc_i(${node}, descr=Node.value)`);
        break;
      case 1:
        this.assign("int", `getfield_gc_i(${node}, descr=Node.flag)`);
        break;
      case 2:
        this.assign("float", `getfield_gc_f(${node}, descr=Node.weight)`);
        break;
      case 3:
        this.assign("maybe", `getfield_gc_r(${node}, descr=Node.next)`);
        break;
      case 4:
        this.lines.push(`setfield_gc(${node}, ${this.any("int")}, descr=Node.value)`);
        break;
      case 5:
        this.lines.push(`setfield_gc(${node}, ${this.any("int")}, descr=Node.flag)`);
        break;
      default:
        this.lines.push(`setfield_gc(${node}, ${this.any("node")}, descr=Node.next)`);
    }
  }

  arrayStep(): void {
    const { maker } = this;
    const type = maker.pick(["ints", "nodes", "floats", "bools"] as const);
    const item: Type = ({ ints: "int", nodes: "node", floats: "float", bools: "int" } as const)[
      type
    ];
    const letter = { ints: "i", nodes: "r", floats: "f", bools: "i" }[type];
    const descr = { ints: "Ints", nodes: "Nodes", floats: "Floats", bools: "Bools" }[type];
    const array = this.any(type);
    const index = maker.chance(50)
      ? String(maker.below(4))
      : this.assign("int", `int_and(${this.any("int")}, 3)`);
    if (maker.chance(50)) {
      this.assign(item, `getarrayitem_gc_${letter}(${array}, ${index}, descr=${descr})`);
    } else
      this.lines.push(`setarrayitem_gc(${array}, ${index}, ${this.any(item)}, descr=${descr})`);
    if (maker.chance(20)) this.assign("int", `arraylen_gc(${array}, descr=${descr})`);
  }

  /** A string is changed only while nobody else has it; reads may go beyond its end. */
  stringStep(): void {
    const { maker } = this;
    const text = this.any("text");
    const index = maker.chance(50)
      ? String(maker.below(4))
      : this.assign("int", `int_and(${this.any("int")}, 3)`);
    switch (maker.below(4)) {
      case 0:
        this.assign("int", `strgetitem(${text}, ${index})`);
        break;
      case 1:
        this.assign("int", `strlen(${text})`);
        break;
      case 2:
        this.assign("int", `strhash(${text})`);
        break;
      default: {
        const char = this.any("int");
        const fresh = this.assign("text", "newstr(6)");
        this.lines.push(`strsetitem(${fresh}, ${index}, ${char})`);
        this.lines.push(`copystrcontent(${text}, ${fresh}, 1, ${index}, ${maker.below(3)})`);
      }
    }
  }

  /** Allocations whose stores are mixed. */
  allocationStep(): void {
    const { maker } = this;
    const count = 1 + maker.below(3);
    const stores: string[] = [];
    for (let i = 0; i < count; i++) {
      const next = this.any("maybe");
      const value = this.any("int");
      const name = this.assign("node", `new_with_vtable(descr=${maker.pick(["Node", "Leaf"])})`);
      stores.push(`setfield_gc(${name}, ${value}, descr=Node.value)`);
      if (maker.chance(50)) stores.push(`setfield_gc(${name}, ${next}, descr=Node.next)`);
      if (maker.chance(30))
        stores.push(`setfield_gc(${name}, ${this.any("int")}, descr=Node.flag)`);
      if (maker.chance(30)) stores.push(`setfield_gc(${name}, ${name}, descr=Node.next)`);
    }
    while (stores.length > 0) {
      this.lines.push(stores.splice(maker.below(stores.length), 1)[0] as string);
    }
    if (!maker.chance(50)) return;
    const item = this.any("int");
    const array = this.assign("ints", "new_array_clear(4, descr=Ints)");
    this.lines.push(`setarrayitem_gc(${array}, 2, ${item}, descr=Ints)`);
  }

  callStep(): void {
    const { maker } = this;
    switch (maker.below(6)) {
      case 0:
        this.assign("int", "call_i(ConstClass(clock), descr=clock)");
        return;
      case 1:
        this.lines.push(`call_n(ConstClass(spend), ${this.any("int")}, descr=spend)`);
        break;
      case 2:
        this.assign("int", `call_i(ConstClass(flip), ${this.any("int")}, descr=flip)`);
        return;
      case 3:
        this.assign("float", `call_f(ConstClass(half), ${this.any("float")}, descr=half)`);
        return;
      case 4: {
        const args = `${this.any("node")}, ${this.any("maybe")}`;
        this.assign("maybe", `call_r(ConstClass(link), ${args}, descr=link)`);
        break;
      }
      default: {
        const args = `${this.any("int")}, ${this.any("int")}`;
        this.assign("int", `call_i(ConstClass(risky), ${args}, descr=risky)`);
      }
    }
    this.exceptionGuard();
  }

  conditionalStep(): void {
    const { maker } = this;
    const condition = this.any("int");
    if (maker.chance(50)) {
      const text = `cond_call(${condition}, ConstClass(spend), ${this.any("int")}, descr=spend)`;
      this.lines.push(text);
    } else {
      const args = `${this.any("int")}, ${this.any("int")}`;
      this.assign(
        "int",
        `cond_call_value_i(${condition}, ConstClass(risky), ${args}, descr=risky)`,
      );
    }
    this.exceptionGuard();
  }

  assemblerStep(): void {
    this.assign("int", `call_assembler_i(${this.any("int")}, descr=<Loop9>)`);
    this.exceptionGuard();
  }

  private exceptionGuard(): void {
    const { maker } = this;
    const types = this.guard("guard_no_exception", [], true);
    if (maker.chance(50)) return;
    const name = maker.lastGuardName();
    maker.guards.push({ name, loop: this.loop, types, isRaised: true });
  }

  guardStep(): void {
    const { maker } = this;
    switch (maker.below(6)) {
      case 0:
        this.guard("guard_value", [this.any("int"), String(maker.pick(EDGE_INTS))]);
        break;
      case 1:
        this.guard("guard_value", [this.any("float"), maker.pick(FLOATS)]);
        break;
      case 2:
        this.guard("guard_class", [this.any("node"), "ConstClass(Node)"]);
        break;
      case 3:
        this.guard(maker.pick(["guard_nonnull", "guard_isnull"]), [this.any("maybe")]);
        break;
      case 4:
        this.guard("guard_not_invalidated", []);
        break;
      default:
        this.lines.push(`debug_merge_point(0, 0, 'x')`);
    }
  }

  /** The beginning of a bridge that is entered with a pending exception. */
  takeException(): void {
    const name = `p${this.boxCount++}`;
    const expected = this.maker.chance(80) ? "Error" : "Node";
    this.guard(`${name} = guard_exception`, [`ConstClass(${expected})`], true);
    this.assign("int", `getfield_gc_i(${name}, descr=Error.value)`);
  }
}

type Step = (maker: ProgramMaker, unit: UnitMaker) => void;

const INT_STEP: Step = (_maker, unit) => unit.intStep();
const UNIT_STEPS: readonly Step[] = [
  INT_STEP,
  INT_STEP,
  INT_STEP,
  INT_STEP,
  (_maker, unit) => unit.testStep(),
  (_maker, unit) => unit.overflowStep(),
  (_maker, unit) => unit.floatStep(),
  (_maker, unit) => unit.divisionStep(),
  (_maker, unit) => unit.fieldStep(),
  (_maker, unit) => unit.fieldStep(),
  (_maker, unit) => unit.arrayStep(),
  (_maker, unit) => unit.stringStep(),
  (_maker, unit) => unit.allocationStep(),
  (_maker, unit) => unit.callStep(),
  (_maker, unit) => unit.conditionalStep(),
  (maker, unit) => {
    if (maker.chance(40)) unit.assemblerStep();
  },
  (_maker, unit) => unit.guardStep(),
  structStep,
  rawStep,
];
