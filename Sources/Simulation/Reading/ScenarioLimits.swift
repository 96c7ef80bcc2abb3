import Notation

extension Scenario {
  /// How much of what takes memory a scenario may ask for. What is more is refused before memory is taken for it, so that a
  /// scenario somebody sends costs what its reader is willing to pay.
  ///
  /// Bounds that belong to the format (elements of a list, digits, depth) are not among these: nothing raises them.
  public struct Limits: Hashable, Sendable {
    /// What is counted, by the name that `--limit` calls it.
    public enum Resource: String, CaseIterable, Sendable {
      case accounts, participants, numbers, openings, events, bytes
    }

    /// Of resources of which something else than the usual is allowed.
    private var allowed: [Resource: Int] = [:]

    /// What is usually allowed.
    public init() {}

    /// The most of a resource that is allowed; no more than there can be of it.
    public subscript(resource: Resource) -> Int {
      get { allowed[resource] ?? resource.usual }
      set { allowed[resource] = min(newValue, resource.most) }
    }

    /// The same, raised to what is recorded of a run: its scenario has no more accounts than its journal has names of, and
    /// all that it lists stands there too, so that whoever could read the journal can read that.
    ///
    /// How many `numbers` participants keep stands nowhere in it, and stays limited.
    ///
    /// - Parameter accounts: how many names there are.
    public func admitting(recorded accounts: Int) -> Limits {
      var limits = self
      for resource in [Resource.accounts, .participants] { limits[resource] = max(self[resource], accounts) }
      for resource in [Resource.openings, .events, .bytes] { limits[resource] = .max }
      return limits
    }
  }
}

extension Scenario.Limits.Resource {
  /// The most that is allowed unless something else is said.
  public var usual: Int {
    switch self {
    case .accounts, .openings: 2_000_000
    case .participants: 100_000
    case .numbers: 50_000_000
    case .events: 1_000_000
    case .bytes: 64 << 20
    }
  }

  /// The most that there can be, whatever is said: what has a number has one of 31 bits, and who acts one of 24.
  public var most: Int {
    switch self {
    case .accounts, .openings, .events: Int(Int32.max)
    case .participants: 1 << 24
    case .numbers, .bytes: 1 << 50
    }
  }
}

// MARK: - Refusing

extension Scenario.Limits.Resource {
  /// What raises the limit so that there may be so much; what to know where nothing does.
  public func hint(for count: Int) -> String {
    count <= most ? "--limit \(rawValue)=\(count) raises it" : "nothing raises it above \(most)"
  }
}

extension ScenarioBuilder {
  /// Whether there may be so much of a resource; logged where not.
  ///
  /// - Parameter whole: what would have so much, as a sentence begins.
  func allows(
    _ count: Int, _ resource: Scenario.Limits.Resource, _ object: ObjectReader, at key: String,
    in whole: String = "there would be"
  ) -> Bool {
    if count <= limits[resource] { return true }
    object.refuse(
      "\(whole) \(count) \(resource), more than the limit of \(limits[resource])", at: key,
      hint: resource.hint(for: count))
    return false
  }

  /// The elements of a list of as much of a resource; none if they are too many.
  func elements(
    _ key: String, of resource: Scenario.Limits.Resource, _ reader: inout ObjectReader
  ) -> [ValueReader] {
    guard let list = reader.optional(key), let elements = list.elements(count: 0...resource.most) else { return [] }
    if elements.count <= limits[resource] { return elements }
    log.error(
      "\(list.path) has \(elements.count) elements, more than the limit of \(limits[resource])",
      at: list.value.span.opening, hint: resource.hint(for: elements.count))
    return []
  }
}
