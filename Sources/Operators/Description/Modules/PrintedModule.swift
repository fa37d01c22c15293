/// A module with its arguments and the modules inside, as PyTorch prints it.
struct PrintedModule {
  let name: String
  /// What the module that holds it calls it; empty where nothing is said.
  var label = ""
  var positional: [String] = []
  var named: [String: String] = [:]
  var children: [PrintedModule] = []

  /// An argument by its name or by its place.
  func argument(_ name: String, _ place: Int) -> String? {
    named[name] ?? (positional.indices.contains(place) ? positional[place] : nil)
  }

  func number(_ name: String, _ place: Int) -> Int? { argument(name, place).flatMap { Int($0) } }

  /// One number for all directions, or one for each of them.
  func numbers(_ name: String, _ place: Int) -> [Int]? {
    guard let text = argument(name, place) else { return nil }
    if let number = Int(text) { return [number] }
    let numbers = text.filter { !"()[] ".contains($0) }.split(separator: ",").map { Int($0) }
    guard !numbers.isEmpty, !numbers.contains(nil) else { return nil }
    return numbers.compactMap { $0 }
  }

  /// One number for both directions, or two.
  func pair(_ name: String, _ place: Int) -> (Int, Int)? {
    guard let numbers = numbers(name, place), numbers.count <= 2 else { return nil }
    return (numbers[0], numbers[numbers.count - 1])
  }
}
