import Files
import Notation

/// A recorded file, whole.
func readRecording(_ path: String) throws(FileError) -> SourceText {
  let name = path == "-" ? "standard input" : path
  return SourceText(name: name, bytes: try readFile(path, limit: recordingSizeLimit))
}

/// A day of the busiest stock is below 1 GB.
private let recordingSizeLimit = 4 << 30
