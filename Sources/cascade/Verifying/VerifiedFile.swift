import Files
import Notation

/// A file that says what it expects to come of itself.
struct VerifiedFile: Sendable {
  enum Kind: Sendable {
    /// A story of one venue, which must replay to itself.
    case transcript
    /// A scenario; its `expect` block says what a run must come to.
    case scenario
    /// A scenario that must be refused in the words of the file beside it.
    case malformed(expected: String)
    /// A part of a scenario that others are laid over: a file in a folder named presets.
    case policy
  }

  let path: String
  let kind: Kind

  /// All that there is at `path`: itself, or what is in the folder and the folders below, by name.
  static func all(at path: String) throws -> [VerifiedFile] {
    switch try FileSystem.kind(of: path) {
    case nil: throw Failure(.noInput, "cannot open \(path): there is no such file or folder")
    case .directory: return try inFolder(path, depth: 0)
    default: break
    }
    if let file = try VerifiedFile(path) { return [file] }
    throw Failure(.usage, "\(path) is neither a transcript (.txt) nor a scenario (.jsonc, .json)")
  }

  /// What to do if a scenario is refused and is meant to be: in a folder of such files one of them lacks its words.
  var hintOfWords: String {
    guard case .scenario = kind, let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    let others = (try? FileSystem.names(in: Path.directory(of: path))) ?? []
    guard others.contains(where: { $0.hasSuffix(".expected") }) else { return "" }
    let name = Path.lastComponent(String(path[..<dot])) + ".expected"
    return "; if it is meant to be, put the words of the refusal into \(printable(name)) beside it"
  }

  /// `nil` for a file of another kind.
  private init?(_ path: String) throws(FileError) {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    self.path = path
    switch path[dot...] {
    case ".txt": kind = .transcript
    case ".jsonc", ".json":
      if Path.lastComponent(Path.directory(of: path)) == "presets" {
        kind = .policy
        return
      }
      let expected = path[..<dot] + ".expected"
      kind = try FileSystem.kind(of: String(expected)) == nil ? .scenario : .malformed(expected: String(expected))
    default: return nil
    }
  }

  /// Names that begin with a dot are nobody's business, and links may lead in circles: so there is a bound.
  private static func inFolder(_ path: String, depth: Int) throws -> [VerifiedFile] {
    if depth > 32 { throw Failure(.badInput, "\(path): folders within folders, more than 32 deep") }
    let names = try FileSystem.names(in: path)
    // What a run wrote is no fixture.
    if names.contains(RunDirectory.manifestName), names.contains(JournalFile.name) { return [] }
    var files: [VerifiedFile] = []
    for name in names where !name.hasPrefix(".") {
      let inner = Path.join(path, name)
      switch try FileSystem.kind(of: inner) {
      case .directory: files += try inFolder(inner, depth: depth + 1)
      case .regular: if let file = try VerifiedFile(inner) { files.append(file) }
      default: break
      }
    }
    return files
  }
}

/// What came of a file that says what it expects.
enum Verdict {
  case passed
  /// It only had to be carried out: it says nothing of what should come of it.
  case nothingExpected
  /// What differs, in lines that all end with a line feed.
  case failed(String)
  /// What differed, and that the file now says so.
  case rewritten(String)
  /// It cannot be said here, and why.
  case skipped(String)
}
