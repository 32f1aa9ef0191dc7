import sys


def main(n):
    items = [0] * 1000
    i = 0
    while i < n:
        k = i % 1000
        items[k] = items[k - 1] + 1
        i += 1
    print(sum(items))


main(int(sys.argv[1]))
