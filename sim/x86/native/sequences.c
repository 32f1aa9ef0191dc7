/*
 * For tests only: runs instruction sequences on the real processor, thousands per process. A
 * sequence is started by returning from a signal handler into a state made up from the input, and
 * ends in the trap behind its last instruction or in any fault: the handler sees every register,
 * and no register and no stack is needed for ourselves. Standard input (64-bit little-endian):
 *
 *   maps:      count, then address, size, protection (0 rw, 1 r, 2 rx), bytes
 *   sequences: count, then code address, size in words, code, rip, flags, 16 registers,
 *              16 * 2 words of vector registers
 *
 * Standard output per sequence: signal, its code, fault address, rip, flags, registers as above,
 * count of changed words, then address and word of each. Memory is as at first for each sequence.
 */

#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

#include "input.h"

enum { GENERAL = 16, VECTOR = 16, FLAGS = 0x8d5, MXCSR_DEFAULT = 0x1f80, MAPS_MAX = 16, TRAP = 0xcc };

/* Where the kernel keeps the registers that the processor numbers 0 ... 15. */
static const int PLACES[GENERAL] = {
    REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
    REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

/* `alias` is the same memory, always writable; `image` is what it holds at the start. */
struct map {
    u64 address, size, protection;
    char *alias, *image;
};

static struct map maps[MAPS_MAX];
static u64 map_count, sequences_left, code_address, code_size;

static void write_word(u64 word) {
    fwrite(&word, sizeof word, 1, stdout);
}

static void make_map(struct map *map) {
    static const int PROTECTIONS[] = {PROT_READ | PROT_WRITE, PROT_READ, PROT_READ | PROT_EXEC};
    map->address = read_word();
    map->size = read_word();
    map->protection = read_word();
    if (map->protection > 2) fail("no such protection");
    int file = memfd_create("memory", 0);
    if (file < 0 || ftruncate(file, map->size) != 0) fail("memfd");
    map->alias = mmap(NULL, map->size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    void *at = (void *)map->address;
    int flags = MAP_SHARED | MAP_FIXED_NOREPLACE;
    void *got = mmap(at, map->size, PROTECTIONS[map->protection], flags, file, 0);
    if (map->alias == MAP_FAILED || got != at) fail("mmap");
    map->image = malloc(map->size);
    read_bytes(map->image, map->size);
    memcpy(map->alias, map->image, map->size);
}

static void write_code(void) {
    code_address = read_word();
    code_size = 8 * read_word();
    for (u64 k = 0; k < map_count; k++) {
        struct map *map = &maps[k];
        if (code_address < map->address || code_address >= map->address + map->size) continue;
        u64 at = code_address - map->address;
        if (code_size > map->size - at) fail("the code is too long");
        memset(map->image, TRAP, map->size);
        read_bytes(map->image + at, code_size);
        memcpy(map->alias, map->image, map->size);
        return;
    }
    fail("no map for the code");
}

/* Writes the words that are not as at first, and makes them so. */
static void write_changes(void) {
    u64 count = 0;
    for (u64 k = 0; k < map_count; k++) {
        const u64 *now = (u64 *)maps[k].alias, *first = (u64 *)maps[k].image;
        for (u64 i = 0; i < maps[k].size / 8; i++) count += now[i] != first[i];
    }
    write_word(count);
    for (u64 k = 0; k < map_count; k++) {
        u64 *now = (u64 *)maps[k].alias, *first = (u64 *)maps[k].image;
        for (u64 i = 0; i < maps[k].size / 8; i++) {
            if (now[i] == first[i]) continue;
            write_word(maps[k].address + 8 * i);
            write_word(now[i]);
            now[i] = first[i];
        }
    }
}

static void write_state(const siginfo_t *info, const ucontext_t *context) {
    const greg_t *general = context->uc_mcontext.gregs;
    write_word(info->si_signo);
    write_word(info->si_code);
    write_word((u64)info->si_addr);
    write_word(general[REG_RIP]);
    write_word(general[REG_EFL] & FLAGS);
    for (int k = 0; k < GENERAL; k++) write_word(general[PLACES[k]]);
    fwrite(context->uc_mcontext.fpregs->_xmm, 16, VECTOR, stdout);
    write_changes();
}

static void start_next(ucontext_t *context) {
    if (sequences_left-- == 0) {
        fflush(stdout);
        _exit(0);
    }
    greg_t *general = context->uc_mcontext.gregs;
    write_code();
    general[REG_RIP] = read_word();
    general[REG_EFL] = 0x202 | (read_word() & FLAGS);
    for (int k = 0; k < GENERAL; k++) general[PLACES[k]] = read_word();
    read_bytes(context->uc_mcontext.fpregs->_xmm, 16 * VECTOR);
    context->uc_mcontext.fpregs->mxcsr = MXCSR_DEFAULT;
    struct itimerval limit = {.it_value = {.tv_usec = 100000}};
    setitimer(ITIMER_VIRTUAL, &limit, NULL);
}

static void handle(int signal, siginfo_t *info, void *context) {
    if (signal != SIGUSR1) write_state(info, context);
    start_next(context);
}

int main(void) {
    static const int SIGNALS[] = {SIGUSR1, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGVTALRM};
    map_count = read_word();
    if (map_count > MAPS_MAX) fail("too many maps");
    for (u64 k = 0; k < map_count; k++) make_map(&maps[k]);
    sequences_left = read_word();
    stack_t stack = {.ss_sp = malloc(1 << 20), .ss_size = 1 << 20};
    if (sigaltstack(&stack, NULL) != 0) fail("sigaltstack");
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    for (size_t k = 0; k < sizeof SIGNALS / sizeof *SIGNALS; k++) {
        if (sigaction(SIGNALS[k], &action, NULL) != 0) fail("sigaction");
    }
    raise(SIGUSR1);
    return 1;
}
