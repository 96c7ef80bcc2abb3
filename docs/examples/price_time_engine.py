#!/usr/bin/env python3
"""A matching engine that speaks the protocol of docs/engine.md: price-time priority, nothing about money.

Limit and market orders, good till cancelled, immediate or cancel, fill or kill, post-only; cancel, reduce, amend; the shown
book. What it does not have it says: such an answer is closed by a line of the kind "unsupported".

    cascade conform --engine 'python3 docs/examples/price_time_engine.py' fixtures/matching

With --bug ROTATES an order that was filled in part goes to the back of its queue, with --bug LIFO the youngest order of a
price is met first, and with --bug FORGETS what is left of a market order is not said to be cancelled: what a conformance run must find.
"""

import argparse
import json
import sys

KINDS = ["accountOpened", "accepted", "rested", "filled", "cancelled", "amended", "refused"]
HARMLESS = {"kind", "name", "tickValue", "initialMargin", "maintenance", "makerFee", "takerFee", "maximumPrice", "maximumPosition"}
ORDER = {"kind", "time", "seen", "command", "account", "instrument", "side", "quantity", "price", "client", "timeInForce", "terms"}


class Unsupported(Exception):
    pass


class Order:
    def __init__(self, number, client, account, side, price, quantity):
        self.number, self.client, self.account = number, client, account
        self.side, self.price, self.quantity, self.filled = side, price, quantity, 0

    def event(self, kind, **more):
        fields = {"kind": kind, "account": self.account, "side": self.side, "price": self.price, "quantity": self.quantity,
                  "order": self.number, **more}
        return {key: value for key, value in fields.items() if value is not None}


class Engine:
    def __init__(self, bug):
        self.bug = bug
        self.accounts = set()
        self.books = {}  # instrument: {side: {price: [orders, oldest first]}}
        self.orders = {}  # number: (order, instrument)
        self.count = 0
        self.time = 0

    # Requests: each returns its events

    def instrument(self, request):
        if set(request) - HARMLESS:
            raise Unsupported("instrument " + ", ".join(sorted(set(request) - HARMLESS)))
        if min(request.get("maximumPosition", 10**9), request.get("maximumPrice", 10**9)) < 10**6:
            raise Unsupported("limits of price and position")
        self.books[request["name"]] = {"buy": {}, "sell": {}}
        return []

    def openAccount(self, request):
        if request.get("accountKind", "cross") != "exempt" or "group" in request or "owner" in request:
            raise Unsupported("accounts with margin, owners or groups")
        self.accounts.add(request["account"])
        return [{"kind": "accountOpened", "account": request["account"]}]

    def submit(self, request):
        if set(request) - ORDER:
            raise Unsupported("orders with " + ", ".join(sorted(set(request) - ORDER)))
        terms = set(request.get("terms", "").split())
        if terms - {"postOnly"}:
            raise Unsupported("orders that are " + ", ".join(sorted(terms - {"postOnly"})))
        life = request.get("timeInForce", "goodTilCancelled" if "price" in request else "immediateOrCancel")
        if life not in ("goodTilCancelled", "immediateOrCancel", "fillOrKill"):
            raise Unsupported("orders that are " + life)
        instrument = self.named(request)
        client, account, price = request.get("client"), request["account"], request.get("price")
        order = Order(self.count + 1, client, account, request["side"], price, request["quantity"])
        reason = self.refusal(order, instrument, terms, life)
        if reason:
            return [{"kind": "refused", "account": account, "instrument": instrument, "reason": reason}]
        self.count += 1
        events = [order.event("accepted", instrument=instrument, client=client, timeInForce=life, terms=" ".join(terms) or None)]
        events += self.match(order, instrument)
        if order.quantity and life == "goodTilCancelled":
            events += self.rest(order, instrument)
        elif order.quantity and not (self.bug == "FORGETS" and price is None):
            events.append(order.event("cancelled", instrument=instrument, price=None, reason="notFilledAtOnce"))
        return events

    def cancel(self, request):
        order, instrument = self.find(request)
        if not order:
            return [{"kind": "refused", "account": request["account"], "reason": "unknownOrder"}]
        self.remove(order, instrument)
        return [order.event("cancelled", instrument=instrument, price=None, reason="requested")]

    def reduce(self, request):
        order, instrument = self.find(request)
        if not order or request["quantity"] <= 0:
            return [{"kind": "refused", "account": request["account"], "reason": "unknownOrder" if not order else "quantityIsZero"}]
        if request["quantity"] >= order.quantity:
            return self.cancel(request)
        order.quantity -= request["quantity"]
        return [order.event("amended", instrument=instrument, keptPriority=True)]

    def amend(self, request):
        if "trigger" in request:
            raise Unsupported("triggers")
        order, instrument = self.find(request)
        if not order:
            return [{"kind": "refused", "account": request["account"], "reason": "unknownOrder"}]
        left = request.get("quantity", order.quantity + order.filled) - order.filled
        price = request.get("price", order.price)
        if left <= 0 or price <= 0:
            raise Unsupported("amends to nothing")
        if price == order.price and left < order.quantity:
            order.quantity = left
            return [order.event("amended", instrument=instrument, keptPriority=True)]
        if price == order.price and left == order.quantity:
            raise Unsupported("amends of nothing")
        self.remove(order, instrument)
        order.price, order.quantity = price, left
        events = [order.event("amended", instrument=instrument, keptPriority=False)] + self.match(order, instrument)
        return events + (self.rest(order, instrument) if order.quantity else [])

    def clock(self, request):
        return []

    def dump(self, request):
        if request.get("books") != "L2" or "limit" in request or "accounts" in request:
            raise Unsupported("dumps other than L2")
        sides = {}
        for name, side in (("bids", "buy"), ("asks", "sell")):
            levels = sorted(self.books[self.named(request)][side].items(), reverse=side == "buy")
            sides[name] = [{"price": price, "quantity": sum(order.quantity for order in queue)} for price, queue in levels]
        return [{"kind": "book", **sides}]

    # The book

    def named(self, request):
        name = request.get("instrument", next(iter(self.books)) if len(self.books) == 1 else None)
        if name not in self.books:
            raise Unsupported("instruments that there are not")
        return name

    def refusal(self, order, instrument, terms, life):
        if order.account not in self.accounts:
            return "unknownAccount"
        if order.quantity <= 0:
            return "quantityIsZero"
        if order.quantity > 10**6 or order.price is not None and not 0 < order.price <= 10**6:
            raise Unsupported("limits of price and position")
        if order.client and any(other.client == order.client and other.account == order.account for other, _ in self.orders.values()):
            return "duplicateClientOrderID"
        if order.price is None and (life == "goodTilCancelled" or terms):
            return "marketOrderCannotRest"
        if terms and life != "goodTilCancelled":
            return "postOnlyContradiction"
        opposite = self.books[instrument][self.other(order.side)]
        at_hand = sum(maker.quantity for price in self.crossing(order, instrument) for maker in opposite[price])
        if order.price is None and not at_hand:
            return "noLiquidity"
        if terms and at_hand:
            return "postOnlyWouldTake"
        if life == "fillOrKill" and at_hand < order.quantity:
            return "fillOrKillNotFillable"
        return None

    @staticmethod
    def other(side):
        return "sell" if side == "buy" else "buy"

    def crossing(self, order, instrument):
        """The prices that the order may trade at, best first."""
        prices = sorted(self.books[instrument][self.other(order.side)], reverse=order.side == "sell")
        if order.price is None:
            return prices
        return [price for price in prices if (price <= order.price if order.side == "buy" else price >= order.price)]

    def match(self, order, instrument):
        events = []
        for price in self.crossing(order, instrument):
            queue = self.books[instrument][self.other(order.side)][price]
            while queue and order.quantity:
                maker = queue[-1 if self.bug == "LIFO" else 0]
                quantity = min(order.quantity, maker.quantity)
                for one in (order, maker):
                    one.quantity -= quantity
                    one.filled += quantity
                events.append(order.event("filled", instrument=instrument, price=price, quantity=quantity,
                                          counterparty=maker.account, counterpartyOrder=maker.number))
                if not maker.quantity:
                    self.remove(maker, instrument)
                elif self.bug == "ROTATES":
                    queue.append(queue.pop(0))
        return events

    def rest(self, order, instrument):
        self.books[instrument][order.side].setdefault(order.price, []).append(order)
        self.orders[order.number] = (order, instrument)
        return [order.event("rested", instrument=instrument)]

    def find(self, request):
        for order, instrument in self.orders.values():
            named = order.number == request["order"] if "order" in request else order.client == request["client"]
            if named and order.account == request["account"] and instrument == self.named(request):
                return order, instrument
        return None, None

    def remove(self, order, instrument):
        side = self.books[instrument][order.side]
        side[order.price].remove(order)
        if not side[order.price]:
            del side[order.price]
        self.orders.pop(order.number, None)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--bug", choices=["ROTATES", "LIFO", "FORGETS"])
    engine = Engine(arguments.parse_args().bug)
    handlers = [engine.instrument, engine.openAccount, engine.submit, engine.cancel, engine.reduce, engine.amend, engine.clock, engine.dump]
    answers = {handler.__name__: handler for handler in handlers}

    def say(**line):
        print(json.dumps(line, separators=(",", ":")))

    say(kind="hello", protocol="cascade.engine", version=1, program="price-time", events=KINDS)
    sys.stdout.flush()
    for number, line in enumerate(sys.stdin, 1):
        request = json.loads(line)
        try:
            if request["kind"] not in answers:
                raise Unsupported(request["kind"])
            if request.get("time", engine.time) < engine.time:
                events = [{"kind": "refused", "reason": "timeGoesBack"}]
            else:
                engine.time = request.get("time", engine.time)
                events = answers[request["kind"]](request)
            for event in events:
                say(**event)
            say(kind="done", line=number)
        except Unsupported as what:
            say(kind="unsupported", line=number, message=str(what))
        sys.stdout.flush()


main()
