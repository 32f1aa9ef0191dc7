import sys


def main(n):
    x = 1
    i = 0
    while i < n:
        x = (x * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        i += 1
    print(x)


main(int(sys.argv[1]))
