import Pipeline

/// What one instruction does.
enum PatternOperation: UInt8, Sendable {
  /// One token that passes check `a`.
  case token
  /// An entity that begins here, of a type in mask `a`.
  case unit
  /// An entry of the phrases below the trie node `a`.
  case phrase
  /// Goes on at `a`, and at `b` if that fails. `c` numbers the splits of a pattern.
  case split
  /// Goes on at `a`.
  case jump
  /// Begins capture `a`.
  case open
  /// Ends capture `a`.
  case close
  /// The sentence's first token is next.
  case sentenceStart
  /// The sentence is at its end.
  case sentenceEnd
  /// Look-around `a` holds.
  case look
  /// The pattern has matched.
  case match
}

/// One step of a compiled pattern.
struct PatternInstruction: Sendable {
  var operation: PatternOperation
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}

/// What a match can begin with: an entity of some types, or a token of a set of surfaces.
struct PatternBeginning: Sendable {
  /// The mask of the types.
  var units: UInt64
  /// The set, as an index into the checks' sets.
  var set: Int32
  /// Whether it can begin with anything, or be empty.
  var isOpen: Bool
}

/// A part of a pattern that is tried without moving on.
struct LookAround: Sendable {
  /// Its first instruction.
  var entry: Int
  var isAhead: Bool
  var isNegative: Bool
  /// How many tokens back a look behind may begin.
  var reach: Int
  /// What it can begin with.
  var start: PatternBeginning
}

/// One compiled pattern inside a program.
struct PatternEntry: Sendable {
  /// Its first instruction.
  var entry: Int
  /// How many splits it has.
  var splits: Int
  /// The surfaces one of which is in every sentence that matches; nil where there is no such set.
  var anchors: [Int32]?
  /// Masks of entity types; a sentence that matches has an entity of each.
  var units: [UInt64]
  /// What a match can begin with.
  var start: PatternBeginning
}

/// The patterns of a set in executable form. All of it is flat arrays of plain values, so that a step touches no reference count.
final class PatternProgram: Sendable {
  let code: [PatternInstruction]
  let looks: [LookAround]
  let checks: TokenChecks
  let tries: PhraseTries
  let entries: [PatternEntry]
  let captures: [String]

  init(
    code: [PatternInstruction], looks: [LookAround], checks: TokenChecks, tries: PhraseTries, entries: [PatternEntry], captures: [String]
  ) {
    self.code = code
    self.looks = looks
    self.checks = checks
    self.tries = tries
    self.entries = entries
    self.captures = captures
  }
}
