import sys


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y


class Body:
    def __init__(self):
        self.place = Vector(0, 0)
        self.steps = 0

    def move(self, by):
        self.place = self.place + by
        self.steps += 1


def main(n):
    body = Body()
    by = [Vector(1, 2), Vector(-1, 1), Vector(0, -3)]
    for i in range(n):
        body.move(by[i % 3])
    print(body.place.norm, body.steps)


main(int(sys.argv[1]))
