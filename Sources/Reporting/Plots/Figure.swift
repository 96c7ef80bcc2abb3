import Notation

/// A figure as plain SVG for a paper: a white page, thin axes with units, words beside what they name. No script, no
/// style sheet, no font of its own; the same figure gives the same bytes.
struct Figure {
  static let width = 720.0
  static let font = "Helvetica, Arial, 'Liberation Sans', sans-serif"

  /// Okabe and Ito's colours, which people with any colour vision tell apart (jfly.uni-koeln.de/color, 2008).
  enum Colour: String {
    case ink = "#222222"
    case grey = "#6b6b6b"
    case faint = "#dddddd"
    case band = "#f1f1ef"
    case blue = "#0072b2"
    case vermillion = "#d55e00"
    case green = "#009e73"
    case orange = "#e69f00"
    case sky = "#56b4e9"
    case purple = "#cc79a7"
    case white = "#ffffff"
  }

  enum Anchor: String {
    case start, middle, end
  }

  private let height: Double
  private let title: String
  private var body = ""

  /// - Parameter title: what a reader that cannot see is told.
  init(height: Double, title: String) {
    self.height = height
    self.title = title
  }

  /// The whole file.
  var svg: [UInt8] {
    let size = "\(coordinate(Self.width)) \(coordinate(height))"
    return Array(
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(coordinate(Self.width))" height="\(coordinate(height))" \
      viewBox="0 0 \(size)" role="img" font-family="\(Self.font)" font-size="12">
      <title>\(escaped(title))</title>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(body)</svg>

      """.utf8)
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: Colour, width: Double = 1) {
    body += """
      <line x1="\(coordinate(x1))" y1="\(coordinate(y1))" x2="\(coordinate(x2))" y2="\(coordinate(y2))" \
      stroke="\(colour.rawValue)" stroke-width="\(coordinate(width))"/>

      """
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: Colour, opacity: Double = 1,
    stroke: Colour? = nil
  ) {
    let edge = stroke.map { " stroke=\"\($0.rawValue)\" stroke-width=\"0.5\"" } ?? ""
    body += """
      <rect x="\(coordinate(x))" y="\(coordinate(y))" width="\(coordinate(max(0, width)))" \
      height="\(coordinate(max(0, height)))" fill="\(fill.rawValue)"\(opacityText(opacity))\(edge)/>

      """
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, fill: Colour, opacity: Double) {
    body += """
      <circle cx="\(coordinate(x))" cy="\(coordinate(y))" r="\(coordinate(radius))" fill="\(fill.rawValue)"\
      \(opacityText(opacity))/>

      """
  }

  /// - Parameter commands: of SVG's path language.
  mutating func path(
    _ commands: String, stroke: Colour? = nil, fill: Colour? = nil, opacity: Double = 1, width: Double = 1.5
  ) {
    let edge = stroke.map { " stroke=\"\($0.rawValue)\" stroke-width=\"\(coordinate(width))\"" } ?? ""
    body += """
      <path d="\(commands)" fill="\(fill?.rawValue ?? "none")"\(edge)\(opacityText(opacity)) stroke-linejoin="round"/>

      """
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ colour: Colour = .ink, anchor: Anchor = .start, size: Double = 12,
    isUpright: Bool = false, isBold: Bool = false
  ) {
    let turned = isUpright ? " transform=\"rotate(-90 \(coordinate(x)) \(coordinate(y)))\"" : ""
    let weight = isBold ? " font-weight=\"bold\"" : ""
    let scaled = size == 12 ? "" : " font-size=\"\(coordinate(size))\""
    body += """
      <text x="\(coordinate(x))" y="\(coordinate(y))" fill="\(colour.rawValue)" text-anchor="\(anchor.rawValue)"\
      \(scaled)\(weight)\(turned)>\(escaped(text))</text>

      """
  }

  private func opacityText(_ opacity: Double) -> String {
    opacity == 1 ? "" : " opacity=\"\(decimalText(Int((opacity * 100).rounded()), scale: 2))\""
  }

  /// Text that is never markup.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in printable(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}

/// A length in pixels, to hundredths: `12.5`.
func coordinate(_ value: Double) -> String { decimalText(Int((value * 100).rounded()), scale: 2) }
