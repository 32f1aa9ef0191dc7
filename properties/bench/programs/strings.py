import sys


def main(n):
    text = "the quick brown fox jumps over the lazy dog"
    total = 0
    parts = []
    for i in range(n):
        c = text[i % 43]
        if c == " ":
            parts.append(text[i % 11 : i % 11 + 5])
        elif c.isalpha() and c in "aeiou":
            total += ord(c)
        if len(parts) == 50:
            total += len("".join(parts))
            parts = []
    print(total)


main(int(sys.argv[1]))
