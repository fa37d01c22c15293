/// A text cut into lines, after a sign between words where there is one; the lines joined are the
/// text. A line may only be too long if it is a single character.
func lines(of text: String, fits: (String) -> Bool) -> [String] {
  var (lines, line): ([String], String) = ([], "")
  for character in text {
    if !line.isEmpty, !fits(line + String(character)) {
      let end =
        line.lastIndex { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }
        .map(line.index(after:)) ?? line.endIndex
      // A cut far to the left would leave half a line empty.
      let isFar = line.distance(from: end, to: line.endIndex) > line.count / 2
      let cut = isFar ? line.endIndex : end
      lines.append(String(line[..<cut]))
      line = String(line[cut...])
    }
    line.append(character)
  }
  return line.isEmpty ? lines : lines + [line]
}
