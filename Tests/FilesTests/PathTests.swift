import Testing

@testable import Files

struct PathTests {
  @Test(arguments: [
    ("results/run1", "results", "run1"), ("results/run1//", "results", "run1"), ("run1", ".", "run1"),
    ("/run1", "/", "run1"), ("a//b", "a", "b"), ("/", "/", ""), (".", ".", "."),
  ])
  func `a path is its folder and its last component`(path: String, directory: String, last: String) {
    #expect(Path.directory(of: path) == directory)
    #expect(Path.lastComponent(path) == last)
  }

  @Test(arguments: [("a", "b", "a/b"), ("a/", "b", "a/b"), ("/", "b", "/b"), ("", "b", "b")])
  func `joining puts one slash between`(directory: String, name: String, path: String) {
    #expect(Path.join(directory, name) == path)
  }

  @Test(arguments: ["", "/etc/passwd", "..", "a/../b", "a/..", "a\0b"])
  func `a path that could leave is outside`(path: String) {
    let folder = TemporaryFolder()
    folder.putFolder("a")
    #expect(!Path.isInside(path, base: folder.path))
  }

  @Test(arguments: ["x.csv", "a/x.csv", "missing", "a/missing/deeper", "./x.csv", "..x", "a..", "."])
  func `a path that stays is inside, whether or not it exists`(path: String) {
    let folder = TemporaryFolder()
    folder.put("x.csv")
    folder.putFolder("a")
    folder.put("a/x.csv")
    #expect(Path.isInside(path, base: folder.path))
  }

  @Test
  func `a link is where it leads`() {
    let folder = TemporaryFolder()
    folder.putFolder("home")
    folder.putFolder("home2")
    folder.put("home2/secret")
    folder.put("home/x")
    folder.putLink("home/stays", to: "x")
    folder.putLink("home/leaves", to: "../home2")
    folder.putLink("home/nowhere", to: "../home2/not-yet")
    #expect(Path.isInside("stays", base: folder("home")))
    #expect(!Path.isInside("leaves", base: folder("home")))
    #expect(!Path.isInside("leaves/secret", base: folder("home")))
    #expect(!Path.isInside("leaves/missing", base: folder("home")))
    #expect(!Path.isInside("nowhere", base: folder("home")))
  }

  @Test(arguments: [
    ("x", "./x", true), ("x", "home/../x", true), ("x", "link", true), ("new", "home/../new", true),
    ("home/new", "door/new", true), ("x", "home/x", false), ("new", "home/new", false), ("new", "newer", false),
  ])
  func `two paths are one if they lead to one file, there or not`(one: String, other: String, areSame: Bool) {
    let folder = TemporaryFolder()
    folder.putFolder("home")
    folder.put("x")
    folder.putLink("link", to: "x")
    folder.putLink("door", to: "home")
    #expect(Path.areSame(folder(one), folder(other)) == areSame)
    #expect(Path.areSame("-", "-") && !Path.areSame("-", "./-"))
  }

  @Test
  func `a base that is a link is where it leads`() {
    let folder = TemporaryFolder()
    folder.putFolder("home")
    folder.put("home/x")
    folder.putLink("base", to: "home")
    #expect(Path.isInside("x", base: folder("base")))
  }

  @Test
  func `nothing is inside a base that does not exist`() {
    #expect(!Path.isInside("x", base: TemporaryFolder()("missing")))
  }
}
