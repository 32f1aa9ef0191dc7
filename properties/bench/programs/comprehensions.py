import sys


def main(n):
    total = 0
    for _ in range(n // 100):
        pairs = [(i * 7 % 100, i) for i in range(100)]
        index = {key: value for key, value in pairs}
        best = max(value for value in index.values() if value & 1)
        pairs.sort()
        total += best + pairs[3][1] + len({value % 10 for _, value in pairs})
    print(total)


main(int(sys.argv[1]))
