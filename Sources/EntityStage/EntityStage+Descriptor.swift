import Pipeline

extension EntityStage {
  /// The descriptor.
  public static let descriptor = StageDescriptor(
    name: "entities",
    summary: "Finds persons, organisations, places, peoples, dates, money and other entities by lists, patterns, rules and a model",
    discussion: """
      Recognisers find candidates; of those that overlap, the one with the highest priority is taken, then the longest, then the one that was named \
      first. Patterns have the priority 20, gazetteers 10, a model's names 1, what comes with the stage 0. Each entity says what found it.

      A **gazetteer** is a file of names with types and canonical names, as TSV, CSV, text or JSON. The longest name wins; names begin and end where \
      tokens do, and a possessive `'s` is no part of them. One in capitals, such as `MADRID`, has the spelling of the list as its canonical name. \
      A million names load in less than a second and are looked for in one pass.

      A file of **patterns** holds phrases and patterns over tokens, in the language of the rules of relations. Patterns may name entities that lists \
      and rules have found: `[GPE] "Foreign" "Ministry"`.

      **What comes with the stage:** \(BuiltInRecognizers.explanation) Persons are found where a title, an office, a given name, a verb of speech or \
      an apposition shows that they are some, and then by surname alone. Types have the names of OntoNotes 5; WORK_OF_ART, LAW, LANGUAGE, CARDINAL and ORDINAL are not written. Words \
      that are names in one place and not in another are judged by their neighbours and capitals.

      **A model** reads each sentence, and gives each name a confidence. What it finds goes before what comes with the stage, and lists fill the \
      gaps; beside it the rules for names are not used, nor those for dates if the model finds dates (`news-en` does, but for `last week` and `nine years`: name `dates` under `builtin` for these); of money, percentages and quantities that overlap the longer one is taken. \
      Names agree within a document: what one sentence leaves open another tells. Articles, forms of address, possessives and quotation marks at the edges of a name are \
      cut off; a name of a person, place, organisation or product without a capital is none where other words of its sentence have them, nor are everyday words \
      in a line of capitals. A single word of which the model is unsure is a person if it ends the full name of one. \
      Where a model has one type for all places, lists and words tell which are GPE, LOC and FAC: a name on a list has its type there; `Bridge`, `Avenue` or \
      `Airport` make a FAC; `River`, `Sea` or `Valley`, a direction before the name of a state, or an article make a LOC; all others are GPE. A person, an \
      organisation or a place of which the model is less sure than 0.9 is what a list has under that name; so is any person whose name is that of a state, \
      a capital, a people or an organisation, and not known as a person's too.

      **With `extent: phrase`** a name has the words before it that belong to it in the sentence's tree: `the Iraqi Foreign Minister Ibrahim al-Jaafari`. ACE \
      and others mark mentions so. The name itself is then the canonical name, and names within the phrase, such as `Iraqi`, are no entities of their own. Rules \
      of relations look for offices before names: leave names alone where you use them.
      """,
    options: EntityOptions.descriptors,
    layers: LayerUse(requires: [.sentences, .tokens], uses: [.blocks, .tags], writes: [.entities]),
    examples: [
      StageExample(
        "Persons with offices, countries and nationalities", after: ["segment"],
        input: "Foreign Minister Ada Norberg of Iran met her Azeri counterpart in Baku. Norberg praised the Turks.",
        output: [
          .entities: [
            "PERSON: Ada Norberg", "GPE: Iran", "NORP: Azeri = Azerbaijani", "GPE: Baku", "PERSON: Norberg", "NORP: Turks = Turkish",
          ]
        ]),
      StageExample(
        "Dates, times, money, percentages and quantities",
        options: ["model": "none", "builtin": ["dates", "times", "money", "percent", "quantities"]],
        after: ["segment"],
        input: "On 24 November 2026 at 10 a.m. the bank paid $5 million, 3.5 per cent more than last year, for 300 km of road.",
        output: [
          .entities: [
            "DATE: 24 November 2026", "TIME: 10 a.m.", "MONEY: $5 million", "PERCENT: 3.5 per cent", "DATE: last year", "QUANTITY: 300 km",
          ]
        ]),
      StageExample(
        "Some types only", options: ["types": ["GPE"]], after: ["segment"], input: "The Bank of England told France on Monday.",
        output: [.entities: ["GPE: France"]]),
      StageExample(
        "Names with the words that belong to them", options: ["extent": "phrase"], after: ["segment", "tag"],
        input: "The Iranian Foreign Minister Ada Norberg met the Turks.",
        output: [.entities: ["PERSON: The Iranian Foreign Minister Ada Norberg = Ada Norberg", "NORP: the Turks = Turkish"]]),
    ])
}
