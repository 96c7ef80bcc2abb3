import Foundation
import Testing

@testable import Files

struct FileErrorTests {
  @Test(arguments: [
    (FileError.Operation.open, ENOENT, Files.ExitStatus.noInput), (.open, EACCES, .noInput), (.open, EIO, .inputOutput),
    (.list, ENOTDIR, .noInput), (.read, EIO, .inputOutput), (.create, EACCES, .cannotCreate),
    (.create, EROFS, .cannotCreate), (.create, ENOSPC, .inputOutput), (.rename, EXDEV, .cannotCreate),
    (.write, ENOSPC, .inputOutput), (.write, EPIPE, .closedPipe), (.write, EBADF, .inputOutput),
    (.synchronize, EIO, .inputOutput), (.close, EDQUOT, .inputOutput),
  ])
  func `an operation and what the system says make the exit status`(
    operation: FileError.Operation, code: Int32, status: Files.ExitStatus
  ) {
    #expect(FileError(operation, "x", .system(code)).exitStatus == status)
  }

  @Test
  func `the statuses are those of the manual`() {
    let statuses: [Files.ExitStatus] = [
      .success, .failedExpectation, .usage, .badInput, .noInput, .ourFault, .cannotCreate, .inputOutput,
      .interrupted, .closedPipe, .terminated,
    ]
    #expect(statuses.map(\.rawValue) == [0, 1, 64, 65, 66, 70, 73, 74, 130, 141, 143])
  }

  @Test
  func `the process leaves with the status it is given`() async {
    await #expect(processExitsWith: .exitCode(65)) { exitProcess(with: .badInput) }
  }
}
