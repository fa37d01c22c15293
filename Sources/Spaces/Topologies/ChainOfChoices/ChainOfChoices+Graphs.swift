extension ChainOfChoices {
  package func structure(of architecture: Architecture) -> CellStructure {
    let filled = filled(architecture.genes)
    guard hasStages else {
      return .chain(
        filled.map {
          CellStructure.Link(
            name: "position \($0.position + 1)", operator: $0.operator, channels: nil, stride: 1)
        })
    }
    var links: [CellStructure.Link] = []
    for (number, group) in groups.enumerated() {
      for (offset, found) in filled.filter({ group.positions.contains($0.position) }).enumerated() {
        links.append(
          CellStructure.Link(
            name: "stage \(number + 1)/block \(offset + 1)", operator: found.operator,
            channels: group.channels.asked(by: table.operators[found.operator]),
            stride: offset == 0 ? group.stride : 1))
      }
    }
    return .chain(links)
  }
}
