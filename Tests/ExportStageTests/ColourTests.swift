import Foundation
import Pipeline
import Testing

@testable import ExportStage

/// The style sheet's colours, by the contrast ratio of WCAG 2.2.
@Suite struct ColourTests {
  enum Scheme: CaseIterable { case light, dark }

  /// The style sheet's declarations for a scheme: those of the dark one, or those before it.
  private func declarations(_ scheme: Scheme) throws -> Substring {
    let css = String(decoding: try ResourceFolder.bytes(of: "Data/report.css", in: "ExportStage"), as: UTF8.self)
    let dark = try #require(css.range(of: "@media (prefers-color-scheme: dark)"))
    let end = try #require(css.range(of: "/* Both pages. */"))
    return scheme == .light ? css[..<dark.lowerBound] : css[dark.upperBound..<end.lowerBound]
  }

  private func variables(_ scheme: Scheme) throws -> [String: String] {
    Dictionary(
      try declarations(scheme).matches(of: #/--(paper|panel|ink|soft|accent|hit|alarm|alarmtint): (#[0-9a-f]{6})/#).map {
        (String($0.output.1), String($0.output.2))
      }, uniquingKeysWith: { $1 })
  }

  private func luminance(_ colour: String) -> Double {
    let channels = stride(from: 1, to: 7, by: 2).map { offset in
      let start = colour.index(colour.startIndex, offsetBy: offset)
      let value = Double(Int(colour[start..<colour.index(start, offsetBy: 2)], radix: 16) ?? 0) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ one: String, _ other: String) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  @Test func theRatioIsTheOneOfWCAG() {
    #expect(abs(contrast("#000000", "#ffffff") - 21) < 0.001)
    #expect(abs(contrast("#777777", "#ffffff") - 4.478) < 0.001)
  }

  @Test(arguments: Scheme.allCases) func textCanBeRead(scheme: Scheme) throws {
    let colours = try variables(scheme)
    #expect(colours.count == 8)
    for (text, ground, least) in [
      ("ink", "paper", 7), ("ink", "panel", 7), ("ink", "hit", 4.5), ("ink", "alarmtint", 7), ("soft", "paper", 4.5),
      ("soft", "panel", 4.5),
      ("accent", "paper", 4.5), ("alarm", "paper", 4.5), ("alarm", "alarmtint", 4.5),
    ] {
      let ratio = contrast(try #require(colours[text]), try #require(colours[ground]))
      #expect(ratio >= least, "\(text) on \(ground)")
    }
  }

  @Test(arguments: Scheme.allCases) func everyTypeHasATintForTextAndALineThatShows(scheme: Scheme) throws {
    let (ink, paper) = (try #require(variables(scheme)["ink"]), try #require(variables(scheme)["paper"]))
    let types = try declarations(scheme).matches(of: #/\.(t-[a-z0-9]+) { --c: (#[0-9a-f]{6}); --b: (#[0-9a-f]{6}) }/#).map(\.output)
    let names = Set(types.map(\.1))
    #expect(names.isSuperset(of: EntityType.builtIn.map { "t-\($0.name.lowercased())" }))
    #expect(names.isSuperset(of: (0..<6).map { "t-x\($0)" }))
    for (_, name, line, tint) in types {
      #expect(contrast(ink, String(tint)) >= 7, "\(name)")
      #expect(contrast(String(line), String(tint)) >= 4.5, "\(name)")
      #expect(contrast(String(line), paper) >= 4.5, "\(name)")
    }
  }

  @Test func everyTypeHasItsClassAndOthersShareSix() {
    for type in EntityType.builtIn { #expect("\(TypeStyle.className(of: type))" == "t-\(type.name.lowercased())") }
    for type in EntityType.builtIn { #expect(TypeStyle.heading(of: type) != nil) }
    #expect("\(TypeStyle.className(of: "SHIP"))".hasPrefix("t-x"))
    #expect(TypeStyle.heading(of: "SHIP") == nil)
  }
}
