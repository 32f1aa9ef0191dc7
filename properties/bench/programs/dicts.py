import sys


def main(n):
    counts = {}
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta"]
    for i in range(n):
        word = words[i % 7]
        counts[word] = counts.get(word, 0) + 1
        if i in counts:
            counts[i] -= 1
    print(sorted(counts.items()))


main(int(sys.argv[1]))
