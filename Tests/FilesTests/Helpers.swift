import Files
import Foundation

/// What `work` throws.
func error(of work: () throws(FileError) -> Void) -> FileError? {
  do {
    try work()
    return nil
  } catch {
    return error
  }
}

/// For a process of its own: leaves as the program would after the error that `work` throws, or goes on.
func leaveWithStatus(of work: () throws(FileError) -> Void) {
  if let failure = error(of: work) { exitProcess(with: failure.exitStatus) }
}

func openPipe() -> (reading: Int32, writing: Int32) {
  var ends: [Int32] = [0, 0]
  if pipe(&ends) != 0 { fatalError("no pipe") }
  return (ends[0], ends[1])
}
