import sys


def main(n):
    i = 0
    total = 0
    while i < n:
        total = (total + i * 3) & 0xFFFFFF
        i = i + 1
    print(total)


main(int(sys.argv[1]))
