/// Paths as text, `/` between the components.
public enum Path {
  public static func join(_ directory: String, _ name: String) -> String {
    directory.isEmpty || directory.utf8.last == slash ? directory + name : directory + "/" + name
  }

  /// The name at the end: `run1` of `results/run1/`. Empty for the root.
  public static func lastComponent(_ path: String) -> String {
    let path = trimmed(path).utf8
    let start = path.lastIndex(of: slash).map(path.index(after:)) ?? path.startIndex
    return String(decoding: path[start...], as: UTF8.self)
  }

  /// The folder that holds the last component: `results` of `results/run1/`, `.` of `run1`, `/` of `/run1`.
  public static func directory(of path: String) -> String {
    let path = trimmed(path).utf8
    guard let last = path.lastIndex(of: slash) else { return "." }
    if last == path.startIndex { return "/" }
    return trimmed(String(decoding: path[..<last], as: UTF8.self))
  }

  /// Without slashes at the end, the root excepted.
  static func trimmed(_ path: String) -> String {
    var bytes = path.utf8[...]
    while bytes.count > 1 && bytes.last == slash { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The number of what the process has open already under this name: 1 of `/dev/stdout`, 3 of `/dev/fd/3`; `nil` of any other.
  ///
  /// Opened once more by its name, a file would be written from its beginning, or be replaced behind whoever redirected to it.
  static func descriptor(named path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default:
      guard ["/dev/fd", "/proc/self/fd"].contains(directory(of: path)) else { return nil }
      return Int32(lastComponent(path)).flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  /// Whether `path`, which a file names relative to the folder `base`, stays inside of it.
  ///
  /// No if it is empty, absolute, holds `..` or a zero byte, or passes through a symbolic link that leaves.
  /// What does not exist is inside if the nearest folder above it is. This protects against what a file
  /// says, not against somebody who changes links between this question and the opening.
  public static func isInside(_ path: String, base: String) -> Bool {
    if path.isEmpty || path.utf8.first == slash || path.utf8.contains(0) { return false }
    if path.utf8.split(separator: slash).contains(where: { $0.elementsEqual("..".utf8) }) { return false }
    guard let home = FileSystem.resolved(base) else { return false }
    var existing = join(base, path)
    while true {
      if let place = FileSystem.resolved(existing) {
        return place == home || place.utf8.starts(with: join(home, "").utf8)
      }
      // A link to nowhere may lead anywhere once somebody makes its target.
      guard FileSystem.isAbsent(existing) else { return false }
      existing = directory(of: existing)
    }
  }

  /// Whether two paths lead to one file, which need not be there yet; links are followed. `-`, a standard stream, is itself alone.
  public static func areSame(_ one: String, _ other: String) -> Bool { place(of: one) == place(of: other) }

  private static func place(of path: String) -> String {
    if path == "-" { return path }
    if let place = FileSystem.resolved(path) { return place }
    let folder = directory(of: path)
    return join(FileSystem.resolved(folder) ?? folder, lastComponent(path))
  }

  private static let slash = UInt8(ascii: "/")
}
