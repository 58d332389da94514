import Foundation
import Pipeline
import Records

/// The examination of one stage.
extension Conformance {
  /// A document as it is sent.
  private struct Sample {
    var name: String
    var record: [UInt8]
    var document: Document
  }

  mutating func check(_ stage: StageDescriptor) {
    guard let options = options(of: stage) else { return }
    guard let probe = open(stage, options) else { return }
    probe.kill()
    let samples = samples(of: stage)
    let known = checkOneByOne(stage, options, samples)
    // A plugin that gets stuck on single documents is shown nothing that would only show it again.
    if report.has(.answers) || report.has(.flushes) { return }
    checkForms(stage, options, samples, known)
    checkMany(stage, options, samples, known)
    checkEnds(stage, options, samples)
    checkBounds(stage, options, samples)
  }

  /// Values for the options that have none; nil where there can be none.
  private mutating func options(of stage: StageDescriptor) -> [String: OptionValue]? {
    var options: [String: OptionValue] = [:]
    for option in stage.options {
      if let value = given[option.key] {
        options[option.key] = value
      } else if option.isRequired {
        guard let value = Self.allowed(by: option.kind).first else {
          report.note("the stage '\(stage.name)' was not examined: give its option with --set \(option.key)=VALUE")
          return nil
        }
        options[option.key] = value
      }
    }
    return options
  }

  private func samples(of stage: StageDescriptor) -> [Sample] {
    let exchange = DocumentExchange(instance: "check", layers: stage.layers)
    let needed = stage.layers.requires.union(stage.layers.updates)
    let all = needed.union(stage.layers.uses)
    func sample(_ name: String, _ text: String, _ layers: Set<Layer>, _ change: (inout Document) -> Void = { _ in }) -> Sample? {
      var document = ConformanceSamples.document(text, layers: layers.subtracting([.text]))
      change(&document)
      return (try? exchange.record(of: document)).map { Sample(name: name, record: $0, document: document) }
    }
    let plain = ConformanceSamples.texts[0].text
    var samples = ConformanceSamples.texts.filter { $0.text.utf8.count <= longest }.compactMap { sample($0.name, $0.text, all) }
    let others: [Sample?] = [
      stage.layers.uses.isEmpty ? nil : sample("a plain article without the layers that it may lack", plain, needed),
      sample("an article with layers that are there and empty", "", all),
      sample("an article with title, language and nested metadata", plain, all) { document in
        document.title = "Geneva \"agrees\" 😀"
        document.language = "en"
        document.metadata = [.init("tags", .list([.string("a"), .null, .integer(-1), .number(1e300), .object([.init("", .bool(true))])]))]
      },
      sample("an article with an odd id", plain, all) { $0.id = "ä/😀 \"#2\n" },
    ]
    samples += others.compactMap { $0 }
    return samples
  }

  // MARK: Documents

  /// Sends each document once the one before it is answered; returns the answers that can be used, by the sample's number.
  private mutating func checkOneByOne(_ stage: StageDescriptor, _ options: [String: OptionValue], _ samples: [Sample]) -> [Int: AnswerView]
  {
    var answers: [Int: AnswerView] = [:]
    var process = open(stage, options)
    var seen: Set<Int> = []
    var losses = 0
    var failures: [String] = []
    for (number, sample) in samples.enumerated() {
      guard let running = process else { break }
      let sent = "\(sample.name), as id \(number + 1)"
      send(Self.message(number + 1, sample.record), to: running)
      let found = collect([number + 1], from: running, sent, &seen)
      if let answer = found[number + 1] {
        let view = AnswerView(answer)
        answers[number] = view
        if let failure = view.failure { failures.append(failures.isEmpty ? Self.told(failure, of: sent, running) : "") }
        examine(answer, view, of: sample.document, record: sample.record, stage, sent)
        continue
      }
      losses += 1
      loss(of: number + 1, running, sent, &seen)
      running.kill()
      process = losses < 3 && !report.has(.flushes) ? open(stage, options) : nil
      seen = []
    }
    if let first = failures.first {
      if failures.count == answers.count {
        report.add(.works, sent: "\(samples.count) documents to the stage '\(stage.name)'", came: "a failure for each; \(first)")
      } else if answers.values.contains(where: { $0.failure?.code == "exception" }) {
        report.note("the stage '\(stage.name)' failed on \(failures.count) of \(answers.count) documents; \(first)")
      }
    }
    guard let process else { return answers }
    checkRepeats(process, samples, answers, &seen)
    end(process, "the end of input after \(samples.count) documents", &seen)
    checkErrors(of: process)
    return answers
  }

  /// The first failure, with the last line on standard error, where the end of a traceback stands, and the place that a traceback of Python names.
  private static func told(_ failure: (code: String, message: String), of sent: String, _ process: ConformanceProcess) -> String {
    // The line was written before the answer, but comes by another way.
    for _ in 0..<20 where process.errors.isEmpty { Thread.sleep(forTimeInterval: 0.005) }
    let lines = process.errors.split(separator: 0x0A).map { $0.drop { $0 == 0x20 } }
    let place = lines.last { $0.starts(with: "File \"".utf8) }.map { " (\(shown($0)))" } ?? ""
    return "the first, for \(sent): \(failure.code): \(shown(Array(failure.message.utf8)[...]))\(lastWords(process))\(place)"
  }

  /// Says why an answer did not come.
  private mutating func loss(of id: Int, _ process: ConformanceProcess, _ sent: String, _ seen: inout Set<Int>) {
    if let ending = process.ending(within: 0.05) {
      return report.add(.answers, sent: sent, came: "no answer: \(ending)\(Self.lastWords(process))")
    }
    process.closeInput()
    if case .line(let line) = process.next(within: 2), Self.identifier(of: line) == id {
      return report.add(.flushes, sent: sent, came: "the answer only when standard input was closed")
    }
    report.add(.answers, sent: sent, came: "no answer within \(secondsText(patience)) s")
  }

  /// Sends some documents again.
  private mutating func checkRepeats(
    _ process: ConformanceProcess, _ samples: [Sample], _ answers: [Int: AnswerView], _ seen: inout Set<Int>
  ) {
    for (position, number) in [8, 0, 14, 0].enumerated() where number < samples.count {
      let id = 1_000 + position
      send(Self.message(id, samples[number].record), to: process)
      let sent = "\(samples[number].name), a second time"
      guard let answer = collect([id], from: process, sent, &seen)[id] else {
        return report.add(.answers, sent: sent, came: "no answer\(Self.lastWords(process))")
      }
      compare(answer, answers[number], .same, sent)
    }
  }

  /// The same document in other forms that mean the same.
  private mutating func checkForms(
    _ stage: StageDescriptor, _ options: [String: OptionValue], _ samples: [Sample], _ known: [Int: AnswerView]
  ) {
    guard let opened = open(stage, options, extra: ",\"later\":{\"a\":[1]}", rule: .members) else { return }
    var process: ConformanceProcess? = opened
    defer { process?.kill() }
    var seen: Set<Int> = []
    for number in [0, 8, 14] where number < samples.count {
      for form in Self.forms(of: samples[number].record) {
        if process == nil {
          process = open(stage, options)
          seen = []
        }
        guard let running = process else { return }
        let id = form.rule == .knownIds ? 9_007_199_254_740_991 - number : seen.count + 1
        let sent = "\(samples[number].name), \(form.name)"
        send(form.line(id), to: running)
        guard let answer = collect([id], from: running, sent, &seen)[id] else {
          if !report.has(form.rule) {
            let why = running.ending(within: 0.05).map { ": \($0)" } ?? ""
            report.add(form.rule, sent: sent, came: "no answer\(why)\(Self.lastWords(running))")
          }
          running.kill()
          process = nil
          continue
        }
        if AnswerView(answer).content == known[number]?.content { continue }
        // Is it the form, or does each process answer otherwise?
        let again = 100_000 + seen.count
        send(Self.message(again, samples[number].record), to: running)
        let plain = collect([again], from: running, sent, &seen)[again]
        let isForm = plain.map { AnswerView($0).content != AnswerView(answer).content } ?? true
        compare(answer, known[number], isForm ? form.rule : .same, sent)
      }
    }
  }

  private struct Form {
    var rule: ConformanceReport.Rule
    var name: String
    /// The message, given an id.
    var line: (Int) -> [UInt8]
  }

  private static func forms(of record: [UInt8]) -> [Form] {
    [
      Form(rule: .members, name: "with members that nobody knows") { withUnknownMembers($0, record) },
      Form(rule: .anyJSON, name: "with 'id' after 'record'") { Array("{\"record\":".utf8) + record + Array(",\"id\":\($0)}".utf8) },
      Form(rule: .anyJSON, name: "with spaces between its tokens") {
        Array(" { \"id\" :\t\($0) , \"record\" : ".utf8) + record + Array(" } ".utf8)
      },
      Form(rule: .anyJSON, name: "with all characters beyond ASCII as escapes") { message($0, escaped(record)) },
      Form(rule: .knownIds, name: "with an id of 16 digits") { message($0, record) },
    ]
  }

  /// Many documents at once, of which nothing is read for a while.
  private mutating func checkMany(
    _ stage: StageDescriptor, _ options: [String: OptionValue], _ samples: [Sample], _ known: [Int: AnswerView]
  ) {
    let chosen = samples.indices.filter { samples[$0].record.count < 300_000 && known[$0] != nil }
    if chosen.isEmpty { return }
    for (name, count, delay) in [("all at once", chosen.count, 0.0), ("200 at once, to a host that reads only later", 200, 0.4)] {
      guard let process = open(stage, options, readingAfter: delay) else { return }
      defer { process.kill() }
      if delay > 0 { _ = process.next(within: max(60, patience)) }
      // In another order than before, and with ids that do not go up.
      let order = (0..<count).map { chosen[($0 * 7 + 3) % chosen.count] }
      for (position, number) in order.enumerated() { send(Self.message(5_000 - position, samples[number].record), to: process) }
      let sent = "\(count) documents, \(name)"
      var seen: Set<Int> = []
      let found = collect(Set((0..<count).map { 5_000 - $0 }), from: process, sent, &seen)
      if found.count < count {
        report.add(.answers, sent: sent, came: "\(found.count) answers\(process.ending(within: 0.05).map { ": \($0)" } ?? "")")
        return
      }
      for (position, number) in order.enumerated() {
        compare(found[5_000 - position], known[number], .same, "\(samples[number].name), among others")
      }
      end(process, "the end of input after \(sent)", &seen)
    }
  }

  /// Ends of input at awkward times.
  private mutating func checkEnds(_ stage: StageDescriptor, _ options: [String: OptionValue], _ samples: [Sample]) {
    var seen: Set<Int> = []
    if let process = open(stage, options) {
      end(process, "the end of input after the opening", &seen)
    }
    guard let process = open(stage, options) else { return }
    for id in 1...8 { send(Self.message(id, samples[0].record), to: process) }
    process.closeInput()
    let sent = "8 documents and at once the end of input"
    let found = collect(Set(1...8), from: process, sent, &seen)
    if found.count < 8 { report.add(.finishes, sent: sent, came: "\(found.count) answers") }
    end(process, sent, &seen)
  }

  /// Closes the input and waits for a clean end.
  private mutating func end(_ process: ConformanceProcess, _ sent: String, _ seen: inout Set<Int>) {
    report.exchanges += 1
    process.closeInput()
    let ending = process.ending(within: 2)
    _ = collect([], from: process, sent, &seen)
    switch ending {
    case nil:
      report.add(.endsInTime, sent: sent, came: "after 2 seconds the program was still running")
      process.kill()
    case "it ended with status 0": break
    case .some(let other): report.add(.endsWell, sent: sent, came: "\(other)\(Self.lastWords(process))")
    }
  }

  /// Options at the bounds of what they may be.
  private mutating func checkBounds(_ stage: StageDescriptor, _ options: [String: OptionValue], _ samples: [Sample]) {
    var count = 0
    for option in stage.options {
      for value in Self.allowed(by: option.kind) where Self.isBounded(option.kind) && count < 16 {
        count += 1
        guard let process = open(stage, options.merging([option.key: value]) { $1 }, rule: .bounds) else { continue }
        defer { process.kill() }
        send(Self.message(1, samples[0].record), to: process)
        var seen: Set<Int> = []
        let sent = "a plain article with '\(option.key)' at a bound"
        if collect([1], from: process, sent, &seen)[1] == nil {
          report.add(
            .bounds, sent: sent, came: "no answer\(process.ending(within: 0.05).map { ": \($0)" } ?? "")\(Self.lastWords(process))")
        }
      }
    }
  }
}
