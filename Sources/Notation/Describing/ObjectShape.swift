/// Which members an object may have, learnt from the reader that asks for them: see `ValueShape`.
final class ObjectShape {
  struct Property {
    let key: String
    let value: ValueShape
    /// In how many visits it was asked for as one that must be there, and the last of them.
    var requests = 0
    var lastRequest = 0
  }

  let chance: Exploration
  /// In the order in which they were first asked for.
  private(set) var properties: [Property] = []
  /// For each word that its kind may be, the members that only that kind has.
  private(set) var variants: [(word: String, shape: ObjectShape)] = []
  /// Which member says the kind.
  private(set) var kindKey = "kind"
  /// What each member is where the writer chooses the keys.
  private(set) var named: ValueShape?
  private var visits = 0

  init(_ chance: Exploration) { self.chance = chance }

  /// Begins another reading of the object.
  func visit() { visits += 1 }

  /// What was asked of the member `key` so far.
  func value(of key: String, isRequired: Bool = false) -> ValueShape {
    let index: Int
    if let known = properties.firstIndex(where: { $0.key == key }) {
      index = known
    } else {
      index = properties.count
      properties.append(Property(key: key, value: ValueShape(chance)))
      chance.hasLearnt()
    }
    if isRequired, properties[index].lastRequest != visits {
      properties[index].requests += 1
      properties[index].lastRequest = visits
    }
    if isRequired { properties[index].value.isRequired = true }
    return properties[index].value
  }

  /// The members that only this kind has.
  func variant(_ word: String, of key: String) -> ObjectShape {
    kindKey = key
    if let known = variants.first(where: { $0.word == word }) { return known.shape }
    let shape = ObjectShape(chance)
    variants.append((word, shape))
    chance.hasLearnt()
    return shape
  }

  func namedValue() -> ValueShape {
    let value = named ?? ValueShape(chance)
    named = value
    return value
  }

  /// Whether it was asked for as one that must be there in every reading.
  func isRequired(_ property: Property) -> Bool { visits > 0 && property.requests == visits }
}
