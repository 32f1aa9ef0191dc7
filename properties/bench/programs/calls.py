import sys


def half(x):
    return x >> 1


def step(x, y):
    return half(x) + half(y)


def main(n):
    total = 0
    i = 0
    while i < n:
        total = step(total, i)
        i += 1
    print(total)


main(int(sys.argv[1]))
