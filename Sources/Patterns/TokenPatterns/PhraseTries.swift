/// Lists of phrases as tries over surface numbers, all in one pair of arrays.
struct PhraseTries: Sendable {
  /// A place in a trie.
  struct Node: Sendable {
    /// The range of its edges.
    var start: Int32 = 0
    var end: Int32 = 0
    /// Whether a phrase ends here.
    var isEnd = false
  }

  /// The way on from a node by a word.
  struct Edge: Sendable {
    var surface: Int32
    var node: Int32
  }

  private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []

  /// Adds phrases; returns the number of their root. In a phrase, each word is any of the given surfaces.
  mutating func add(_ phrases: [[[Int32]]]) -> Int32 {
    let root = Int32(nodes.count)
    nodes.append(Node())
    var level: [(node: Int32, rests: [ArraySlice<[Int32]>])] = [(root, phrases.map { $0[...] })]
    while !level.isEmpty {
      var next: [(node: Int32, rests: [ArraySlice<[Int32]>])] = []
      for (node, rests) in level {
        var bySurface: [Int32: [ArraySlice<[Int32]>]] = [:]
        for rest in rests {
          guard let surfaces = rest.first else {
            nodes[Int(node)].isEnd = true
            continue
          }
          for surface in surfaces { bySurface[surface, default: []].append(rest.dropFirst()) }
        }
        nodes[Int(node)].start = Int32(edges.count)
        for surface in bySurface.keys.sorted() {
          edges.append(Edge(surface: surface, node: Int32(nodes.count)))
          next.append((Int32(nodes.count), bySurface[surface] ?? []))
          nodes.append(Node())
        }
        nodes[Int(node)].end = Int32(edges.count)
      }
      level = next
    }
    return root
  }
}
