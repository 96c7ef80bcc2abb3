import Storage

/// One mark that changes.
struct WatchMark: BitwiseCopyable {
  var instrument: UInt16
  var ticks: Int32
}

/// The marks of a case, one instrument after the other.
///
/// Each stands x millionths off the price it began at, rounded toward that price.
struct WatchPath: ~Copyable {
  private(set) var marks = Pool<WatchMark>()
  private let instruments: Int

  /// x is a walk of up to 300 millionths a step, turned back at 11,000.
  static func quiet(_ count: Int, instruments: Int) -> WatchPath {
    var path = WatchPath(instruments: instruments)
    var chance = SplitMix64(seed: 43)
    var offsets = SIMD8<Int64>()
    for index in 0..<count {
      let instrument = index % instruments
      let next = offsets[instrument] + Int64(chance.below(601) - 300)
      offsets[instrument] = next > 11_000 ? 22_000 - next : next < -11_000 ? -22_000 - next : next
      path.append(instrument, millionths: offsets[instrument])
    }
    return path
  }

  /// x falls evenly to −`fall`, with noise of up to 200 millionths that does not add up.
  static func trend(_ count: Int, to fall: Int64, instruments: Int) -> WatchPath {
    var path = WatchPath(instruments: instruments)
    var chance = SplitMix64(seed: 43)
    for index in 0..<count {
      let noise = Int64(chance.below(401) - 200)
      path.append(index % instruments, millionths: -fall * Int64(index + 1) / Int64(count) + noise)
    }
    return path
  }

  /// x jumps to half of −`fall`, then goes on in 64 even steps.
  static func crash(to fall: Int64, instruments: Int) -> WatchPath {
    var path = WatchPath(instruments: instruments)
    for step in 64...128 {
      for instrument in 0..<instruments { path.append(instrument, millionths: -fall * Int64(step) / 128) }
    }
    return path
  }

  private init(instruments: Int) { self.instruments = instruments }

  private mutating func append(_ instrument: Int, millionths: Int64) {
    let start = WatchPopulation.price(of: instrument)
    marks.append(WatchMark(instrument: UInt16(instrument), ticks: Int32(start + start * millionths / 1_000_000)))
  }

  /// The marks before the first one of the path.
  static func start(instruments: Int) -> SIMD8<Int64> { fallen(by: 0, instruments: instruments) }

  /// All marks `millionths` lower than they began.
  static func fallen(by millionths: Int64, instruments: Int) -> SIMD8<Int64> {
    var marks = SIMD8<Int64>()
    for instrument in 0..<instruments {
      let start = WatchPopulation.price(of: instrument)
      marks[instrument] = start - start * millionths / 1_000_000
    }
    return marks
  }
}
