/**
 * Functions of random loop programs whose effects on the heap are declared, truthfully: what the
 * optimizer keeps or delays across a call because of its descr is seen to be right.
 */

import * as I from "../../sim/base/int.ts";
import type { Int } from "../../sim/base/int.ts";

interface NodeFields {
  value: Int;
  readonly tag: Int;
  next: NodeFields | null;
}

/** Declarations of the functions, and of the keys of a dict that only calls write. */
export const HEAP_DECLARATIONS = `
  array Keys i
  items keys Keys 1 7 2
  call read_value r>i EF=2 reads=Node.value writes=
  call read_items r>i EF=2 reads=Items,Node.value writes=
  call read_ints r>i EF=2 reads=Ints writes=
  call write_ints ri>v EF=2 reads= writes=Ints
  call write_item rr>v EF=2 reads= writes=Items
  call unlink r>v EF=2 reads=Node.next writes=Node.next
  call count_up r>i EF=2 reads=Node.value writes=Node.value
  call double i>i EF=2 reads= writes=
  call tag_of r>i EF=0 reads=Node.tag
  call constant >i EF=1
  call lookup rrii>i EF=2 OS=dict.lookup reads=Node.tag,Keys writes= dict=Node.tag,Keys
  call set_key ri>v EF=2 reads= writes=Keys
`;

export const HEAP_FUNCTIONS = {
  read_value: (node: NodeFields | null): Int => node?.value ?? -1,
  read_items: (items: (NodeFields | null)[]): Int =>
    items.reduce<Int>((sum, node) => I.int_add(I.int_mul(sum, 3), node?.value ?? 1), 0),
  read_ints: (ints: Int[]): Int =>
    ints.reduce<Int>((sum, item) => I.int_add(I.int_mul(sum, 5), item), 0),
  write_ints: (ints: Int[], value: Int) => {
    ints.fill(value);
  },
  write_item: (items: (NodeFields | null)[], node: NodeFields | null) => {
    items[1] = node;
  },
  unlink: (node: NodeFields | null) => {
    if (node !== null) node.next = node.next?.next ?? null;
  },
  count_up: (node: NodeFields | null): Int => {
    if (node === null) return 0;
    node.value = I.int_add(node.value, 1);
    return node.value;
  },
  double: (value: Int): Int => I.int_add(value, value),
  tag_of: (node: NodeFields | null): Int => node?.tag ?? -1,
  constant: (): Int => 1234,
  /** Where the key's tag stands among the keys, -1 for nowhere. */
  lookup: (keys: Int[], node: NodeFields | null, _hash: Int, _flag: Int): Int =>
    keys.indexOf(node?.tag ?? 0),
  set_key: (keys: Int[], value: Int) => {
    keys.unshift(value);
    keys.pop();
  },
};
