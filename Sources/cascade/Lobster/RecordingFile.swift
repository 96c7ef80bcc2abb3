import Files
import Notation

/// A recorded file, whole. A day of the busiest stock is below 1 GB.
func readRecording(_ path: String, _ limits: Limits) throws(Failure) -> SourceText {
  let name = path == "-" ? "standard input" : path
  do throws(FileError) {
    return SourceText(name: name, bytes: try readFile(path, limit: limits.bytes(usual: 4 << 30)))
  } catch {
    throw Failure(error.exitStatus, error.description, hint: error.hint ?? place(of: path))
  }
}

/// Where a file is that is not where it was named: scenarios name recordings relative to CASCADE_DATA, command lines do not.
private func place(of path: String) -> String? {
  guard (try? FileSystem.kind(of: path)) == .some(nil), let root = environment("CASCADE_DATA"), !root.isEmpty else {
    return nil
  }
  let there = Path.join(root, path)
  guard !path.hasPrefix("/"), (try? FileSystem.kind(of: there)) == .regular else { return nil }
  return "it is in the folder that CASCADE_DATA names: \(printable(there)); a command line says the whole path"
}
