/// `value` with exactly `decimals` digits after the point, rounded half away from zero. Uses the
/// shortest notation when that would take more than 18 digits.
public func fixed(_ value: Double, _ decimals: Int) -> String {
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (value.magnitude * scale).rounded()
  guard scaled < 0x1p63 else { return "\(value)" }
  var digits = String(UInt64(scaled))
  if decimals > 0 {
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
  }
  return (value < 0 && scaled > 0 ? "-" : "") + digits
}
