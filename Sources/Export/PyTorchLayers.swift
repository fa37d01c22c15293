import Networks

/// Layers that PyTorch has no module for in the layout of feature maps, as classes of the written
/// file. Tokens are feature maps, too: [images, channels, height, width], or [images, channels,
/// tokens, 1].
enum PyTorchLayers {
  /// The module of a layer with one of these classes.
  static func constructor(of layer: Network.Layer) -> String? {
    let shape = layer.shape
    switch layer.kind {
    case .layerNorm: return "ChannelNorm(\(shape.channels))"
    case .classToken: return "ClassToken(\(shape.channels))"
    case .positionEmbedding:
      return "PositionEmbedding(\(shape.channels), \(shape.height), \(shape.width))"
    case .attention(let attention):
      var arguments = "\(attention.heads), \(attention.headChannels)"
      if let relative = attention.relativePositions {
        arguments +=
          ", \(shape.height * shape.width), largest=\(relative.largest), width=\(relative.width)"
        if relative.hasClassToken { arguments += ", class_token=True" }
      }
      let name = attention.relativePositions == nil ? "Attention" : "RelativeAttention"
      return "\(name)(\(arguments))"
    case .input, .zeros, .convolution, .linear, .batchNorm, .instanceNorm, .mapNorm, .activation,
      .pooling, .globalAveragePooling, .product, .takeClassToken, .dropClassToken, .sum,
      .concatenation, .slice, .channelShuffle, .transpose:
      return nil
    }
  }

  /// The classes that a network needs, in a fixed order.
  static func classes(for network: Network) -> [String] {
    var needed: Set<String> = []
    for layer in network.layers {
      guard let constructor = constructor(of: layer) else { continue }
      needed.insert(String(constructor.prefix { $0 != "(" }))
    }
    return known.filter { needed.contains($0.name) }.map(\.text)
  }

  private static let known = [
    (
      name: "ChannelNorm",
      text: """
      class ChannelNorm(nn.LayerNorm):
          \"\"\"Layer norm over the channels at each position.\"\"\"

          def forward(self, x):
              return super().forward(x.movedim(1, -1)).movedim(-1, 1)

      """
    ),
    (
      name: "ClassToken",
      text: """
      class ClassToken(nn.Module):
          \"\"\"Puts all positions in a column, and a learned token before them.\"\"\"

          def __init__(self, channels):
              super().__init__()
              self.token = nn.Parameter(0.02 * torch.randn(1, channels, 1, 1))

          def forward(self, x):
              tokens = x.flatten(2).unsqueeze(3)
              return torch.cat((self.token.expand(len(x), -1, -1, -1), tokens), 2)

      """
    ),
    (
      name: "PositionEmbedding",
      text: """
      class PositionEmbedding(nn.Module):
          def __init__(self, channels, height, width):
              super().__init__()
              self.embedding = nn.Parameter(0.02 * torch.randn(1, channels, height, width))

          def forward(self, x):
              return x + self.embedding

      """
    ),
    (
      name: "Attention",
      text: """
      class Attention(nn.Module):
          \"\"\"Softmax attention; the input holds the queries of all heads, then the keys, then \
      the values.\"\"\"

          def __init__(self, heads, channels):
              super().__init__()
              self.heads, self.channels = heads, channels

          def forward(self, x):
              images, _, height, width = x.shape
              query, key, value = x.reshape(images, 3, self.heads, self.channels, -1).unbind(1)
              scores = torch.einsum("bhdi,bhdj->bhij", query, key) / self.channels**0.5
              mixed = torch.einsum("bhij,bhdj->bhdi", scores.softmax(-1), value)
              return mixed.reshape(images, -1, height, width)

      """
    ),
    (
      name: "RelativeAttention",
      text: """
      class RelativeAttention(nn.Module):
          \"\"\"Softmax attention with learned embeddings of distances in rows and columns, added \
      to keys and values.

          The input holds the queries of all heads, then the keys, then the values.
          \"\"\"

          def __init__(self, heads, channels, positions, largest, width, class_token=False):
              super().__init__()
              self.heads, self.channels = heads, channels
              for name in ("key_rows", "key_columns", "value_rows", "value_columns"):
                  table = nn.Parameter(0.02 * torch.randn(2 * largest + 2, channels))
                  self.register_parameter(name, table)
              place = torch.arange(positions - class_token)
              for name, of in (("rows", place // width), ("columns", place % width)):
                  distances = (of[None, :] - of[:, None]).clamp(-largest, largest) + largest + 1
                  # 0 is for the class token, which has no place.
                  distances = nn.functional.pad(distances, (int(class_token), 0) * 2)
                  self.register_buffer(name, distances, persistent=False)

          def forward(self, x):
              images, _, height, width = x.shape
              query, key, value = x.reshape(images, 3, self.heads, self.channels, -1).unbind(1)
              keys = self.key_rows[self.rows] + self.key_columns[self.columns]
              values = self.value_rows[self.rows] + self.value_columns[self.columns]
              scores = torch.einsum("bhdi,bhdj->bhij", query, key)
              scores = (scores + torch.einsum("bhdi,ijd->bhij", query, keys)) / self.channels**0.5
              weights = scores.softmax(-1)
              mixed = torch.einsum("bhij,bhdj->bhdi", weights, value)
              mixed = mixed + torch.einsum("bhij,ijd->bhdi", weights, values)
              return mixed.reshape(images, -1, height, width)

      """
    ),
  ]
}
