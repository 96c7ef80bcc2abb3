import Foundation

/// Whether two numbers agree to within `tolerance`; not if either is missing or no number.
func near(_ left: Double?, _ right: Double, within tolerance: Double) -> Bool {
  guard let left else { return false }
  return abs(left - right) <= tolerance
}

/// What CASCADE_PATHS asks for: how many paths a test with random draws takes, `usual` otherwise.
func pathCount(usual: Int) -> Int { ProcessInfo.processInfo.environment["CASCADE_PATHS"].flatMap { Int($0) } ?? usual }
