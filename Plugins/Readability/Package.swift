// swift-tools-version: 6.2
import PackageDescription

// `textmill plugins build` compiles the sources against the program itself and needs none of this; editors and `swift test` do.
let package = Package(
  name: "Readability",
  products: [.library(name: "Readability", type: .dynamic, targets: ["Readability"])],
  dependencies: [.package(name: "textmill", path: "../..")],
  targets: [
    .target(name: "Readability", dependencies: [.product(name: "Pipeline", package: "textmill")]),
    .testTarget(name: "ReadabilityTests", dependencies: ["Readability"]),
  ]
)
