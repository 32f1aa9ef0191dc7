import sys


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def main(n):
    for _ in range(n // 1000):
        fib(14)


main(int(sys.argv[1]))
