/// What a generated workload consists of, to compare with what others published of theirs.
struct WorkloadCounts {
  var adds = 0
  var cancels = 0
  var modifies = 0
  var marketables = 0
  var fills = 0
  /// Occupied prices of both sides, summed over the operations.
  var levelSum = 0

  /// Live orders, summed over the operations.
  var liveSum = 0

  var operations: Int { adds + cancels + modifies + marketables }
  var averageLevels: Int { operations == 0 ? 0 : (levelSum + operations / 2) / operations }
  var averageLive: Int { operations == 0 ? 0 : (liveSum + operations / 2) / operations }
}
