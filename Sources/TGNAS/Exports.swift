// One import gives a user of the library everything:
//
//     import TGNAS
//
//     let installation = try Installation.locate()
//     let space = try SearchSpace.named("nasbench201", in: installation)
//     let predictor = try installation.predictor(for: space)
//     let ranking = try Ranking(of: predictor)
//
// Lower layers, such as tensors, tensor files and YAML documents, are not exported.
@_exported import Drawing
@_exported import Export
@_exported import Formulas
@_exported import LanguageModels
@_exported import Latency
@_exported import Networks
@_exported import Operators
@_exported import Predictor
@_exported import Proxies
@_exported import Randomness
@_exported import Reports
@_exported import Scoring
@_exported import Search
@_exported import SentenceEmbedding
@_exported import Signals
@_exported import Spaces
@_exported import Statistics
@_exported import Studies
@_exported import Surrogates
@_exported import Wording

@_exported import struct Files.FileError
@_exported import struct Files.Installation
@_exported import enum Runtime.WeightInitialisation
@_exported import struct Tables.TableError

extension Installation {
  /// The version of the library and of the program.
  public static let version = "0.1.0"
}
