import Testing

@testable import Pipeline

@Suite struct ConcurrentlyTests {
  @Test func bothResultsComeBack() throws {
    let (number, word) = try Concurrently.both({ 7 }, { "seven" })
    #expect(number == 7 && word == "seven")
  }

  @Test func whatBothThrowIsThereTheFirstOnesFirst() {
    func problem(_ code: String) -> Diagnostics { Diagnostics(Diagnostic(code: code, code)) }
    let (first, second) = (problem("first"), problem("second"))
    let error = #expect(throws: Diagnostics.self) {
      try Concurrently.both({ () throws(Diagnostics) -> Int in throw first }, { () throws(Diagnostics) -> Int in throw second })
    }
    #expect(error?.all.map(\.code) == ["first", "second"])
    let one = #expect(throws: Diagnostics.self) {
      try Concurrently.both({ () throws(Diagnostics) -> Int in 1 }, { () throws(Diagnostics) -> Int in throw second })
    }
    #expect(one?.all.map(\.code) == ["second"])
  }
}
