import sys


def main(n):
    total = 0
    for i in range(n // 10):
        for j in range(10):
            total = (total + i * j) & 0xFFFFFF
    print(total)


main(int(sys.argv[1]))
