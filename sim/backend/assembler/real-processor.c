/*
 * For tests only: runs machine code on the real processor. Reads from standard input (all words
 * 64-bit little-endian, in this order) and writes the same way to standard output:
 *
 *   addresses of the state words and of memory to allocate from; size of a frame
 *   maps:        count, then address, size, protection (0 rw, 1 rx), bytes given, bytes
 *   trampolines: count, then address, number of the C function below that stands there
 *   runs:        count, then entry, frame address, slots in, their values, slots out
 *   dumps:       count, then address, size
 *
 * Output: per run the descr, the guard's exception, 1 if the frame came back, the slots; then the
 * bytes of the dumps.
 */

#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "../../x86/native/input.h"

typedef int64_t i64;

enum { FRAME_SLOTS_AT = 4, FRAME_INPUTS_AT = FRAME_SLOTS_AT + 28, FRAME_DESCR = 0, FRAME_EXCEPTION = 2 };

static u64 *state;
static char *free_memory;
static u64 frame_size;

static void *allocate(u64 size) {
    void *memory = free_memory;
    memset(memory, 0, size);
    free_memory += (size + 15) & ~(u64)15;
    return memory;
}

__attribute__((used)) void *new_object(u64 class_word, u64 size) {
    u64 *object = allocate(size);
    object[0] = class_word;
    return object;
}

__attribute__((used)) void *new_array(u64 length, u64 descr) {
    u64 *array = allocate(16 + 8 * length);
    array[0] = descr;
    array[1] = length;
    return array;
}

static void *new_frame(u64 token) {
    u64 *frame = allocate(frame_size);
    frame[3] = token;
    return frame;
}

/* A callee that was left by a guard has an exception word or not; either way slot 0 counts. */
static u64 finish_call(u64 *frame, u64 token) {
    if (frame[3] != token) fail("finish_call got another token than new_frame");
    return frame[FRAME_SLOTS_AT];
}

typedef u64 (*callee)(u64, u64, u64, u64);

static u64 cond_call(u64 condition, callee f, u64 a, u64 b, u64 c, u64 d) {
    return condition != 0 ? f(a, b, c, d) : 0;
}

static u64 cond_call_value(u64 value, callee f, u64 a, u64 b, u64 c, u64 d) {
    return value != 0 ? value : f(a, b, c, d);
}

/* Hash, length, then the characters. */
__attribute__((used)) void *new_string(u64 length, u64 bytes) {
    u64 *string = allocate(24 + bytes * length);
    string[2] = length;
    return string;
}

static void copy_bytes(void *target, const void *source, u64 size) {
    memcpy(target, source, size);
}

static u64 hash_string(const u64 *string, u64 bytes) {
    u64 length = string[2];
    if (length == 0) return -1;
    const unsigned char *narrow = (const unsigned char *)(string + 3);
    const uint32_t *wide = (const uint32_t *)(string + 3);
    u64 hash = (u64)(bytes == 1 ? narrow[0] : wide[0]) << 7;
    for (u64 k = 0; k < length; k++) {
        hash = 1000003 * hash ^ (bytes == 1 ? narrow[k] : wide[k]);
    }
    hash ^= length;
    return hash == 0 ? 29872897 : hash;
}

static u64 weigh_ints(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f, u64 g, u64 h, u64 i) {
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i;
}

/* Two floats and two integers are on the stack. Any aligned local shows a bad stack. */
static double weigh_mixed(u64 a, double p, u64 b, double q, u64 c, double r, u64 d, double s,
                          u64 e, double t, u64 f, double u, u64 g, double v, u64 h, double w,
                          double x, double y) {
    volatile __attribute__((aligned(16))) double local[2] = {x, y};
    u64 ints = a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h;
    double floats = p + 2 * q + 3 * r + 4 * s + 5 * t + 6 * u + 7 * v + 8 * w + 9 * local[0];
    if (((u64)(uintptr_t)local & 15) != 0) fail("the stack is not aligned");
    return (double)(i64)ints + floats + 10 * local[1];
}

/* As a compiler returns a bool: only the lowest byte means anything. */
static u64 is_positive(i64 a) {
    return 0xdeadbeefcafe0000 | (a > 0);
}

static u64 raise_if_odd(u64 a, u64 class_word) {
    if (a % 2 != 0) {
        state[0] = class_word;
        state[1] = a;
    }
    return a;
}

static u64 count_call(u64 *counter, u64 by, u64 value) {
    *counter += by;
    return value;
}

/*
 * Helpers that allocate take rcx and rdx, give rcx and keep all other registers; the functions
 * above are C's and keep less.
 */
#define SAVE_FLOAT(n, at) "movsd %xmm" #n ", " #at "(%rsp)\n"
#define LOAD_FLOAT(n, at) "movsd " #at "(%rsp), %xmm" #n "\n"
#define EACH_FLOAT(DO) \
    DO(0, 0) DO(1, 8) DO(2, 16) DO(3, 24) DO(4, 32) DO(5, 40) DO(6, 48) DO(7, 56) \
    DO(8, 64) DO(9, 72) DO(10, 80) DO(11, 88) DO(12, 96) DO(13, 104) DO(14, 112) DO(15, 120)
#define KEEPING(name) \
    void keeping_##name(void); \
    __asm__("keeping_" #name ":\n" \
            "push %rax; push %rsi; push %rdi; push %r8; push %r9; push %r10; push %rdx\n" \
            "sub $128, %rsp\n" EACH_FLOAT(SAVE_FLOAT) \
            "mov %rcx, %rdi; mov %rdx, %rsi; call " #name "; mov %rax, %rcx\n" \
            EACH_FLOAT(LOAD_FLOAT) "add $128, %rsp\n" \
            "pop %rdx; pop %r10; pop %r9; pop %r8; pop %rdi; pop %rsi; pop %rax\n" \
            "ret\n");
KEEPING(new_object)
KEEPING(new_array)
KEEPING(new_string)

static const void *const FUNCTIONS[] = {
    (void *)keeping_new_object, (void *)keeping_new_array, (void *)new_frame,   (void *)finish_call,
    (void *)cond_call,   (void *)cond_call_value,
    (void *)keeping_new_string, (void *)copy_bytes,  (void *)hash_string,
    (void *)weigh_ints,  (void *)weigh_mixed, (void *)is_positive, (void *)raise_if_odd,
    (void *)count_call,
};

struct map {
    u64 address, size, protection;
};

static void make_maps(struct map *maps, u64 count) {
    for (u64 k = 0; k < count; k++) {
        maps[k].address = read_word();
        maps[k].size = read_word();
        maps[k].protection = read_word();
        void *at = (void *)maps[k].address;
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
        if (mmap(at, maps[k].size, PROT_READ | PROT_WRITE, flags, -1, 0) != at) fail("mmap");
        read_bytes(at, read_word());
    }
}

/* movabs r11, target; jmp r11 */
static void make_trampoline(void) {
    unsigned char *at = (unsigned char *)read_word();
    u64 number = read_word();
    if (number >= sizeof FUNCTIONS / sizeof *FUNCTIONS) fail("no such function");
    u64 target = (u64)FUNCTIONS[number];
    memcpy(at, "\x49\xbb", 2);
    memcpy(at + 2, &target, 8);
    memcpy(at + 10, "\x41\xff\xe3", 3);
}

static void make_run(void) {
    u64 *(*entry)(u64 *) = (u64 * (*)(u64 *)) read_word();
    u64 *frame = (u64 *)read_word();
    memset(frame, 0, frame_size);
    u64 slots_in = read_word();
    read_bytes(frame + FRAME_INPUTS_AT, 8 * slots_in);
    u64 slots_out = read_word();
    u64 came_back = entry(frame) == frame;
    u64 head[3] = {frame[FRAME_DESCR], frame[FRAME_EXCEPTION], came_back};
    fwrite(head, 8, 3, stdout);
    fwrite(frame + FRAME_SLOTS_AT, 8, slots_out, stdout);
}

int main(void) {
    state = (u64 *)read_word();
    free_memory = (char *)read_word();
    frame_size = read_word();
    u64 map_count = read_word();
    struct map *maps = calloc(map_count, sizeof *maps);
    make_maps(maps, map_count);
    for (u64 count = read_word(); count > 0; count--) make_trampoline();
    for (u64 k = 0; k < map_count; k++) {
        int protection = maps[k].protection == 0 ? PROT_READ | PROT_WRITE : PROT_READ | PROT_EXEC;
        if (mprotect((void *)maps[k].address, maps[k].size, protection) != 0) fail("mprotect");
    }
    for (u64 count = read_word(); count > 0; count--) make_run();
    for (u64 count = read_word(); count > 0; count--) {
        u64 address = read_word();
        fwrite((void *)address, 1, read_word(), stdout);
    }
    return 0;
}
