/// Workload W in one of its sizes: how many orders rest while it runs.
struct Workload: Sendable {
  let name: String
  let liveOrders: Int

  static let all = [
    Workload(name: "W10k", liveOrders: 10_000),
    Workload(name: "W50k", liveOrders: 50_000),
    Workload(name: "W100k", liveOrders: 100_000),
    Workload(name: "W1M", liveOrders: 1_000_000),
  ]
}
