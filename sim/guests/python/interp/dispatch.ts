/**
 * The dispatch loop: the portal of the driver "pypyjit".
 *
 * The greens are (next_instr, is_being_profiled, pycode), the reds (frame, ec). Every bytecode
 * passes the merge point; every JUMP_ABSOLUTE may enter the JIT, as on PyPy. Case labels are
 * literals for the sake of the host's switch; dispatch.test.ts compares them with the opcode table.
 * Handlers of more than a few lines are functions in the opcode-*.ts files.
 *
 * This file is long because the loop must be one function.
 *
 * Counterpart: pypy/interpreter/pyopcode.py, pypy/module/pypyjit/interp_jit.py.
 */

import { force_virtualizable, promote, we_are_jitted } from "../../../hints/hints.ts";
import { FRAME_FINISHED } from "../../../hints/jit-driver.ts";
import {
  add,
  and_,
  floordiv,
  inplace_add,
  inplace_and_,
  inplace_floordiv,
  inplace_lshift,
  inplace_matmul,
  inplace_mod,
  inplace_mul,
  inplace_or_,
  inplace_pow,
  inplace_rshift,
  inplace_sub,
  inplace_truediv,
  inplace_xor,
  invert,
  lshift,
  matmul,
  mod,
  mul,
  neg,
  or_,
  pos,
  pow,
  rshift,
  sub,
  truediv,
  xor,
} from "../objects/arithmetic.ts";
import { delattr } from "../objects/attribute-changes.ts";
import { compare } from "../objects/compare.ts";
import { list_extend, set_update } from "../objects/containers.ts";
import { getitem } from "../objects/items.ts";
import { iter } from "../objects/iteration.ts";
import { build_list, type W_ListObject } from "../objects/list-object.ts";
import { OperationError, RaiseWithExplicitTraceback } from "../objects/operation-error.ts";
import { build_set } from "../objects/set-object.ts";
import { is_true, not_ } from "../objects/truth.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import {
  call_function_ex,
  call_function_kw,
  call_function_op,
  call_method_kw,
  call_method_op,
  load_method,
  make_function,
} from "./opcode-calls.ts";
import { W_AsyncGenValueWrapper } from "./async-generator.ts";
import { async_bytecode } from "./opcode-async.ts";
import {
  exception_matches,
  handle_operation_error,
  handle_raised,
  left_by,
  pop_except,
  raise_varargs,
  reraise,
  setup_with,
  take_result,
  with_except_start,
} from "./opcode-exceptions.ts";
import {
  bytecode_trace,
  contains_op,
  for_iter,
  get_yield_from_iter,
  import_from,
  import_name,
  import_star,
  is_op,
  load_attr,
  poll_actions,
  print_expression,
  return_value,
  set_add,
  store_attr,
  yield_from,
} from "./opcode-iteration.ts";
import {
  delete_deref,
  delete_fast,
  delete_global,
  delete_name,
  load_builtin,
  load_classderef,
  load_deref,
  load_global,
  load_global_cached,
  load_name,
  setup_annotations,
  store_deref,
  store_name,
  unboundLocal,
} from "./opcode-names.ts";
import {
  build_const_key_map,
  build_list_from_arg,
  build_map,
  build_slice,
  build_string,
  delete_subscr,
  dict_merge,
  dict_update,
  dup_top_two,
  format_value,
  list_to_tuple,
  map_add,
  popvalues,
  rot_four,
  rot_three,
  rot_two,
  store_subscr,
  unpack_ex,
  unpack_sequence,
} from "./opcode-stack.ts";
import { BLOCK_EXCEPT, BLOCK_FINALLY, renew_array } from "./pyframe.ts";
import type { ExecutionContext } from "../objects/execution-context.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { PyCode } from "./pycode.ts";
import type { PyFrame } from "./pyframe.ts";

/**
 * Runs `frame` from `next_instr` to its end, or to the next yield of a generator.
 * @portal PYPYJIT_DRIVER
 */
export function dispatch(
  next_instr: number,
  is_being_profiled: boolean,
  pycode: PyCode,
  frame: PyFrame,
  ec: ExecutionContext,
): W_Root {
  next_instr = pycode.space.jitdriver.portal_entry(
    next_instr,
    is_being_profiled,
    pycode,
    frame,
    ec,
  );
  finished: while (next_instr !== FRAME_FINISHED) {
    let thrown: OperationError | RaiseWithExplicitTraceback;
    raising: try {
      while (true) {
        pycode.space.jitdriver.jit_merge_point(next_instr, is_being_profiled, pycode, frame, ec);
        const space = pycode.space;
        const co_code = pycode.co_code;
        frame.valuestackdepth = promote(frame.valuestackdepth);
        frame.last_instr = next_instr;
        if (frame.debugdata !== null) bytecode_trace(space, frame.debugdata);
        let opcode = co_code[next_instr]!;
        let oparg = co_code[next_instr + 1]!;
        next_instr = next_instr + 2;
        while (opcode === 144) {
          opcode = co_code[next_instr]!;
          oparg = (oparg << 8) | co_code[next_instr + 1]!;
          next_instr = next_instr + 2;
        }
        switch (opcode) {
          case 1: // POP_TOP
            frame.popvalue_maybe_none();
            break;
          case 2: // ROT_TWO
            rot_two(frame);
            break;
          case 3: // ROT_THREE
            rot_three(frame);
            break;
          case 4: // DUP_TOP
            frame.pushvalue(frame.peekvalue(0));
            break;
          case 5: // DUP_TOP_TWO
            dup_top_two(frame);
            break;
          case 6: // ROT_FOUR
            rot_four(frame);
            break;
          case 9: // NOP
            break;
          case 10: // UNARY_POSITIVE
            frame.settopvalue(pos(space, frame.peekvalue(0)), 0);
            break;
          case 11: // UNARY_NEGATIVE
            frame.settopvalue(neg(space, frame.peekvalue(0)), 0);
            break;
          case 12: // UNARY_NOT
            frame.settopvalue(not_(space, frame.peekvalue(0)), 0);
            break;
          case 15: // UNARY_INVERT
            frame.settopvalue(invert(space, frame.peekvalue(0)), 0);
            break;
          case 19: {
            // BINARY_POWER
            const w_2 = frame.popvalue();
            frame.settopvalue(pow(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 20: {
            // BINARY_MULTIPLY
            const w_2 = frame.popvalue();
            frame.settopvalue(mul(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 22: {
            // BINARY_MODULO
            const w_2 = frame.popvalue();
            frame.settopvalue(mod(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 23: {
            // BINARY_ADD
            const w_2 = frame.popvalue();
            frame.settopvalue(add(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 24: {
            // BINARY_SUBTRACT
            const w_2 = frame.popvalue();
            frame.settopvalue(sub(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 25: {
            // BINARY_SUBSCR
            const w_2 = frame.popvalue();
            frame.settopvalue(getitem(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 26: {
            // BINARY_FLOOR_DIVIDE
            const w_2 = frame.popvalue();
            frame.settopvalue(floordiv(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 27: {
            // BINARY_TRUE_DIVIDE
            const w_2 = frame.popvalue();
            frame.settopvalue(truediv(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 62: {
            // BINARY_LSHIFT
            const w_2 = frame.popvalue();
            frame.settopvalue(lshift(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 63: {
            // BINARY_RSHIFT
            const w_2 = frame.popvalue();
            frame.settopvalue(rshift(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 64: {
            // BINARY_AND
            const w_2 = frame.popvalue();
            frame.settopvalue(and_(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 65: {
            // BINARY_XOR
            const w_2 = frame.popvalue();
            frame.settopvalue(xor(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 66: {
            // BINARY_OR
            const w_2 = frame.popvalue();
            frame.settopvalue(or_(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 16: {
            // BINARY_MATRIX_MULTIPLY
            const w_2 = frame.popvalue();
            frame.settopvalue(matmul(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 67: {
            // INPLACE_POWER
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_pow(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 57: {
            // INPLACE_MULTIPLY
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_mul(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 59: {
            // INPLACE_MODULO
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_mod(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 55: {
            // INPLACE_ADD
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_add(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 56: {
            // INPLACE_SUBTRACT
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_sub(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 28: {
            // INPLACE_FLOOR_DIVIDE
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_floordiv(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 29: {
            // INPLACE_TRUE_DIVIDE
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_truediv(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 75: {
            // INPLACE_LSHIFT
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_lshift(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 76: {
            // INPLACE_RSHIFT
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_rshift(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 77: {
            // INPLACE_AND
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_and_(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 78: {
            // INPLACE_XOR
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_xor(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 79: {
            // INPLACE_OR
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_or_(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 17: {
            // INPLACE_MATRIX_MULTIPLY
            const w_2 = frame.popvalue();
            frame.settopvalue(inplace_matmul(space, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 48: // RERAISE
            thrown = reraise(frame);
            if (we_are_jitted()) throw thrown;
            break raising;
          case 49: // WITH_EXCEPT_START
            with_except_start(space, frame);
            break;
          case 60: // STORE_SUBSCR
            store_subscr(space, frame);
            break;
          case 61: // DELETE_SUBSCR
            delete_subscr(space, frame);
            break;
          case 68: // GET_ITER
            frame.settopvalue(iter(space, frame.peekvalue(0)), 0);
            break;
          case 69: // GET_YIELD_FROM_ITER
            frame.settopvalue(get_yield_from_iter(space, frame, frame.peekvalue(0)), 0);
            break;
          case 70: // PRINT_EXPR
            print_expression(space, frame.popvalue());
            break;
          case 71: // LOAD_BUILD_CLASS
            frame.pushvalue(load_builtin(space, "__build_class__"));
            break;
          case 72: // YIELD_FROM
            if (yield_from(space, frame)) {
              const w_delegated = frame.popvalue();
              force_virtualizable(frame);
              return w_delegated;
            }
            break;
          case 74: // LOAD_ASSERTION_ERROR
            frame.pushvalue(space.w_AssertionError);
            break;
          case 82: // LIST_TO_TUPLE
            frame.settopvalue(list_to_tuple(frame.peekvalue(0)), 0);
            break;
          case 83: // RETURN_VALUE
            return return_value(frame);
          case 84: // IMPORT_STAR
            import_star(space, frame);
            break;
          case 85: // SETUP_ANNOTATIONS
            setup_annotations(space, frame);
            break;
          case 86: {
            // YIELD_VALUE
            const w_yielded = frame.popvalue();
            force_virtualizable(frame);
            return pycode.isAsyncGenerator ? new W_AsyncGenValueWrapper(w_yielded) : w_yielded;
          }
          case 87: // POP_BLOCK
            frame.pop_block();
            break;
          case 89: // POP_EXCEPT
            pop_except(space, frame, ec);
            break;
          case 90: // STORE_NAME
            store_name(space, frame, oparg);
            break;
          case 91: // DELETE_NAME
            delete_name(space, frame, oparg);
            break;
          case 92: // UNPACK_SEQUENCE
            unpack_sequence(space, frame, oparg);
            break;
          case 93: // FOR_ITER
            next_instr = for_iter(space, frame, oparg, next_instr);
            break;
          case 94: // UNPACK_EX
            unpack_ex(space, frame, oparg);
            break;
          case 95: // STORE_ATTR
            store_attr(space, frame, oparg);
            break;
          case 96: // DELETE_ATTR
            delattr(space, frame.popvalue(), frame.getcode().co_names[oparg]!);
            break;
          case 97: // STORE_GLOBAL
            pycode.globals.setitem_str(space, frame.getcode().co_names[oparg]!, frame.popvalue());
            break;
          case 98: // DELETE_GLOBAL
            delete_global(space, pycode.globals, frame.getcode().co_names[oparg]!);
            break;
          case 100: // LOAD_CONST
            frame.pushvalue(frame.getcode().co_consts_w[oparg]!);
            break;
          case 101: // LOAD_NAME
            frame.pushvalue(load_name(space, frame, oparg));
            break;
          case 102: // BUILD_TUPLE
            frame.pushvalue(new W_TupleObject(popvalues(frame, oparg)));
            break;
          case 103: // BUILD_LIST
            frame.pushvalue(build_list(popvalues(frame, oparg)));
            break;
          case 104: // BUILD_SET
            frame.pushvalue(build_set(space, popvalues(frame, oparg)));
            break;
          case 105: // BUILD_MAP
            frame.pushvalue(build_map(space, popvalues(frame, 2 * oparg)));
            break;
          case 106: // LOAD_ATTR
            frame.settopvalue(load_attr(space, frame, frame.peekvalue(0), oparg), 0);
            break;
          case 107: {
            // COMPARE_OP
            const w_2 = frame.popvalue();
            frame.settopvalue(compare(space, oparg, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 108: // IMPORT_NAME
            import_name(space, frame, frame.getcode().co_names[oparg]!);
            break;
          case 109: // IMPORT_FROM
            frame.pushvalue(
              import_from(space, frame.peekvalue(0), frame.getcode().co_names[oparg]!),
            );
            break;
          case 110: // JUMP_FORWARD
            next_instr = next_instr + oparg;
            break;
          case 111: // JUMP_IF_FALSE_OR_POP
            if (is_true(space, frame.peekvalue(0))) frame.popvalue();
            else next_instr = oparg;
            break;
          case 112: // JUMP_IF_TRUE_OR_POP
            if (is_true(space, frame.peekvalue(0))) next_instr = oparg;
            else frame.popvalue();
            break;
          case 113: // JUMP_ABSOLUTE
            frame.last_instr = oparg;
            poll_actions(space);
            if (!we_are_jitted()) renew_array(space, frame);
            frame.promote_code();
            next_instr = space.jitdriver.can_enter_jit(oparg, is_being_profiled, pycode, frame, ec);
            if (next_instr === FRAME_FINISHED) break finished;
            break;
          case 114: // POP_JUMP_IF_FALSE
            if (is_true(space, frame.popvalue())) break;
            if (oparg >= next_instr) {
              next_instr = oparg;
              break;
            }
            frame.last_instr = oparg;
            poll_actions(space);
            frame.promote_code();
            next_instr = space.jitdriver.can_enter_jit(oparg, is_being_profiled, pycode, frame, ec);
            if (next_instr === FRAME_FINISHED) break finished;
            break;
          case 115: // POP_JUMP_IF_TRUE
            if (!is_true(space, frame.popvalue())) break;
            if (oparg >= next_instr) {
              next_instr = oparg;
              break;
            }
            frame.last_instr = oparg;
            poll_actions(space);
            frame.promote_code();
            next_instr = space.jitdriver.can_enter_jit(oparg, is_being_profiled, pycode, frame, ec);
            if (next_instr === FRAME_FINISHED) break finished;
            break;
          case 116: // LOAD_GLOBAL
            if (we_are_jitted()) {
              frame.pushvalue(load_global(space, pycode.globals, frame.getcode().co_names[oparg]!));
            } else frame.pushvalue(load_global_cached(space, pycode, oparg));
            break;
          case 117: {
            // IS_OP
            const w_2 = frame.popvalue();
            frame.settopvalue(is_op(space, oparg, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 118: {
            // CONTAINS_OP
            const w_2 = frame.popvalue();
            frame.settopvalue(contains_op(space, oparg, frame.peekvalue(0), w_2), 0);
            break;
          }
          case 120: // SETUP_EXCEPT
            frame.pushblock(BLOCK_EXCEPT, next_instr + oparg);
            break;
          case 121: // JUMP_IF_NOT_EXC_MATCH
            if (!exception_matches(space, frame)) next_instr = oparg;
            break;
          case 122: // SETUP_FINALLY
            frame.pushblock(BLOCK_FINALLY, next_instr + oparg);
            break;
          case 124: {
            // LOAD_FAST
            const w_1 = frame.locals_cells_stack_w[oparg]!;
            if (w_1 === null) throw unboundLocal(space, pycode, oparg);
            frame.pushvalue(w_1);
            break;
          }
          case 125: // STORE_FAST
            frame.locals_cells_stack_w[oparg] = frame.popvalue();
            break;
          case 126: // DELETE_FAST
            delete_fast(space, frame, oparg);
            break;
          case 130: // RAISE_VARARGS
            thrown = raise_varargs(space, frame, ec, oparg);
            if (we_are_jitted()) throw thrown;
            break raising;
          case 131: // CALL_FUNCTION
            call_function_op(space, frame, oparg);
            break;
          case 132: // MAKE_FUNCTION
            frame.pushvalue(make_function(space, frame, oparg));
            break;
          case 133: // BUILD_SLICE
            frame.pushvalue(build_slice(frame, oparg));
            break;
          case 135: // LOAD_CLOSURE
            frame.pushvalue(frame.locals_cells_stack_w[pycode.co_nlocals + oparg]!);
            break;
          case 136: // LOAD_DEREF
            frame.pushvalue(load_deref(space, frame, oparg));
            break;
          case 137: // STORE_DEREF
            store_deref(frame, oparg);
            break;
          case 138: // DELETE_DEREF
            delete_deref(space, frame, oparg);
            break;
          case 141: // CALL_FUNCTION_KW
            call_function_kw(space, frame, oparg);
            break;
          case 142: // CALL_FUNCTION_EX
            call_function_ex(space, frame, oparg);
            break;
          case 143: // SETUP_WITH
            setup_with(space, frame, next_instr + oparg);
            break;
          case 145: {
            // LIST_APPEND
            const w_2 = frame.popvalue();
            (frame.peekvalue(oparg - 1) as W_ListObject).append(w_2);
            break;
          }
          case 146: {
            // SET_ADD
            const w_2 = frame.popvalue();
            set_add(space, frame.peekvalue(oparg - 1), w_2);
            break;
          }
          case 147: // MAP_ADD
            map_add(space, frame, oparg);
            break;
          case 148: // LOAD_CLASSDEREF
            frame.pushvalue(load_classderef(space, frame, oparg));
            break;
          case 155: // FORMAT_VALUE
            format_value(space, frame, oparg);
            break;
          case 156: // BUILD_CONST_KEY_MAP
            build_const_key_map(space, frame, oparg);
            break;
          case 157: // BUILD_STRING
            frame.pushvalue(build_string(popvalues(frame, oparg)));
            break;
          case 160: // LOAD_METHOD
            load_method(space, frame, oparg);
            break;
          case 161: // CALL_METHOD
            call_method_op(space, frame, oparg);
            break;
          case 164: {
            // LIST_EXTEND
            const w_2 = frame.popvalue();
            list_extend(space, frame.peekvalue(oparg - 1), w_2);
            break;
          }
          case 165: {
            // SET_UPDATE
            const w_2 = frame.popvalue();
            set_update(space, frame.peekvalue(oparg - 1), w_2);
            break;
          }
          case 166: {
            // DICT_MERGE
            const w_2 = frame.popvalue();
            dict_merge(space, frame.peekvalue(0), w_2);
            break;
          }
          case 167: {
            // DICT_UPDATE
            const w_2 = frame.popvalue();
            dict_update(space, frame.peekvalue(0), w_2);
            break;
          }
          case 203: // BUILD_LIST_FROM_ARG
            build_list_from_arg(frame);
            break;
          case 204: // CALL_METHOD_KW
            call_method_kw(space, frame, oparg);
            break;
          default:
            async_bytecode(space, frame, ec, opcode, next_instr + oparg);
        }
      }
    } catch (error) {
      if (error instanceof OperationError) {
        next_instr = handle_operation_error(frame, ec, error, true);
      } else if (error instanceof RaiseWithExplicitTraceback) {
        next_instr = handle_operation_error(frame, ec, error.operr, false);
      } else {
        if (!we_are_jitted()) throw left_by(ec, frame, error);
        throw error;
      }
      continue;
    }
    next_instr = handle_raised(frame, ec, thrown);
  }
  if (!we_are_jitted()) return take_result(ec, frame);
  return pycode.space.jitdriver.take_result() as W_Root;
}
