import Storage
import Testing

private final class Counter {
  var ended: [Int] = []
}

private struct Thing: ~Copyable {
  var value: Int
  let counter: Counter

  deinit { counter.ended.append(value) }
}

@Suite struct ShelfTests {
  @Test func `a shelf makes its things in order, changes them in place and ends each once`() {
    let counter = Counter()
    do {
      var shelf = Shelf(count: 3) { Thing(value: $0, counter: counter) }
      shelf[1].value = 10
      let values = [shelf[0].value, shelf[1].value, shelf[2].value]
      #expect(values == [0, 10, 2])
      #expect(counter.ended == [])
    }
    #expect(counter.ended == [0, 10, 2])
  }

  @Test func `a clone of a shelf lives alone`() {
    let counter = Counter()
    var shelf = Shelf(count: 2) { Thing(value: $0, counter: counter) }
    let copy = shelf.clone { Thing(value: $0.value + 100, counter: $0.counter) }
    shelf[0].value = 7
    let values = [shelf[0].value, copy[0].value, copy[1].value]
    #expect(values == [7, 100, 101])
  }

  @Test func `a shelf that grows keeps its things, and ends each once`() {
    let counter = Counter()
    do {
      var shelf = Shelf<Thing>()
      for value in 0..<100 { shelf.append(Thing(value: value, counter: counter)) }
      shelf[42].value = -1
      let copy = shelf.clone { Thing(value: $0.value + 1_000, counter: $0.counter) }
      shelf.append(Thing(value: 100, counter: counter))
      let values = (0..<shelf.count).map { shelf[$0].value }
      #expect(values == (0...100).map { $0 == 42 ? -1 : $0 })
      let (copied, last) = (copy.count, copy[99].value)
      #expect(copied == 100 && last == 1_099)
      #expect(counter.ended == [])
    }
    #expect(counter.ended.count == 201 && Set(counter.ended).count == 201)
  }

  @Test func `an empty shelf is allowed`() {
    let shelf = Shelf(count: 0) { Thing(value: $0, counter: Counter()) }
    let count = shelf.count
    #expect(count == 0)
  }
}
