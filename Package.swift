// swift-tools-version: 6.1
import PackageDescription

// Targets are listed from the bottom up: nothing imports a target that stands below it in this list.
let package = Package(
  name: "tgnas",
  products: [
    .library(name: "TGNAS", targets: ["TGNAS"]),
    .executable(name: "tgnas", targets: ["CLI"]),
    .library(name: "CTGNAS", type: .dynamic, targets: ["CABI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    .target(name: "Files", dependencies: ["COpenSSL"]),
    .target(name: "Documents", dependencies: ["Files", .product(name: "Yams", package: "Yams")]),
    .target(name: "Randomness"),
    .target(name: "CKernels"),
    .target(name: "Tensors", dependencies: ["CKernels", "COpenBLAS"]),
    .target(name: "Weights", dependencies: ["CHDF5", "Files"]),
    .target(name: "Spaces", dependencies: ["Documents", "Files", "Randomness"]),
    .target(name: "Signals"),
    .target(name: "Networks", dependencies: ["Files", "Signals", "Spaces"]),
    .target(
      name: "ONNXFormat",
      dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    .target(
      name: "Export", dependencies: ["Files", "Networks", "ONNXFormat", "Randomness", "Spaces"]),
    .target(name: "Encoder", dependencies: ["Files", "Tensors", "Weights"]),
    .target(name: "Evaluation", dependencies: ["Files"]),
    .target(
      name: "Latency", dependencies: ["Documents", "Evaluation", "Files", "Randomness", "Spaces"]),
    .target(
      name: "Predictor",
      dependencies: [
        "CKernels", "Documents", "Encoder", "Evaluation", "Files", "Randomness", "Signals",
        "Spaces", "Tensors",
        "Weights",
      ]),
    .target(
      name: "Search",
      dependencies: ["Files", "Latency", "Networks", "Randomness", "Spaces", "Tensors"]),
    .target(name: "Reports", dependencies: ["Files"]),
    .target(
      name: "Studies", dependencies: ["Evaluation", "Files", "Reports", "Search", "Spaces"]),
    .target(name: "Drawing", dependencies: ["Files", "Reports", "Spaces"]),
    .target(
      name: "Reporting",
      dependencies: [
        "Drawing", "Evaluation", "Files", "Reports", "Search", "Spaces", "Studies", "Tensors",
        "Weights",
      ]),
    .target(
      name: "TGNAS",
      dependencies: [
        "Documents", "Drawing", "Encoder", "Evaluation", "Export", "Files", "Latency", "Networks",
        "Predictor", "Randomness", "Reporting", "Reports", "Search", "Spaces", "Studies", "Tensors",
        "Weights",
      ]),
    .executableTarget(
      name: "CLI",
      dependencies: [
        "Reports", "TGNAS", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // The Swift runtime goes into the library, so that programs in other languages need none. That is
    // said to the linker alone: nothing is compiled twice.
    .target(
      name: "CABI", dependencies: ["Reports", "Studies", "TGNAS"],
      exclude: ["exports.map", "tgnas.h"],
      linkerSettings: [
        .unsafeFlags(
          ["-static-stdlib"]
            + [
              // What compiled modules of a static Foundation would ask for.
              "--start-group", "-lFoundation", "-lFoundationInternationalization",
              "-lFoundationEssentials", "-lCoreFoundation", "-l_FoundationICU",
              "-l_FoundationCShims", "-l_FoundationCollections", "--end-group", "-lstdc++",
              "--no-undefined", "--strip-all", "--gc-sections",
              "--version-script=\(Context.packageDirectory)/Sources/CABI/exports.map",
            ].flatMap { ["-Xlinker", $0] }, .when(platforms: [.linux]))
      ]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness", "TestSupport"]),
    .testTarget(name: "SignalsTests", dependencies: ["Randomness", "Signals"]),
    .testTarget(name: "TensorsTests", dependencies: ["Randomness", "TestSupport", "Tensors"]),
    .testTarget(name: "WeightsTests", dependencies: ["Files", "TestSupport", "Weights"]),
    .testTarget(
      name: "SpacesTests",
      dependencies: [
        "Documents", "Files", "Randomness", "Spaces", "TestSupport",
        .product(name: "Yams", package: "Yams"),
      ]),
    .testTarget(
      name: "NetworksTests",
      dependencies: [
        "Documents", "Evaluation", "Export", "Files", "Networks", "Randomness", "Spaces",
        "TestSupport",
      ]),
    .testTarget(
      name: "ExportTests",
      dependencies: [
        "Export", "Files", "Networks", "ONNXFormat", "Randomness", "Spaces", "TestSupport",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .testTarget(
      name: "EncoderTests", dependencies: ["Encoder", "Files", "Tensors", "TestSupport", "Weights"]),
    .testTarget(
      name: "LatencyTests",
      dependencies: [
        "Documents", "Evaluation", "Files", "Latency", "Randomness", "Spaces", "TestSupport",
      ]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Files", "TestSupport"]),
    .testTarget(
      name: "PredictorTests",
      dependencies: [
        "Encoder", "Files", "Predictor", "Randomness", "Spaces", "Tensors", "TestSupport",
        "Weights",
      ]),
    .testTarget(
      name: "SearchTests",
      dependencies: [
        "Files", "Latency", "Networks", "Randomness", "Search", "Spaces", "TestSupport",
      ]),
    .testTarget(
      name: "StudiesTests", dependencies: ["Files", "Search", "Spaces", "Studies", "TestSupport"]),
    .testTarget(name: "ReportsTests", dependencies: ["Randomness", "Reports", "TestSupport"]),
    .testTarget(
      name: "DrawingTests",
      dependencies: ["Drawing", "Files", "Randomness", "Reports", "Spaces", "TestSupport"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Drawing", "Evaluation", "Files", "Reporting", "Search", "Spaces", "TestSupport", "Weights",
      ]),
    .testTarget(name: "TGNASTests", dependencies: ["Predictor", "TGNAS", "TestSupport"]),
    .testTarget(name: "CLITests", dependencies: ["TestSupport", "Weights"]),
  ],
  swiftLanguageModes: [.v6]
)
