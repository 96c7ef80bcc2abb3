import Analysis
import MarketTypes
import Notation

/// What `manifest.json` says of a run directory: enough to make it again, and to notice a file that is missing, cut short
/// or changed. Nothing of the moment or the machine: the same command gives the same bytes.
public struct Manifest: Sendable {
  /// The scenario as it was resolved, every default filled in.
  public var scenario: String
  public var seed: UInt64
  /// The version of the program that ran it.
  public var engine: String
  /// The version of each format a file of the directory is in, the journal's for one.
  public var formats: [Format]
  /// Of the commands and events, as hexadecimal digits.
  public var digest: String
  public var counts: RunCounts
  /// One for each recording that played beside the participants.
  public var overlays: [OverlayDivergence]
  /// Every file but this one.
  public var files: [File]

  public struct Format: Hashable, Sendable {
    public var name: String
    public var version: Int

    public init(_ name: String, version: Int) {
      self.name = name
      self.version = version
    }
  }

  public struct File: Hashable, Sendable {
    public var name: String
    public var byteCount: Int
    /// Hexadecimal digits.
    public var sha256: String

    public init(name: String, byteCount: Int, sha256: String) {
      self.name = name
      self.byteCount = byteCount
      self.sha256 = sha256
    }
  }

  public init(
    scenario: String, seed: UInt64, engine: String, formats: [Format], digest: String, counts: RunCounts,
    overlays: [OverlayDivergence] = [], files: [File]
  ) {
    self.scenario = scenario
    self.seed = seed
    self.engine = engine
    self.formats = formats
    self.digest = digest
    self.counts = counts
    self.overlays = overlays
    self.files = files
  }

  /// One object, an element a line, with a line feed at the end.
  public var json: [UInt8] {
    var writer = JSONWriter(.pretty)
    writer.object { manifest in
      manifest.member("engine", engine)
      manifest.key("formats")
      manifest.object { writer in
        for format in formats { writer.member(format.name, format.version) }
      }
      manifest.member("seed", seed)
      manifest.member("digest", digest)
      manifest.key("counts")
      manifest.object(write(counts:))
      if !overlays.isEmpty {
        manifest.key("recordings")
        manifest.array { writer in
          for overlay in overlays { writer.object { write(overlay, to: &$0) } }
        }
      }
      manifest.key("files")
      manifest.array { writer in
        for file in files { writer.object { write(file, to: &$0) } }
      }
      manifest.member("scenario", scenario)
    }
    writer.endLine()
    return writer.bytes
  }

  private func write(counts writer: inout JSONWriter) {
    writer.member("commands", counts.commands)
    writer.member("events", counts.events)
    writer.member("accounts", counts.accounts)
    writer.member("fills", counts.fills)
    writer.member("refusals", counts.refusals)
    writer.key("eventsByKind")
    writer.object { kinds in
      for kind in EventKind.allCases where counts[kind] > 0 { kinds.member("\(kind)", counts[kind]) }
    }
  }

  private func write(_ overlay: OverlayDivergence, to writer: inout JSONWriter) {
    writer.member("messages", overlay.name)
    writer.member("executions", overlay.executions)
    writer.member("lotsRecorded", overlay.lotsRecorded)
    writer.member("lotsFilled", overlay.lotsFilled)
    writer.member("lotsFilledAsRecorded", overlay.lotsFilledAsRecorded)
    writer.member("lotsMetOnEntry", overlay.lotsMetOnEntry)
    writer.member("goneReferences", overlay.goneReferences)
    writer.member("otherRefusals", overlay.otherRefusals)
  }

  private func write(_ file: File, to writer: inout JSONWriter) {
    writer.member("name", file.name)
    writer.member("bytes", file.byteCount)
    writer.member("sha256", file.sha256)
  }
}
