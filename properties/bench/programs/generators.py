import sys


def evens(n):
    i = 0
    while i < n:
        yield i
        i += 2


def squares(items):
    for item in items:
        yield item * item & 0xFFFF


def main(n):
    print(sum(squares(evens(n))), sum(x + 1 for x in range(n)))


main(int(sys.argv[1]))
