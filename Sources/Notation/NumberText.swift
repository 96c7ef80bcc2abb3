/// A number as a person writes it: a whole one of up to 10^15 without fraction or exponent (`1`, not `1.0`), any other as the
/// fewest digits that mean it.
public func numberText(_ number: Double) -> String {
  if number.magnitude <= 1e15, let whole = Int64(exactly: number) { return "\(whole)" }
  // Swift pads exponents to two digits: 1e-06.
  return number.description.replacing("e-0", with: "e-")
}
