/// The number of columns that a text takes on a terminal. East Asian ideographs and most emoji take
/// two columns, combining marks none.
///
/// The ranges are those of the Unicode Standard Annex 11, East Asian Width. Gaps between
/// neighbouring wide ranges are closed.
package func displayWidth(_ text: String) -> Int {
  // Nearly every text is ASCII, and looking up properties is slow.
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.reduce(0) { width, character in
    // A character is as wide as its widest scalar.
    width + (character.unicodeScalars.map(displayWidth).max() ?? 0)
  }
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18D08,
    0x1B000...0x1B2FB, 0x20000...0x3FFFD, 0xFE0F:
    // The last one, variation selector 16, turns the character before it into an emoji.
    2
  default:
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: 0
    default: scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}

/// `text` in a form that fits into a table row. White space that would break the line becomes a
/// space. Characters that would control the terminal become replacement characters.
package func onOneLine(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isControl) else { return text }
  var line = ""
  // Goes by characters, because a carriage return with its line feed is one space.
  for character in text {
    guard character.unicodeScalars.contains(where: isControl) else {
      line.append(character)
      continue
    }
    line.append(character.isWhitespace ? " " : "\u{FFFD}")
  }
  return line
}
