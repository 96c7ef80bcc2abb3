/// What a value may be, learnt from the questions that a reader asks of it.
///
/// A description comes from the code that reads: the decoder is handed readers that stand for no text, each of which notes what
/// it is asked for and answers with nothing, as for a member that is wrong. What a decoder asks can depend on answers (whether
/// a member is there, whether it is an object, which word it is), so those are drawn, and the decoder is run until
/// nothing new is learnt. The draws are always the same: two descriptions by one decoder are equal.
final class ValueShape {
  /// One of the things that a value may be.
  enum Form: Equatable {
    case integer(ClosedRange<Int64>)
    /// Scaled by 10 to the power of `scale`.
    case decimal(ClosedRange<Int64>, scale: Int)
    case number(ClosedRange<Double>)
    case boolean
    /// Any text of so many Unicode scalars.
    case text(longest: Int)
    /// Text that a regular expression of ECMA 262 describes.
    case pattern(String)
    case words([String])
    case array(count: ClosedRange<Int>)
    case object
  }

  let chance: Exploration
  private(set) var forms: [Form] = []
  /// Of an array.
  private(set) lazy var element = ValueShape(chance)
  /// Of an object.
  private(set) lazy var object = ObjectShape(chance)
  /// What is meant where it is left out, as JSON; `nil` where that is not one value.
  private(set) var absent: String?
  private var isAbsentVaried = false

  /// Whether it was asked for as one that must be there.
  var isRequired = false

  init(_ chance: Exploration) { self.chance = chance }

  /// Notes one more thing that it may be.
  func note(_ form: Form) {
    switch (form, forms.firstIndex { $0.isSameKind(as: form) }) {
    case (_, nil): forms.append(form)
    case (let form, let index?):
      let both = forms[index].union(form)
      if both == forms[index] { return }
      forms[index] = both
    }
    chance.hasLearnt()
  }

  /// One that hangs on another member is none.
  func note(absent: String) {
    if isAbsentVaried || self.absent == absent { return }
    isAbsentVaried = self.absent != nil
    self.absent = isAbsentVaried ? nil : absent
    chance.hasLearnt()
  }
}

extension ValueShape.Form {
  fileprivate func isSameKind(as other: Self) -> Bool {
    switch (self, other) {
    case (.integer, .integer), (.decimal, .decimal), (.number, .number), (.boolean, .boolean), (.text, .text),
      (.words, .words), (.array, .array), (.object, .object):
      true
    case (.pattern(let own), .pattern(let others)): own == others
    default: false
    }
  }

  /// What either takes. Bounds that hang on another member are those of the widest.
  fileprivate func union(_ other: Self) -> Self {
    func hull<Bound>(_ own: ClosedRange<Bound>, _ others: ClosedRange<Bound>) -> ClosedRange<Bound> {
      min(own.lowerBound, others.lowerBound)...max(own.upperBound, others.upperBound)
    }
    switch (self, other) {
    case (.integer(let own), .integer(let others)): return .integer(hull(own, others))
    case (.decimal(let own, let scale), .decimal(let others, _)): return .decimal(hull(own, others), scale: scale)
    case (.number(let own), .number(let others)): return .number(hull(own, others))
    case (.text(let own), .text(let others)): return .text(longest: max(own, others))
    case (.words(let own), .words(let others)): return .words(own + others.filter { !own.contains($0) })
    case (.array(let own), .array(let others)): return .array(count: hull(own, others))
    default: return self
    }
  }
}

/// Draws what a description supposes of a text that is not there, and knows whether anything new was learnt.
final class Exploration {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  private(set) var findings = 0

  func hasLearnt() { findings += 1 }

  /// A number below `count`. Xorshift: what matters is only that siblings do not fall into step.
  func pick(_ count: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int((state >> 11) % UInt64(max(1, count)))
  }
}
