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
  /// Where the run left the way of another, and with what change; in order of their commands.
  public var forks: [Fork]

  /// One change made at a command boundary of a run.
  public struct Fork: Hashable, Sendable {
    /// The digest of the run that was forked, as hexadecimal digits.
    public var run: String
    /// The number of the first command after the change, from 0, and where its first event stands.
    public var command: Int
    public var event: Int
    /// Simulated time at the boundary, in nanoseconds.
    public var time: Int64
    /// `PATH=VALUE`, in order.
    public var set: [String]
    /// Accounts taken out, by name.
    public var without: [String]
    /// The name of a policy that was laid over the scenario, and its text as one line of JSON.
    public var policy: Policy?

    public struct Policy: Hashable, Sendable {
      public var name: String
      public var text: String

      public init(name: String, text: String) {
        self.name = name
        self.text = text
      }
    }

    public init(
      run: String, command: Int, event: Int, time: Int64, set: [String], without: [String], policy: Policy?
    ) {
      self.run = run
      self.command = command
      self.event = event
      self.time = time
      self.set = set
      self.without = without
      self.policy = policy
    }
  }

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
    overlays: [OverlayDivergence] = [], files: [File], forks: [Fork] = []
  ) {
    self.scenario = scenario
    self.seed = seed
    self.engine = engine
    self.formats = formats
    self.digest = digest
    self.counts = counts
    self.overlays = overlays
    self.files = files
    self.forks = forks
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
      if !forks.isEmpty {
        manifest.key("forks")
        manifest.array { writer in
          for fork in forks { writer.object { write(fork, to: &$0) } }
        }
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
    writer.member("lotsTaken", overlay.lotsTaken)
    writer.member("goneReferences", overlay.goneReferences)
    writer.member("otherRefusals", overlay.otherRefusals)
  }

  private func write(_ file: File, to writer: inout JSONWriter) {
    writer.member("name", file.name)
    writer.member("bytes", file.byteCount)
    writer.member("sha256", file.sha256)
  }

  private func write(_ fork: Fork, to writer: inout JSONWriter) {
    writer.member("run", fork.run)
    writer.member("command", fork.command)
    writer.member("event", fork.event)
    writer.member("time", Int(fork.time))
    writer.key("set")
    writer.array { for assignment in fork.set { $0.string(assignment) } }
    writer.key("without")
    writer.array { for name in fork.without { $0.string(name) } }
    guard let policy = fork.policy else { return }
    writer.key("policy")
    writer.object { writer in
      writer.member("name", policy.name)
      writer.member("text", policy.text)
    }
  }
}
