// swift-tools-version: 6.1
import Foundation
import PackageDescription

// The benchmark measures parts that are not public, such as the engine of one network. The compiler
// shows them only to targets of the same package. This target therefore claims to belong to the
// package above. Swift names that package by its folder, as an identifier.
let folder = URL(fileURLWithPath: Context.packageDirectory).deletingLastPathComponent()
let measured = String(
  folder.lastPathComponent.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })

let package = Package(
  name: "tgnas-benchmarks",
  dependencies: [
    .package(name: "tgnas", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  ],
  targets: [
    .executableTarget(
      name: "tgnas-benchmarks",
      dependencies: [
        .product(name: "TGNAS", package: "tgnas"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources",
      packageAccess: false,
      swiftSettings: [.unsafeFlags(["-package-name", measured])])
  ],
  swiftLanguageModes: [.v6]
)
