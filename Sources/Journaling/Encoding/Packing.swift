import MarketTypes

/// How small values share a word. Bit 0 is the lowest.
///
///     header    kind 0–7 · payload words 8–15 · round 16–31 · cause 32–63
///     subject   account 0–31 · instrument 32–47 · flags 48–55 · more flags 56–63
///     pair      first 0–31 · second 32–63
///     word      one number of 64 bits, two's complement
@usableFromInline enum Packing {
  /// - Parameter isRare: whether the record is of the longer of its kind's two lengths.
  @inlinable static func header(_ kind: CommandKind, isRare: Bool) -> UInt64 {
    UInt64(kind.number) | UInt64(kind.payloadWords + (isRare ? kind.rareWords : 0)) << 8
  }

  @inlinable static func header(_ kind: EventKind, of event: Event, isRare: Bool = false) -> UInt64 {
    let words = kind.payloadWords + (isRare ? kind.rareWords : 0)
    return UInt64(kind.number) | UInt64(words) << 8 | UInt64(event.round) << 16 | UInt64(event.cause) << 32
  }

  @inlinable static func word(_ number: Int64) -> UInt64 { UInt64(bitPattern: number) }

  @inlinable static func half(_ number: Int32) -> UInt64 { UInt64(UInt32(bitPattern: number)) }

  @inlinable static func pair(_ first: Int32, _ second: Int32) -> UInt64 { half(first) | half(second) << 32 }

  @inlinable static func subject(
    _ account: AccountID, _ instrument: InstrumentID = InstrumentID(number: 0), flags: UInt8 = 0, more: UInt8 = 0
  ) -> UInt64 {
    half(account.number) | UInt64(instrument.number) << 32 | UInt64(flags) << 48 | UInt64(more) << 56
  }

  @inlinable static func subject(
    _ instrument: InstrumentID = InstrumentID(number: 0), flags: UInt8 = 0, more: UInt8 = 0
  ) -> UInt64 {
    subject(AccountID(number: 0), instrument, flags: flags, more: more)
  }

  /// The subject of something about an asset, which stands where an instrument does else.
  @inlinable static func subject(_ account: AccountID, _ asset: AssetID) -> UInt64 {
    subject(account, InstrumentID(number: asset.number))
  }

  /// Whose price a source tells: bit 0 of the flags is set for an asset, bit 1 if there is a price, bit 2 for an
  /// instrument's other venues; `more` is the source.
  @inlinable static func subject(_ subject: PriceSubject, source: UInt8, hasPrice: Bool) -> UInt64 {
    let flags: UInt8 = hasPrice ? 2 : 0
    return switch subject {
    case .instrument(let instrument): self.subject(instrument, flags: flags, more: source)
    case .otherVenues(let instrument): self.subject(instrument, flags: flags | 4, more: source)
    case .asset(let asset): self.subject(InstrumentID(number: asset.number), flags: flags | 1, more: source)
    }
  }

  /// Side in bit 0, time in force in bits 1–3, whether a limit is given in bit 4.
  @inlinable static func flags(_ side: Side, _ timeInForce: TimeInForce, hasLimit: Bool) -> UInt8 {
    side.rawValue | timeInForce.rawValue << 1 | (hasLimit ? 16 : 0)
  }
}

extension OrderConditions {
  /// Trigger kind in bits 0–7, its source in 8–15, what a peg follows in 16–23, self-trade prevention in 24–31.
  @inlinable var choices: UInt64 {
    UInt64(triggerKind.rawValue) | UInt64(triggerSource.rawValue) << 8 | UInt64(pegReference.rawValue) << 16
      | UInt64(prevention.rawValue) << 24
  }
}

extension AccountOpening {
  @inlinable var subject: UInt64 { Packing.subject(account, instrument, flags: kind.rawValue) }

  /// The group and one more than the owner's number: zero for an account of its own.
  @inlinable var family: UInt64 { Packing.pair(group, ownerNumber &+ 1) }
}

extension LedgerAccount {
  /// The subject word of a ledger account: its kind in the flags, a fund's number where an account's is else, `more` as
  /// told.
  @inlinable func subject(more: UInt8 = 0) -> UInt64 {
    switch self {
    case .collateral(let account): Packing.subject(account, flags: 0, more: more)
    case .costBasis(let account, let instrument): Packing.subject(account, instrument, flags: 1, more: more)
    case .fees: Packing.subject(flags: 2, more: more)
    case .fund(let fund): Packing.subject(AccountID(number: Int32(fund.number)), flags: 3, more: more)
    case .rounding: Packing.subject(flags: 5, more: more)
    case .uncovered: Packing.subject(flags: 6, more: more)
    case .outside: Packing.subject(flags: 7, more: more)
    // 4 was never written.
    case .contribution(let account): Packing.subject(account, flags: 8, more: more)
    }
  }
}
