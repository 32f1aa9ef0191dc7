import sys


def adder(k):
    def add(x):
        return x + k

    return add


def main(n):
    add = adder(3)
    key = lambda a, b=2: a * b
    total = 0
    for i in range(n):
        total = (add(total) + key(i)) & 0xFFFFF
    print(total)


main(int(sys.argv[1]))
