import sys


def main(n):
    i = 0
    x = 0.5
    while i < n:
        x = x * 0.999 + 1.25 / (x + 1.0)
        i = i + 1
    print(x)


main(int(sys.argv[1]))
