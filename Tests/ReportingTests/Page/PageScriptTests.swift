import Files
import Foundation
import Testing

@testable import Reporting

/// The page may run one script and use one style, and knows both by their hash.
@Suite struct `What a page may run` {
  private func base64(_ text: String) -> String {
    Data(SHA256.digest(of: Array(text.utf8)).bytes).base64EncodedString()
  }

  @Test func `the hashes are those of the script and the style, byte by byte`() {
    #expect(PageScript.hash == base64(PageScript.text))
    #expect(PageStyle.hash == base64(PageStyle.text))
  }

  @Test func `the policy allows these two and nothing else`() {
    #expect(PageFrame.policy.hasPrefix("default-src 'none'; "))
    #expect(PageFrame.policy.contains("script-src 'sha256-\(PageScript.hash)'; "))
    #expect(PageFrame.policy.contains("style-src 'sha256-\(PageStyle.hash)'; "))
    for word in ["unsafe", "http", "data:", "*", "self"] { #expect(!PageFrame.policy.contains(word), "\(word)") }
  }

  /// What could end the element, open a comment in it, load or send something, or make markup of text.
  @Test func `neither can leave its element, load anything or write markup`() {
    for text in [PageScript.text, PageStyle.text] {
      #expect(!text.contains("</") && !text.contains("<!--"))
    }
    let forbidden = [
      "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "fetch(", "XMLHttp",
      "WebSocket", "import(", "localStorage", "Date", "Math.random",
    ]
    for word in forbidden { #expect(!PageScript.text.contains(word), "\(word)") }
    #expect(!PageStyle.text.contains("url(") && !PageStyle.text.contains("@import"))
  }
}
