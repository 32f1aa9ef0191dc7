/*
 * For tests only: how the C programs read what c-program.ts gives them, words of 64 bits,
 * little-endian, from standard input. A failure is told and ends the program.
 */

#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

typedef uint64_t u64;

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    _exit(1);
}

static void read_bytes(void *to, size_t size) {
    if (size != 0 && fread(to, 1, size, stdin) != size) fail("input ends early");
}

static u64 read_word(void) {
    u64 word;
    read_bytes(&word, sizeof word);
    return word;
}
