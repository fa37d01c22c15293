// swift-tools-version: 6.1
import PackageDescription

// The symbols of a sanitizer are those of the program that loads the library, which so lacks them.
let isSanitized = Context.environment["TGNAS_SANITIZER"] != nil

// Targets are listed from the bottom up: nothing imports a target that stands below it in this
// list.
let package = Package(
  name: "tgnas",
  products: [
    .library(name: "TGNAS", targets: ["TGNAS"]),
    .executable(name: "tgnas", targets: ["Program"]),
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

    .target(name: "Wording"),
    .target(name: "Files", dependencies: ["COpenSSL", "Wording"]),
    .target(name: "Tables", dependencies: ["Files", "Wording"]),
    .target(
      name: "Documents",
      dependencies: ["Wording", .product(name: "Yams", package: "Yams")]),
    .target(name: "Randomness"),
    .target(name: "CKernels"),
    .target(name: "Tensors", dependencies: ["CKernels", "COpenBLAS"]),
    .target(name: "TensorFiles", dependencies: ["CHDF5", "Files", "Wording"]),
    .target(name: "Statistics", dependencies: ["Tables", "Tensors", "Wording"]),
    .target(name: "Learning", dependencies: ["Randomness", "TensorFiles", "Tensors"]),

    .target(name: "Spaces", dependencies: ["Documents", "Files", "Randomness", "Wording"]),
    .target(
      name: "SentenceEmbedding", dependencies: ["Files", "TensorFiles", "Tensors", "Wording"]),
    .target(
      name: "LanguageModels",
      dependencies: [
        "Files", "Learning", "Randomness", "SentenceEmbedding", "TensorFiles", "Tensors", "Wording",
      ]),
    .target(
      name: "Operators",
      dependencies: [
        "Documents", "Files", "Learning", "Randomness", "SentenceEmbedding", "Spaces",
        "TensorFiles", "Tensors", "Wording",
      ]),
    .target(name: "Networks", dependencies: ["Spaces", "Wording"]),

    .target(name: "Signals", dependencies: ["Networks", "Spaces", "Wording"]),
    .target(
      name: "Runtime", dependencies: ["CKernels", "Networks", "Randomness", "Spaces", "Tensors"]),

    .target(
      name: "Scoring", dependencies: ["Randomness", "Spaces", "Statistics", "Tables", "Wording"]),
    .target(
      name: "Proxies",
      dependencies: [
        "Files", "Networks", "Randomness", "Runtime", "Scoring", "Signals", "Spaces", "Statistics",
        "TensorFiles", "Tensors", "Wording",
      ]),
    .target(
      name: "Predictor",
      dependencies: [
        "CKernels", "Documents", "Files", "Learning", "Operators", "Proxies", "Randomness",
        "Scoring", "Signals", "Spaces", "Statistics", "TensorFiles", "Tensors", "Wording",
      ]),
    .target(
      name: "Surrogates",
      dependencies: [
        "Learning", "Randomness", "Scoring", "Signals", "Spaces", "Statistics", "Tensors",
        "Wording",
      ]),
    .target(
      name: "Formulas",
      dependencies: [
        "Documents", "Files", "Networks", "Proxies", "Randomness", "Scoring", "Spaces",
        "Statistics", "Surrogates", "Tables", "Tensors", "Wording",
      ]),
    .target(
      name: "Latency",
      dependencies: ["Documents", "Files", "Randomness", "Spaces", "Statistics", "Wording"]),

    .target(
      name: "Search",
      dependencies: [
        "Latency", "Proxies", "Randomness", "Scoring", "Spaces", "Surrogates", "Wording",
      ]),
    .target(
      name: "Experiments",
      dependencies: [
        "LanguageModels", "Randomness", "Scoring", "Search", "Spaces", "Statistics", "Surrogates",
        "Tables", "Tensors", "Wording",
      ]),
    .target(
      name: "Studies",
      dependencies: [
        "Files", "Scoring", "Search", "Spaces", "Surrogates", "Tables", "Wording",
      ]),

    .target(name: "Plots", dependencies: ["Wording"]),
    .target(name: "Terminal", dependencies: ["Files", "Plots", "Wording"]),
    .target(name: "Drawing", dependencies: ["Plots", "Spaces", "Wording"]),
    .target(
      name: "ONNXFormat",
      dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    .target(
      name: "Export",
      dependencies: ["Networks", "ONNXFormat", "Randomness", "Runtime", "Spaces", "Wording"]),
    .target(
      name: "Reports",
      dependencies: [
        "Drawing", "Files", "Plots", "Scoring", "Search", "Spaces", "Statistics", "Studies",
        "Tables", "TensorFiles", "Tensors", "Wording",
      ]),

    .target(
      name: "TGNAS",
      dependencies: [
        "Drawing", "Export", "Files", "Formulas", "LanguageModels", "Latency", "Learning",
        "Networks", "Operators", "Predictor", "Proxies", "Randomness", "Reports", "Runtime",
        "Scoring", "Search", "SentenceEmbedding", "Signals", "Spaces", "Statistics", "Studies",
        "Surrogates", "Tables", "Tensors", "Wording",
      ]),
    .target(
      name: "CLI",
      dependencies: [
        "Experiments", "Files", "Plots", "Tables", "TensorFiles", "Tensors", "Terminal", "TGNAS",
        "Wording",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "CStart"),
    .executableTarget(name: "Program", dependencies: ["CLI", "CStart"]),
    // The Swift runtime goes into the library, so that programs in other languages need none. That
    // is said to the linker alone: nothing is compiled twice.
    .target(
      name: "CABI", dependencies: ["CLI", "Studies", "Tables", "Tensors", "TGNAS", "Wording"],
      exclude: ["exports.map", "tgnas.h"],
      linkerSettings: [
        .unsafeFlags(
          ["-static-stdlib"]
            + [
              // What compiled modules of a static Foundation would ask for.
              "--start-group", "-lFoundation", "-lFoundationInternationalization",
              "-lFoundationEssentials", "-lCoreFoundation", "-l_FoundationICU",
              "-l_FoundationCShims", "-l_FoundationCollections", "--end-group", "-lstdc++",
              "--strip-all", "--gc-sections",
              "--version-script=\(Context.packageDirectory)/Sources/CABI/exports.map",
            ].flatMap { ["-Xlinker", $0] }, .when(platforms: [.linux])),
        .unsafeFlags(
          isSanitized ? [] : ["-Xlinker", "--no-undefined"], .when(platforms: [.linux])),
      ]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(
      name: "Fixtures",
      dependencies: [
        "Files", "Latency", "Operators", "Proxies", "Randomness", "Scoring", "Search", "Signals",
        "Spaces", "TensorFiles", "Tensors", "TestSupport", "Wording",
      ],
      path: "Tests/Fixtures"),
    .testTarget(name: "WordingTests", dependencies: ["Randomness", "TestSupport", "Wording"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "TablesTests", dependencies: ["Files", "Tables", "TestSupport"]),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness"]),
    .testTarget(name: "TensorsTests", dependencies: ["Randomness", "TestSupport", "Tensors"]),
    .testTarget(
      name: "TensorFilesTests", dependencies: ["Files", "Fixtures", "TensorFiles", "TestSupport"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "Tables", "TestSupport"]),
    .testTarget(
      name: "LearningTests",
      dependencies: ["Learning", "Randomness", "Statistics", "Tensors", "TestSupport"]),
    .testTarget(
      name: "SpacesTests",
      dependencies: [
        "Documents", "Files", "Randomness", "Spaces", "TestSupport", "Wording",
        .product(name: "Yams", package: "Yams"),
      ]),
    .testTarget(
      name: "LanguageModelsTests",
      dependencies: [
        "Files", "LanguageModels", "SentenceEmbedding", "Tensors", "TestSupport", "Wording",
      ]),
    .testTarget(
      name: "SentenceEmbeddingTests",
      dependencies: [
        "Files", "SentenceEmbedding", "TensorFiles", "Tensors", "TestSupport", "Wording",
      ]),
    .testTarget(
      name: "OperatorsTests",
      dependencies: [
        "Documents", "Files", "Fixtures", "Operators", "Randomness", "Spaces", "TensorFiles",
        "Tensors", "TestSupport", "Wording",
      ]),
    .testTarget(
      name: "NetworksTests",
      dependencies: [
        "Documents", "Export", "Files", "Networks", "Randomness", "Spaces", "Tables",
        "TestSupport", "Signals",
      ]),
    .testTarget(
      name: "SignalsTests",
      dependencies: [
        "Files", "Fixtures", "Networks", "Randomness", "Signals", "Spaces", "TestSupport",
        "Wording",
      ]),
    .testTarget(
      name: "RuntimeTests",
      dependencies: [
        "Files", "Fixtures", "Networks", "Randomness", "Runtime", "Spaces", "Tensors",
        "TestSupport",
      ]),
    .testTarget(
      name: "ScoringTests",
      dependencies: ["Fixtures", "Scoring", "Spaces", "TestSupport", "Wording"]),
    .testTarget(
      name: "ProxiesTests",
      dependencies: [
        "Files", "Fixtures", "Networks", "Proxies", "Randomness", "Runtime", "Scoring", "Signals",
        "Spaces", "TensorFiles", "TestSupport", "Wording",
      ]),
    .testTarget(
      name: "PredictorTests",
      dependencies: [
        "Signals", "Files", "Fixtures", "Learning", "Operators", "Predictor", "Randomness",
        "Spaces", "Statistics", "TensorFiles", "Tensors", "TestSupport",
      ]),
    .testTarget(
      name: "FormulasTests",
      dependencies: [
        "Files", "Formulas", "Networks", "Proxies", "Randomness", "Scoring", "Spaces",
        "Statistics", "TestSupport",
      ]),
    .testTarget(
      name: "SurrogatesTests",
      dependencies: [
        "Files", "Fixtures", "Randomness", "Scoring", "Spaces", "Statistics", "Surrogates",
        "TestSupport", "TGNAS", "Wording",
      ]),
    .testTarget(
      name: "LatencyTests",
      dependencies: [
        "Documents", "Files", "Latency", "Randomness", "Spaces", "Tables", "TestSupport", "Wording",
      ]),
    .testTarget(
      name: "SearchTests",
      dependencies: [
        "Fixtures", "Latency", "Networks", "Randomness", "Scoring", "Search", "Spaces",
        "Surrogates", "TestSupport", "Wording",
      ]),
    .testTarget(
      name: "StudiesTests",
      dependencies: [
        "Files", "Fixtures", "Randomness", "Scoring", "Search", "Spaces", "Studies", "TestSupport",
        "Wording",
      ]),
    .testTarget(name: "PlotsTests", dependencies: ["Plots", "Terminal"]),
    .testTarget(
      name: "DrawingTests",
      dependencies: [
        "Drawing", "Files", "Plots", "Randomness", "Spaces", "TestSupport", "Wording",
      ]),
    .testTarget(
      name: "ExportTests",
      dependencies: [
        "Export", "Files", "Networks", "ONNXFormat", "Randomness", "Spaces", "TestSupport",
        "Wording", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Files", "Reports", "Scoring", "Search", "Spaces", "Statistics", "Tables", "TensorFiles",
        "TestSupport",
      ]),
    .testTarget(
      name: "TGNASTests",
      dependencies: [
        "Files", "Fixtures", "Formulas", "Operators", "Randomness", "Signals", "Spaces", "Tables",
        "Tensors", "TestSupport", "TGNAS", "Wording",
      ]),
    .testTarget(name: "CLITests", dependencies: ["TensorFiles", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
