/// Reads a module as code calls it or as Python prints it.
struct PrintedModuleParser {
  /// No module of a network is nested more deeply.
  private static let deepest = 32

  private let characters: [Character]
  private var position = 0
  private var depth = 0

  init(_ characters: [Character]) { self.characters = characters }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position >= characters.count
    }
  }

  private mutating func skipSpace() {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
  }

  private mutating func skip(_ sign: Character) -> Bool {
    skipSpace()
    guard position < characters.count, characters[position] == sign else { return false }
    position += 1
    return true
  }

  private mutating func word() -> String {
    skipSpace()
    let start = position
    while position < characters.count,
      characters[position].isLetter || characters[position].isNumber
        || "_.-".contains(characters[position])
    {
      position += 1
    }
    return String(characters[start..<position])
  }

  mutating func module() -> PrintedModule? {
    let name = word()
    guard let first = name.first, first.isLetter, depth < Self.deepest, skip("(") else {
      return nil
    }
    depth += 1
    defer { depth -= 1 }
    var module = PrintedModule(name: String(name.split(separator: ".").last ?? ""))
    while !skip(")") {
      guard argument(of: &module) else { return nil }
      _ = skip(",")
      if position >= characters.count { return nil }
    }
    return module
  }

  private mutating func argument(of module: inout PrintedModule) -> Bool {
    let start = position
    // `(0): Conv2d(...)`, as modules are printed.
    if skip("(") {
      let label = word()
      if !label.isEmpty, skip(")"), skip(":") {
        guard var child = self.module() else { return false }
        child.label = label
        module.children.append(child)
        return true
      }
      position = start
    }
    if let child = self.module() {
      module.children.append(child)
      return true
    }
    position = start
    let name = word()
    if skip("=") {
      guard let value = value() else { return false }
      module.named[name] = value
      return true
    }
    position = start
    guard let value = value() else { return false }
    module.positional.append(value)
    return true
  }

  /// A number, a word, or a tuple of such.
  private mutating func value() -> String? {
    skipSpace()
    let start = position
    if skip("(") || skip("[") {
      while position < characters.count, !")]".contains(characters[position]) { position += 1 }
      guard position < characters.count else { return nil }
      position += 1
    } else if skip("'") || skip("\"") {
      while position < characters.count, !"'\"".contains(characters[position]) { position += 1 }
      position += 1
    } else if word().isEmpty {
      return nil
    }
    return String(characters[start..<min(position, characters.count)])
  }
}
