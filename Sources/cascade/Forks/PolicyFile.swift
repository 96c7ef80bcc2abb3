import Files
import Notation
import Simulation

/// Where a policy is read from: a file, or a name in the folder of presets.
struct PolicyFile {
  /// As it was asked for.
  let name: String
  let value: JSONValue

  /// - Parameters:
  ///   - name: a path that ends with `.jsonc` or `.json`, or the name of a preset without its ending.
  ///   - folder: of the presets.
  ///   - limits: how large it may be.
  ///   - builtIn: names that mean something where this one was asked for, but are no file.
  init(_ name: String, presets folder: String?, _ limits: Limits, builtIn: [String] = []) throws {
    let isPath = name.hasSuffix(".jsonc") || name.hasSuffix(".json")
    let path = isPath ? name : Path.join(folder ?? Self.folder, name + ".jsonc")
    if !isPath, try FileSystem.kind(of: path) == nil {
      throw try Self.unknown(name, in: folder ?? Self.folder, builtIn)
    }
    self.name = name
    value = try ScenarioFile(path, limits).policy()
  }

  /// As one line of JSON.
  var text: String {
    var writer = JSONWriter()
    writer.value(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static let folder = "fixtures/presets"

  private static func unknown(_ name: String, in folder: String, _ builtIn: [String]) throws -> Failure {
    let isThere = try FileSystem.kind(of: folder) == .directory
    let names = isThere ? try FileSystem.names(in: folder).filter { $0.hasSuffix(".jsonc") } : []
    let presets = names.map { String($0.dropLast(".jsonc".count)) }.sorted()
    let near = didYouMean(name, from: presets + builtIn).map { "did you mean \($0)?" }
    if name == "off" {
      return Failure(.usage, "\"off\" is a policy of cascade tournament", hint: "here say --set liquidation.on=false")
    }
    let known = presets.isEmpty ? "say with --presets where they are" : "it has \(presets.joined(separator: ", "))"
    return Failure(.noInput, "there is no policy \(printable(name)) in \(printable(folder))", hint: near ?? known)
  }
}
