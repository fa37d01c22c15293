// One import brings the whole library:
//
//     import TGNAS
//
//     let installation = try Installation.locate()
//     let space = try SearchSpace.named("nasbench201", in: installation)
//     let predictor = try installation.predictor(for: space)
//     let ranking = Ranking(of: predictor)
@_exported import Documents
@_exported import Drawing
@_exported import Encoder
@_exported import Evaluation
@_exported import Export
@_exported import Files
@_exported import Latency
@_exported import Networks
@_exported import Predictor
@_exported import Randomness
@_exported import Reporting
@_exported import Search
@_exported import Spaces
@_exported import Studies
@_exported import Tensors
@_exported import Weights

/// The version of the library and of the program.
public let version = "0.1.0"

extension ArchitecturePredictor: ArchitectureScorer {}
extension OperatorEmbeddings: SentenceEmbeddings {}
