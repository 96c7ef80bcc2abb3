import Foundation

/// Recorded files the checks run on, unpacked. They are not in the repository: see `docs/market-data.md`.
enum RecordedData {
  /// Folders `lobster` with plain CSV and, where it is there too, `crypto` with plain logs; `nil` where there is none.
  static let folder: TemporaryFolder? = {
    guard let source else { return nil }
    let folder = TemporaryFolder()
    let script = """
      import gzip, os, shutil, sys, zipfile
      source, target = sys.argv[1:]
      os.makedirs(target, exist_ok=True)
      for name in os.listdir(source):
          path = os.path.join(source, name)
          if name.endswith(".gz"):
              with gzip.open(path) as packed, open(os.path.join(target, name[:-3]), "wb") as plain:
                  shutil.copyfileobj(packed, plain)
          elif name.endswith(".zip"):
              zipfile.ZipFile(path).extractall(target)
          elif name.endswith(".csv"):
              shutil.copy(path, target)
      crypto = os.path.join(source, "..", "crypto")
      logs = os.path.join(target, "..", "crypto")
      os.makedirs(logs, exist_ok=True)
      for name in os.listdir(crypto) if os.path.isdir(crypto) else []:
          if name.startswith("binance_") and name.endswith(".gz"):
              with gzip.open(os.path.join(crypto, name)) as packed, open(os.path.join(logs, name[:-3] + ".log"), "wb") as plain:
                  shutil.copyfileobj(packed, plain)
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, source.filePath, folder("lobster")]
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? folder : nil
  }()

  static let isAvailable = folder != nil
  static let absence = "no recorded data (set CASCADE_DATA), or no python3 to unpack it"

  /// `$CASCADE_DATA`, or `../shared/data` beside the package.
  private static let source: URL? = {
    let places = [
      ProcessInfo.processInfo.environment["CASCADE_DATA"].map { URL(filePath: $0) },
      Repository.root.appending(path: "../shared/data").standardizedFileURL,
    ]
    return places.compactMap { $0?.appending(path: "lobster") }
      .first { FileManager.default.fileExists(atPath: $0.filePath) }
  }()
}
