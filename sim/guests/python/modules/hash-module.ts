/**
 * The module _hashlib, beneath the library's `hashlib`: message digests. The common functions are
 * the host's, which are exact; BLAKE2 is our own, for its parameters.
 *
 * Counterpart: lib_pypy/_hashlib, _sha3, _blake2.
 */

import { createHash, getHashes, type Hash, pbkdf2Sync } from "node:crypto";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { call_function } from "../objects/call.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newint } from "../objects/int-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import { toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import {
  expectSelf,
  getset,
  isMissing,
  method,
  moduleFunction,
  moduleType,
  staticMethod,
  textArgument,
} from "./define.ts";
import { type Blake2Parameters, blake2b, blake2s } from "./hash-blake2.ts";

/** Python's names, the host's, block and digest sizes; digest size 0: the caller says. */
const ALGORITHMS: readonly (readonly [string, string, block: number, digest: number])[] = [
  ["md5", "md5", 64, 16],
  ["sha1", "sha1", 64, 20],
  ["sha224", "sha224", 64, 28],
  ["sha256", "sha256", 64, 32],
  ["sha384", "sha384", 128, 48],
  ["sha512", "sha512", 128, 64],
  ["sha512_224", "sha512-224", 128, 28],
  ["sha512_256", "sha512-256", 128, 32],
  ["ripemd160", "ripemd160", 64, 20],
  ["sm3", "sm3", 64, 32],
  ["sha3_224", "sha3-224", 144, 28],
  ["sha3_256", "sha3-256", 136, 32],
  ["sha3_384", "sha3-384", 104, 48],
  ["sha3_512", "sha3-512", 72, 64],
  ["shake_128", "shake128", 168, 0],
  ["shake_256", "shake256", 136, 0],
];

/** The state of a digest. */
interface Digester {
  update(data: Uint8Array): void;
  digest(length: number | null): Uint8Array;
  copy(): Digester;
}

class HostDigester implements Digester {
  private readonly hash: Hash;

  constructor(hash: Hash) {
    this.hash = hash;
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(length: number | null): Uint8Array {
    if (length === 0) return new Uint8Array(0);
    const options = length === null ? undefined : { outputLength: length };
    return Uint8Array.from(this.hash.copy(options).digest());
  }

  copy(): Digester {
    return new HostDigester(this.hash.copy());
  }
}

type Blake2 = (parameters: Blake2Parameters, data: Uint8Array) => Uint8Array;

class Blake2Digester implements Digester {
  private readonly code: Blake2;
  private readonly parameters: Blake2Parameters;
  private data: Uint8Array[];

  constructor(code: Blake2, parameters: Blake2Parameters, data: readonly Uint8Array[]) {
    this.code = code;
    this.parameters = parameters;
    this.data = [...data];
  }

  update(data: Uint8Array): void {
    this.data.push(data.slice());
  }

  digest(): Uint8Array {
    const all = Uint8Array.from(Buffer.concat(this.data));
    this.data = [all];
    return this.code(this.parameters, all);
  }

  copy(): Digester {
    return new Blake2Digester(this.code, this.parameters, this.data);
  }
}

export class W_Hash extends W_Root {
  readonly w_type: W_TypeObject;
  readonly name: string;
  readonly blockSize: number;
  readonly digestSize: number;
  readonly digester: Digester;

  constructor(
    w_type: W_TypeObject,
    name: string,
    blockSize: number,
    digestSize: number,
    digester: Digester,
  ) {
    super();
    this.w_type = w_type;
    this.name = name;
    this.blockSize = blockSize;
    this.digestSize = digestSize;
    this.digester = digester;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }
}

const NOT_ENCODED = "Unicode-objects must be encoded before hashing";

/** Types whose values `bytes()` takes for their memory, not for a number or for items. */
const BUFFERS = ["bytearray", "memoryview", "array"];

function dataArgument(space: ObjSpace, w_data: W_Root, message = NOT_ENCODED): Uint8Array {
  const w_value = builtinValue(w_data);
  if (w_value instanceof W_UnicodeObject) throw typeError(space, message);
  if (w_value instanceof W_BytesObject) return w_value.value;
  if (BUFFERS.includes(w_value.getclass(space).name)) {
    return (call_function(space, space.w_bytes, [w_value]) as W_BytesObject).value;
  }
  throw typeError(space, `a bytes-like object is required, not ${typeName(space, w_data)}`);
}

function hexOf(bytes: Uint8Array): W_Root {
  return newtext(Buffer.from(bytes).toString("hex"));
}

/** Adds the methods of a digest type; `isOpen` when digests have any length. */
function installHash(w_type: W_TypeObject, isOpen: boolean, message: string): void {
  const { name } = w_type;
  const self = (s: ObjSpace, w_self: W_Root): W_Hash => expectSelf(s, w_self, W_Hash, name);
  method(w_type, "update", "self, string", (s, [w_self, w_data]) => {
    self(s, w_self!).digester.update(dataArgument(s, w_data!, message));
    return w_None;
  });
  method(w_type, "copy", "self", (s, [w_self]) => {
    const { w_type: w_own, name: own, blockSize, digestSize, digester } = self(s, w_self!);
    return new W_Hash(w_own, own, blockSize, digestSize, digester.copy());
  });
  const length = (s: ObjSpace, w_length: W_Root | null | undefined): number | null => {
    if (!isOpen) return null;
    const value = toIndex(s, w_length!, () => "an integer is required");
    if (value < 0n) throw valueError(s, "value must be positive");
    return Number(value);
  };
  const signature = isOpen ? "self, length" : "self";
  method(w_type, "digest", signature, (s, [w_self, w_length]) => {
    const hash = self(s, w_self!);
    return new W_BytesObject(hash.digester.digest(length(s, w_length)));
  });
  method(w_type, "hexdigest", signature, (s, [w_self, w_length]) => {
    const hash = self(s, w_self!);
    return hexOf(hash.digester.digest(length(s, w_length)));
  });
  getset(w_type, "name", (s, w_obj) => newtext(self(s, w_obj).name));
  getset(w_type, "block_size", (s, w_obj) => newint(self(s, w_obj).blockSize));
  getset(w_type, "digest_size", (s, w_obj) => newint(self(s, w_obj).digestSize));
}

/** The module. */
export function makeHashlibModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_hashlib");
  w_module.namespace.setitem_str(space, "__name__", newtext("_hashlib"));
  const w_hash = moduleType(space, w_module, "HASH");
  installHash(w_hash, false, NOT_ENCODED);
  method(w_hash, "__repr__", "self", (s, [w_self]) => {
    const { name } = expectSelf(s, w_self!, W_Hash, "HASH");
    return newtext(`<${name} HASH object at 0x${s.addressOf(w_self!).toString(16)}>`);
  });
  const known = new Set(getHashes());
  for (const [name, hostName, blockSize, digestSize] of ALGORITHMS) {
    const isKeccak = name.startsWith("sha3_") || name.startsWith("shake_");
    if (!isKeccak && !known.has(hostName) && name !== "sm3") continue;
    if (isKeccak) installKeccak(space, w_module, name, hostName, blockSize, digestSize);
    const fixed = digestSize === 0 ? (name === "shake_128" ? 16 : 32) : digestSize;
    if (!name.startsWith("sha3_")) {
      installOpenssl(space, w_module, w_hash, [name, hostName, blockSize, fixed]);
    }
  }
  installBlake2(space, w_module, "blake2b", blake2b, 64, 128);
  installBlake2(space, w_module, "blake2s", blake2s, 32, 64);
  installPbkdf2(space, w_module);
  return w_module;
}

function installOpenssl(
  space: ObjSpace,
  w_module: W_Module,
  w_hash: W_TypeObject,
  [name, hostName, blockSize, digestSize]: readonly [string, string, number, number],
): void {
  const signature = "string=, *, usedforsecurity=";
  moduleFunction(space, w_module, `openssl_${name}`, signature, (s, [w_data]) => {
    const options = hostName.startsWith("shake") ? { outputLength: digestSize } : undefined;
    const digester = new HostDigester(createHash(hostName, options));
    if (w_data !== null) digester.update(dataArgument(s, w_data!));
    return new W_Hash(w_hash, name, blockSize, digestSize, digester);
  });
}

const FROM_BUFFER = "from_buffer() cannot return the address of a unicode object";

function installKeccak(
  space: ObjSpace,
  w_module: W_Module,
  name: string,
  hostName: string,
  blockSize: number,
  digestSize: number,
): void {
  const w_type = moduleType(space, w_module, name);
  w_type.w_module = newtext("_sha3");
  installHash(w_type, digestSize === 0, FROM_BUFFER);
  staticMethod(w_type, "__new__", "cls, string=, *, usedforsecurity=", (s, [, w_data]) => {
    const digester = new HostDigester(createHash(hostName));
    if (w_data !== null) digester.update(dataArgument(s, w_data!, FROM_BUFFER));
    return new W_Hash(w_type, name, blockSize, digestSize, digester);
  });
}

/** Integer parameters of BLAKE2 in the order of the signature, with their ranges. */
function integerWithin(
  space: ObjSpace,
  w_value: W_Root | null | undefined,
  missing: number,
  least: number,
  most: number,
  message: string,
): number {
  if (isMissing(w_value)) return missing;
  const value = toIndex(space, w_value!, () => "an integer is required");
  if (value < BigInt(least) || value > BigInt(most)) throw valueError(space, message);
  return Number(value);
}

function installBlake2(
  space: ObjSpace,
  w_module: W_Module,
  name: string,
  code: Blake2,
  largest: number,
  blockSize: number,
): void {
  const w_type = moduleType(space, w_module, name);
  w_type.w_module = newtext("_blake2");
  installHash(w_type, false, FROM_BUFFER);
  const saltSize = largest / 4;
  for (const [constant, value] of [
    ["SALT_SIZE", saltSize],
    ["PERSON_SIZE", saltSize],
    ["MAX_KEY_SIZE", largest],
    ["MAX_DIGEST_SIZE", largest],
  ] as const) {
    w_type.dict_w.set(constant, newint(value));
  }
  const signature =
    "cls, string=, /, *, digest_size=, key=, salt=, person=, fanout=, depth=, leaf_size=, " +
    "node_offset=, node_depth=, inner_size=, last_node=, usedforsecurity=";
  staticMethod(w_type, "__new__", signature, (s, [, w_data, ...args]) => {
    const parameters = blake2Parameters(s, args, largest);
    const digester = new Blake2Digester(code, parameters, []);
    if (w_data !== null) digester.update(dataArgument(s, w_data!, FROM_BUFFER));
    return new W_Hash(w_type, name, blockSize, parameters.digestSize, digester);
  });
}

function blake2Parameters(
  space: ObjSpace,
  args: readonly (W_Root | null)[],
  largest: number,
): Blake2Parameters {
  const [w_size, w_key, w_salt, w_person, w_fanout, w_depth, w_leaf, w_offset, ...rest] = args;
  const [w_nodeDepth, w_inner, w_last] = rest;
  const bytes = (w_value: W_Root | null | undefined, most: number, what: string): Uint8Array => {
    if (isMissing(w_value)) return new Uint8Array(0);
    const value = dataArgument(space, w_value!, FROM_BUFFER);
    if (value.length <= most) return value;
    throw valueError(space, `maximum ${what} length is ${most} bytes`);
  };
  const sizeText = `digest_size must be between 1 and ${largest} bytes`;
  const innerText = `inner_size must be between 0 and is ${largest}`;
  const nodeOffset = isMissing(w_offset) ? 0n : toIndex(space, w_offset!, () => "");
  if (nodeOffset < 0n) throw valueError(space, "value must be positive");
  if (nodeOffset >= 2n ** 64n) {
    throw oefmt(space, space.w_OverflowError, "long too big to convert");
  }
  if (largest === 32 && nodeOffset >= 2n ** 48n) {
    throw oefmt(space, space.w_OverflowError, "node_offset is too large");
  }
  const most = 0xffffffff;
  return {
    digestSize: integerWithin(space, w_size, largest, 1, largest, sizeText),
    key: bytes(w_key, largest, "key"),
    salt: bytes(w_salt, largest / 4, "salt"),
    person: bytes(w_person, largest / 4, "person"),
    fanout: integerWithin(space, w_fanout, 1, 0, 255, "fanout must be between 0 and 255"),
    depth: integerWithin(space, w_depth, 1, 1, 255, "depth must be between 1 and 255"),
    leafSize: integerWithin(space, w_leaf, 0, 0, most, "value must be positive"),
    nodeOffset,
    nodeDepth: integerWithin(space, w_nodeDepth, 0, 0, 255, "node_depth must be between 0 and 255"),
    innerSize: integerWithin(space, w_inner, 0, 0, largest, innerText),
    lastNode: !isMissing(w_last) && space.is_true(w_last!),
  };
}

function installPbkdf2(space: ObjSpace, w_module: W_Module): void {
  const signature = "hash_name, password, salt, iterations, dklen=";
  moduleFunction(space, w_module, "pbkdf2_hmac", signature, (s, args) => {
    const [w_name, w_password, w_salt, w_iterations, w_length] = args;
    const name = textArgument(s, w_name!);
    const found = ALGORITHMS.find(([known]) => known === name.toLowerCase());
    if (found === undefined) throw valueError(s, "unsupported hash type");
    const [, hostName, , digestSize] = found;
    const message = "string argument without an encoding";
    const password = dataArgument(s, w_password!, message);
    const salt = dataArgument(s, w_salt!, message);
    const iterations = toIndex(s, w_iterations!, () => "an integer is required");
    if (iterations < 1n) throw valueError(s, "iteration value must be greater than 0.");
    const length = isMissing(w_length) ? BigInt(digestSize) : toIndex(s, w_length!, () => "");
    if (length < 1n) throw valueError(s, "key length must be greater than 0.");
    const key = pbkdf2Sync(password, salt, Number(iterations), Number(length), hostName);
    return new W_BytesObject(Uint8Array.from(key));
  });
}
