// One operator several times in a row.

extension Operator.Lowering {
  /// The layers `count` times in a row. The first are those that change the shape where the place
  /// does; the others keep it.
  package func repeated(_ count: Int) -> Operator.Lowering {
    guard count > 1 else { return self }
    // A sum of one block is the block, with channels that refer to its own entry.
    let again = BlockLayer.sum([Block(same.layers.map(\.atStrideOne))])
    let rest = Array(repeating: again, count: count - 1)
    return Operator.Lowering(
      same: Block(same.layers + rest), changing: Block(changing.layers + rest))
  }
}

extension Block {
  fileprivate var atStrideOne: Block { Block(layers.map(\.atStrideOne)) }
}

extension BlockLayer {
  /// The layer with a stride of 1 where it would have that of the place.
  fileprivate var atStrideOne: BlockLayer {
    switch self {
    case .convolution(var convolution):
      if convolution.verticalStride == .place { convolution.verticalStride = .fixed(1) }
      if convolution.horizontalStride == .place { convolution.horizontalStride = .fixed(1) }
      return .convolution(convolution)
    case .pooling(var pooling):
      if pooling.stride == .place { pooling.stride = .fixed(1) }
      return .pooling(pooling)
    case .residual(let block): return .residual(block.atStrideOne)
    case .acrossPositions(let block): return .acrossPositions(block.atStrideOne)
    case .gate(let block): return .gate(block.atStrideOne)
    case .sum(let blocks): return .sum(blocks.map(\.atStrideOne))
    case .concatenation(let blocks): return .concatenation(blocks.map(\.atStrideOne))
    case .split(let blocks): return .split(blocks.map(\.atStrideOne))
    case .graph(let edges):
      return .graph(
        edges.map {
          GraphEdge(source: $0.source, target: $0.target, block: $0.block.atStrideOne)
        })
    case .batchNorm, .instanceNorm, .mapNorm, .activation, .globalAveragePooling, .layerNorm,
      .linear, .squeezeExcite, .attention, .patchEmbedding, .classToken, .takeClassToken,
      .dropClassToken, .positionEmbedding, .channelShuffle:
      return self
    }
  }
}
