/**
 * The module _random: the generator beneath `random`. Without a seed it takes one from the run's
 * own source, so that a run can be repeated.
 *
 * Counterpart: pypy/module/_random.
 */

import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import { newfloat } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint, wrapBigint } from "../objects/int-object.ts";
import { MersenneTwister } from "../objects/mersenne-twister.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import { expectSelf, isMissing, method, moduleType, plainInteger, staticMethod } from "./define.ts";
import { instanceOf } from "./instances.ts";

export class W_Random extends W_Root {
  readonly generator = new MersenneTwister();
  private readonly w_type: W_TypeObject;

  constructor(w_type: W_TypeObject) {
    super();
    this.w_type = w_type;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  /** Seeds with an integer, or with the hash of anything else. */
  seed(space: ObjSpace, w_seed: W_Root | null): void {
    if (isMissing(w_seed)) {
      this.generator.seedInteger(BigInt.asUintN(64, space.host.randomWord()));
      return;
    }
    const integer = bigintOrNull(builtinValue(w_seed!));
    this.generator.seedInteger(integer ?? BigInt.asUintN(64, BigInt(space.hash(w_seed!))));
  }
}

/** The module. */
export function makeRandomModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_random");
  w_module.namespace.setitem_str(space, "__name__", newtext("_random"));
  const w_type = moduleType(space, w_module, "Random");
  w_type.w_module = null;
  const random = (s: ObjSpace, w_self: W_Root): W_Random =>
    expectSelf(s, w_self, W_Random, "Random");
  staticMethod(w_type, "__new__", "cls, /, *args, **kwargs", (s, [w_cls, w_args]) => {
    const w_random = new W_Random(w_type);
    w_random.seed(s, (w_args as W_TupleObject).items[0] ?? null);
    return instanceOf(s, w_cls as W_TypeObject, w_random);
  });
  method(w_type, "seed", "self, n=, /", (s, [w_self, w_n]) => {
    random(s, w_self!).seed(s, w_n!);
    return w_None;
  });
  method(w_type, "random", "self", (s, [w_self]) =>
    newfloat(random(s, w_self!).generator.nextFloat()),
  );
  method(w_type, "getrandbits", "self, k, /", (s, [w_self, w_k]) => {
    const count = plainInteger(s, w_k!);
    if (count < 0) throw valueError(s, "number of bits must be non-negative");
    if (count > 1 << 30) throw oefmt(s, s.exceptionTypes.get("MemoryError")!, "");
    return wrapBigint(random(s, w_self!).generator.nextBits(count));
  });
  method(w_type, "getstate", "self", (s, [w_self]) => {
    const { words, index } = random(s, w_self!).generator;
    return new W_TupleObject([...Array.from(words, newint), newint(index)]);
  });
  method(w_type, "setstate", "self, state, /", (s, [w_self, w_state]) => {
    setState(s, random(s, w_self!).generator, w_state!);
    return w_None;
  });
  return w_module;
}

function setState(space: ObjSpace, generator: MersenneTwister, w_state: W_Root): void {
  const w_tuple = builtinValue(w_state);
  if (!(w_tuple instanceof W_TupleObject)) throw typeError(space, "state vector must be tuple");
  const { items } = w_tuple;
  if (items.length !== 625) throw valueError(space, "state vector is the wrong size");
  const values = items.map((w_item) => {
    const value = bigintOrNull(builtinValue(w_item));
    if (value === null) {
      throw typeError(space, `expected integer, got ${typeName(space, w_item)} object`);
    }
    return value;
  });
  const index = values[624]!;
  if (index < 0n || index > 624n) throw valueError(space, "invalid state");
  for (let i = 0; i < 624; i++) generator.words[i] = Number(BigInt.asUintN(32, values[i]!));
  generator.index = Number(index);
}
