import sys


class Odd(Exception):
    pass


def check(i):
    if i & 1:
        raise Odd
    return i


def main(n):
    total = 0
    for i in range(n):
        try:
            total += check(i)
        except Odd:
            total -= 1
    print(total)


main(int(sys.argv[1]))
