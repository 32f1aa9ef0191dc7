/**
 * THE jitcode instruction table. Jitcode is what the code writer makes of a guest's functions: flat
 * code over one register file per frame, one register per variable or temporary, of any kind.
 *
 * Resuming. Every instruction knows the registers that are live before it (`live`: enough to
 * execute it again) and those live after it without its result (`liveAfter`: enough to go on once
 * its result or exception is delivered; what its handler needs is in it). A guard re-executes the
 * instruction that it belongs to; a call delivers into its instruction. The same rule serves the
 * tracer, the blackhole and bridges, so no instruction both has an effect and fails a guard after
 * it.
 *
 * Exceptions. `handler` is the pc of the handler in force at an instruction, or -1; its first
 * instruction is `catch`, which takes the exception.
 *
 * Counterpart: rpython/jit/codewriter/assembler.py, rpython/jit/metainterp/blackhole.py.
 */

/** Every instruction: its fields beyond op/dst/args, and what it does. */
export const JIT_OPS = {
  move: "dst = args[0]",
  execute: "dst = opname(args): a pure trace operation, or arraylen-free arithmetic",
  ovf: "dst = opname(args), or go to target when it overflows",
  goto: "go to target",
  goto_if_not: "go to target unless cond(args)",
  switch: "go to table[args[0]], or to target; promotes args[0]",
  promote: "dst = args[0], a constant from here on",
  assert_not_none: "dst = args[0], known not to be null",
  instance_of: "dst = 1 if args[0] is not null and an instance of layout, else 0",
  new: "dst = a new layout; args are the constructor's",
  getfield: "dst = args[0].field",
  setfield: "args[0].field = args[1]",
  getarrayitem: "dst = args[0][args[1]]",
  setarrayitem: "args[0][args[1]] = args[2]",
  arraylen: "dst = args[0].length",
  new_array: "dst = an array of args[0] zeros",
  getfield_vable: "dst = args[0].field, args[0] being the virtualizable class",
  setfield_vable: "args[0].field = args[1]",
  getarrayitem_vable: "dst = args[0].field[args[1]]",
  setarrayitem_vable: "args[0].field[args[1]] = args[2]",
  arraylen_vable: "dst = args[0].field.length",
  force_virtualizable: "what is kept in registers of args[0] is written to the object",
  virtual_ref: "dst = a reference to args[0], which may stay virtual",
  virtual_ref_finish: "the last virtual reference is used no more; args[0] is what it stands for",
  virtual_ref_keep: "the same, and the reference stands for args[0] for ever",
  residual_call: "dst = fn(args)",
  cond_call: "fn(args[1], …) unless args[0] is 0",
  inline_call: "dst = jitcode(args)",
  call_method: "dst = args[0].method(args[1], …), by the concrete class of args[0]",
  recursive_call: "dst = portal(args)",
  raise: "throw args[0]",
  catch: "dst = the exception that is being handled",
  return: "return args[0], or nothing",
  jit_merge_point: "args = greens, then reds",
  loop_header: "dst = args[0]; args = greens of the target, then reds",
  portal_entry: "dst = args[0]; args = greens, then reds",
  unreachable: "a bug if reached",
} as const;

export type JitOp = keyof typeof JIT_OPS;
