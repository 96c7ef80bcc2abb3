public struct IndexRules: Hashable, Sendable { public var fault: String? { nil } }
