import sys


class Circle:
    def __init__(self, r):
        self.r = r

    def area(self):
        return self.r * 3


class Square:
    def __init__(self, a):
        self.a = a

    def area(self):
        return self.a * self.a


def main(n):
    shapes = [Circle(2), Square(3), Circle(5)]
    total = 0
    for i in range(n):
        total += shapes[i % 3].area()
    print(total)


main(int(sys.argv[1]))
