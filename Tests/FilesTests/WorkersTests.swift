import Synchronization
import Testing

@testable import Files

@Suite struct `Work in parallel` {
  private struct Fault: Error, Equatable { var piece: Int }

  @Test(arguments: [1, 2, 5, 64])
  func `what comes of the pieces stands in their order, each done once`(threads: Int) throws {
    let calls = Atomic<Int>(0)
    let squares = try inParallel(200, threads: threads) { piece in
      calls.wrappingAdd(1, ordering: .relaxed)
      return piece * piece
    }
    #expect(squares == (0..<200).map { $0 * $0 })
    #expect(calls.load(ordering: .relaxed) == 200)
  }

  @Test func `nothing to do is done at once`() throws {
    #expect(try inParallel(0, threads: 4) { $0 } == [])
  }

  @Test(arguments: [1, 2, 8])
  func `the error with the lowest number is thrown, and little is begun after it`(threads: Int) {
    let begun = Atomic<Int>(0)
    let error = #expect(throws: Fault.self) {
      try inParallel(100_000, threads: threads) { piece in
        begun.wrappingAdd(1, ordering: .relaxed)
        if piece >= 10 { throw Fault(piece: piece) }
      }
    }
    #expect(error == Fault(piece: 10))
    #expect(begun.load(ordering: .relaxed) < 100_000)
  }

  @Test(arguments: [1, 2, 8])
  func `what was done before the first error is kept, and nothing after it`(threads: Int) {
    let done = piecesInParallel(1_000, threads: threads) { piece in
      if piece == 40 || piece == 43 { throw Fault(piece: piece) }
      return piece
    }
    #expect(done.values == Array(0..<40) && done.failure as? Fault == Fault(piece: 40))
    let whole = piecesInParallel(9, threads: threads) { $0 }
    #expect(whole.values == Array(0..<9) && whole.failure == nil)
  }

  @Test(arguments: [1, 3])
  func `it is told at the end how many pieces came to something`(threads: Int) throws {
    var told = 0
    _ = try inParallel(50, threads: threads) { piece in
      piece
    } progress: {
      told = $0
    }
    #expect(told == 50)
    // One after the other, so that ten are done before the one that fails.
    _ = try? inParallel(100, threads: 1) { piece in
      guard piece < 10 else { throw Fault(piece: piece) }
    } progress: {
      told = $0
    }
    #expect(told == 10)
  }
}
