import Analysis
import Notation

/// What became of recordings.
extension RunSummary {
  /// How far the book and a recording have parted.
  func sentence(about overlay: OverlayDivergence) -> String {
    var text = "Of \(printable(overlay.name)) \(Wording.count(overlay.executions, "execution")) of "
    text += "\(groupedText(overlay.lotsRecorded)) lots came and filled \(groupedText(overlay.lotsFilled)), "
    text += "\(groupedText(overlay.lotsFilledAsRecorded)) of them from recorded orders; "
    text += "\(Wording.count(overlay.goneReferences, "cancellation")) came too late, "
    text += "\(groupedText(overlay.lotsMetOnEntry)) lots that had rested traded as they came"
    if overlay.lotsTaken > 0 { text += "; others took \(groupedText(overlay.lotsTaken)) lots of recorded orders" }
    if overlay.otherRefusals > 0 {
      text += ", and \(Wording.count(overlay.otherRefusals, "command")) were refused for other reasons"
    }
    return text + "."
  }
}
