#!/usr/bin/env python3
"""Workload W of docs/performance.md as requests for an engine, a line of JSON each (docs/engine.md).

    python3 docs/examples/workload_w.py --resting 10000 --operations 20000 | cascade engine --open-accounts

First --resting orders that fill the book, then the operations that are timed. A modify is two lines, cancel and submit. On
standard error stand the counts, the final touch and the digest of the reports that a right engine makes: those that
`bench matching` prints for W10k (10,000 resting), W50k, W100k and W1M with the same number of operations.
"""

import argparse
import bisect
import heapq
import json
import sys

WORD = 2**64 - 1
RESTED, FILLED, CANCELLED, REPLACED = 1, 2, 3, 4
BUY, SELL = 0, 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & WORD
        word = self.state
        word = ((word ^ word >> 30) * 0xBF58476D1CE4E5B9) & WORD
        word = ((word ^ word >> 27) * 0x94D049BB133111EB) & WORD
        return word ^ word >> 31

    def below(self, bound):
        return self.next() * bound >> 64

    def unit(self):
        return (self.next() >> 11) * 2.0**-53


class Digest:
    """Of reports of eight words: kind, order, maker, price, lots, what is left of the maker, side, nothing."""

    def __init__(self):
        self.value = 0
        self.fills = 0

    @staticmethod
    def folded(first, second, key):
        product = (first ^ key) * (second ^ (key << 32 & WORD | key >> 32))
        return product >> 64 ^ product & WORD

    def receive(self, kind, order, price, lots, side, maker=0, left=0):
        one = self.folded(kind, order, 0x9E3779B97F4A7C15) ^ self.folded(maker, price, 0xC2B2AE3D27D4EB4F)
        two = self.folded(lots, left, 0x165667B19E3779F9) ^ self.folded(side, 0, 0x27D4EB2F165667C5)
        self.value = (self.value + one) * 0xFF51AFD7ED558CCD & WORD
        self.value = (self.value ^ self.value >> 32) + two & WORD
        self.fills += kind == FILLED


class Workload:
    def __init__(self, resting, say):
        self.target, self.say = resting, say
        self.chance, self.digest, self.middle = SplitMix64(42), Digest(), 33_504
        self.levels = {BUY: {}, SELL: {}}  # price: {number: None}, oldest first
        self.prices = {BUY: [], SELL: []}  # heaps, with prices that are no more
        self.orders = {}  # number: [side, price, lots]
        self.live, self.place, self.count = [], {}, 0
        self.counts = dict.fromkeys(["adds", "cancels", "modifies", "marketable"], 0)
        total, self.shares = 0.0, []
        for distance in range(1, 501):
            total += 1 / (distance * distance**0.5)
            self.shares.append(total)
        self.shares = [share / total for share in self.shares]
        for _ in range(resting):
            self.add()

    def step(self):
        if self.chance.unit() < 0.001:
            self.middle += 1 if self.chance.below(2) == 1 else -1
        draw = self.chance.unit()
        if draw >= 0.95:
            kind = "marketable"
        elif draw >= 0.90:
            kind = "modifies"
        else:
            share = 0.5555 + 2 * (self.target - len(self.live)) / self.target
            kind = "adds" if self.chance.unit() < share else "cancels"
        self.counts[kind] += 1
        {"adds": self.add, "cancels": self.cancel, "modifies": self.modify, "marketable": self.take}[kind]()

    def add(self):
        side, lots = self.chance.below(2), 1 + self.chance.below(100)
        distance = 1 + bisect.bisect_right(self.shares, self.chance.unit())
        price = self.resting(side, self.middle - distance if side == BUY else self.middle + distance)
        self.count += 1
        self.enter(self.count, side, price, lots)
        self.digest.receive(RESTED, self.count, price, lots, side)

    def cancel(self):
        number = self.drawn()
        side, price, lots = self.orders[number]
        self.leave(number)
        self.say(kind="cancel", account="w", client=str(number))
        self.digest.receive(CANCELLED, number, price, lots, side)

    def modify(self):
        number = self.drawn()
        side, price, lots = self.orders[number]
        distance = 1 + self.chance.below(3)
        price = self.resting(side, price + distance if self.chance.below(2) == 0 else price - distance)
        self.leave(number)
        self.say(kind="cancel", account="w", client=str(number))
        self.enter(number, side, price, lots + 1)
        self.digest.receive(REPLACED, number, price, lots + 1, side)

    def take(self):
        side, draw = self.chance.below(2), self.chance.unit()
        makers = 1 + sum(draw >= bound for bound in (0.45, 0.72, 0.87, 0.95))
        self.count += 1
        total = limit = 0
        for place in range(makers):
            best = self.best(1 - side)
            if best is None:
                break
            maker = next(iter(self.levels[1 - side][best]))
            lots = self.orders[maker][2]
            taken = lots if place < makers - 1 else 1 + self.chance.below(lots)
            if taken == lots:
                self.leave(maker)
            else:
                self.orders[maker][2] -= taken
            total, limit = total + taken, best
            self.digest.receive(FILLED, self.count, best, taken, side, maker, lots - taken)
        life = "immediateOrCancel" if self.chance.below(2) == 0 else "goodTilCancelled"
        self.submit(self.count, side, limit, total, timeInForce=life)

    # The book

    def enter(self, number, side, price, lots):
        if price not in self.levels[side]:
            self.levels[side][price] = {}
            heapq.heappush(self.prices[side], -price if side == BUY else price)
        self.levels[side][price][number] = None
        self.orders[number] = [side, price, lots]
        self.place[number] = len(self.live)
        self.live.append(number)
        self.submit(number, side, price, lots)

    def leave(self, number):
        side, price, _ = self.orders.pop(number)
        del self.levels[side][price][number]
        if not self.levels[side][price]:
            del self.levels[side][price]
        place, last = self.place.pop(number), self.live.pop()
        if last != number:
            self.live[place], self.place[last] = last, place

    def best(self, side):
        heap, sign = self.prices[side], -1 if side == BUY else 1
        while heap and sign * heap[0] not in self.levels[side]:
            heapq.heappop(heap)
        return sign * heap[0] if heap else None

    def resting(self, side, price):
        """The price, or the nearest that does not reach the other side."""
        other = self.best(1 - side)
        if other is None:
            return price
        return min(price, other - 1) if side == BUY else max(price, other + 1)

    def drawn(self):
        return self.live[self.chance.below(len(self.live))]

    def submit(self, number, side, price, lots, **more):
        self.say(kind="submit", account="w", side=("buy", "sell")[side], quantity=lots, price=price, client=str(number), **more)


def main():
    arguments = argparse.ArgumentParser(description="Workload W as requests for an engine.")
    arguments.add_argument("--resting", type=int, default=10_000, help="orders that fill the book first; 10000 unless said")
    arguments.add_argument("--operations", type=int, default=20_000, help="operations after them; 20000 unless said")
    chosen = arguments.parse_args()

    def say(**line):
        sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")

    say(kind="instrument", name="W")
    workload = Workload(chosen.resting, say)
    for _ in range(chosen.operations):
        workload.step()
    counts = ", ".join(f"{count} {kind}" for kind, count in workload.counts.items())
    print(f"commands  {counts}, {workload.digest.fills} fills", file=sys.stderr)
    print(f"touch     {workload.best(BUY)}/{workload.best(SELL)}", file=sys.stderr)
    print(f"digest    {workload.digest.value:016x}", file=sys.stderr)


main()
