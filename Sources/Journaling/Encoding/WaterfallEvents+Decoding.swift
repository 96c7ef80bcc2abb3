import MarketTypes

extension Takeover {
  init(from fields: inout RecordFields) {
    let account = fields.subject().account
    self.init(
      account: account, backstop: fields.account(), equity: fields.money(), notional: fields.money())
  }
}

extension TakeoverDeclined {
  init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let reason: Reason = try fields.choice(.takeoverReason, subject.flags)
    self.init(account: subject.account, reason)
  }
}

extension Deleveraging {
  init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags)
    let (counterparty, price) = (fields.account(), fields.price())
    self.init(
      account: subject.account, counterparty: counterparty, instrument: subject.instrument, side: side,
      quantity: fields.quantity(), price: price)
  }
}
