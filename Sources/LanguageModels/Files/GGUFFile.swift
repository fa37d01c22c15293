import Files
import Tensors
import Wording

/// Files of ggml's GGUF format, versions 2 and 3: settings by name, the tensors' places, numbers.
///
/// Source: ggml, docs/gguf.md.
struct GGUFFile {
  /// The value of a setting.
  enum Value {
    case integer(Int)
    case number(Double)
    case flag(Bool)
    case text([UInt8])
    case texts([Range<Int>])
    case integers([Int])
    /// A list of another kind, which no model of ours needs.
    case other
  }

  let file: MappedFile
  let settings: [String: Value]
  let tensors: [String: StoredTensor]

  static let magic = Array("GGUF".utf8)

  /// - Throws: `FileError` when the file is cut short, of another version, or holds numbers of a
  ///   kind that cannot be read.
  init(_ file: MappedFile) throws(FileError) {
    self.file = file
    var cursor = Cursor(file)
    try cursor.skip(4)
    let version = try cursor.integer(UInt32.self)
    guard (2...3).contains(version) else {
      throw FileError(
        path: file.path, problem: "is GGUF of version \(version); expected version 2 or 3")
    }
    let tensorCount = try cursor.count(atLeast: 24, of: "tensors")
    let settingCount = try cursor.count(atLeast: 13, of: "settings")
    var settings: [String: Value] = [:]
    for _ in 0..<settingCount {
      let name = try cursor.name()
      settings[name] = try cursor.value(kind: try cursor.integer(UInt32.self))
    }
    self.settings = settings
    var places: [(name: String, shape: [Int], format: StoredFormat, offset: Int)] = []
    for _ in 0..<tensorCount {
      let name = try cursor.name()
      let dimensions = try cursor.integer(UInt32.self)
      guard (1...4).contains(dimensions) else {
        throw FileError(
          path: file.path,
          problem: "its tensor \"\(name)\" has \(dimensions) dimensions; expected 1 to 4")
      }
      var shape: [Int] = []
      for _ in 0..<dimensions { shape.append(try cursor.integer(UInt64.self)) }
      let code = try cursor.integer(UInt32.self)
      guard let format = Self.formats[code] else {
        throw FileError(
          path: file.path,
          problem: """
            its tensor "\(name)" is of ggml's type \(code)\(Self.named(code)); expected F32, F16, \
            BF16, Q4_0, Q4_1 or Q8_0; quantise the model to one of these, such as by \
            llama-quantize
            """)
      }
      // ggml gives the innermost dimension first.
      places.append((name, shape.reversed(), format, try cursor.integer(UInt64.self)))
    }
    var alignment = 32
    if case .integer(let asked)? = settings["general.alignment"], asked > 0, asked <= 1 << 20 {
      alignment = asked
    }
    let start = (cursor.position + alignment - 1) / alignment * alignment
    var tensors: [String: StoredTensor] = [:]
    for (name, shape, format, offset) in places {
      var count = 1
      for size in shape {
        let (product, overflows) = count.multipliedReportingOverflow(by: size)
        guard size > 0, !overflows else {
          throw FileError(
            path: file.path,
            problem: "its tensor \"\(name)\" has the shape \(ModelTensors.text(shape))")
        }
        count = product
      }
      guard shape[shape.count - 1] % format.blockLength == 0 else {
        throw FileError(
          path: file.path,
          problem: """
            the rows of its tensor "\(name)" have \(shape[shape.count - 1]) numbers; expected a \
            multiple of \(format.blockLength)
            """)
      }
      let bytes = format.bytes(of: count)
      guard offset >= 0, offset <= file.bytes.count, start <= file.bytes.count - offset,
        bytes <= file.bytes.count - offset - start
      else {
        throw FileError(
          path: file.path,
          problem: """
            is cut short: it has \(file.bytes.count) bytes and ends before the end of the tensor \
            "\(name)"; get the file again
            """)
      }
      tensors[name] = StoredTensor(
        shape: shape, format: format,
        bytes: UnsafeRawBufferPointer(
          rebasing: file.bytes[start + offset..<start + offset + bytes]))
    }
    self.tensors = tensors
  }

  /// ggml's codes of the types that are read.
  private static let formats: [Int: StoredFormat] = [
    0: .float32, 1: .float16, 2: .q4_0, 3: .q4_1, 8: .q8_0, 30: .bfloat16,
  ]

  /// " (Q4_K)" for a type that has a name.
  private static func named(_ code: Int) -> String {
    let names = [
      6: "Q5_0", 7: "Q5_1", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K",
      15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 20: "IQ4_NL", 23: "IQ4_XS",
    ]
    return names[code].map { " (\($0))" } ?? ""
  }

  // MARK: Settings

  /// A whole number of at least 1.
  ///
  /// - Throws: `FileError` when the setting is missing or no such number.
  func size(_ name: String) throws(FileError) -> Int {
    guard case .integer(let value)? = settings[name], value > 0, value < 1 << 32 else {
      throw lacks(name, "a whole number of at least 1")
    }
    return value
  }

  func number(_ name: String) throws(FileError) -> Double {
    switch settings[name] {
    case .number(let value)? where value.isFinite && value > 0: return value
    case .integer(let value)? where value > 0: return Double(value)
    default: throw lacks(name, "a positive number")
    }
  }

  func text(_ name: String) -> String? {
    guard case .text(let bytes)? = settings[name] else { return nil }
    return shown(String(decoding: bytes, as: UTF8.self))
  }

  func flag(_ name: String) -> Bool? {
    guard case .flag(let flag)? = settings[name] else { return nil }
    return flag
  }

  func integer(_ name: String) -> Int? {
    guard case .integer(let value)? = settings[name] else { return nil }
    return value
  }

  /// - Throws: `FileError` when the setting is missing or no list of texts.
  func texts(_ name: String) throws(FileError) -> [UnsafeRawBufferPointer] {
    guard case .texts(let places)? = settings[name] else { throw lacks(name, "a list of texts") }
    return places.map { UnsafeRawBufferPointer(rebasing: file.bytes[$0]) }
  }

  private func lacks(_ name: String, _ what: String) -> FileError {
    FileError(path: file.path, problem: "its setting \"\(name)\" is missing; expected \(what)")
  }
}

/// A text of a file for people: at most 200 characters on one line.
func shown(_ text: some StringProtocol) -> String { onOneLine(String(text.prefix(200))) }

/// Reads a file from its beginning on, and never beyond its end.
private struct Cursor {
  let file: MappedFile
  var position = 0

  init(_ file: MappedFile) { self.file = file }

  private var remaining: Int { file.bytes.count - position }

  private var ends: FileError {
    FileError(
      path: file.path,
      problem: """
        is cut short: it has \(file.bytes.count) bytes and ends in the description of its \
        contents; get the file again
        """)
  }

  mutating func skip(_ count: Int) throws(FileError) {
    guard count >= 0, count <= remaining else { throw ends }
    position += count
  }

  private mutating func load<T: BitwiseCopyable>(_: T.Type) throws(FileError) -> T {
    guard MemoryLayout<T>.size <= remaining else { throw ends }
    defer { position += MemoryLayout<T>.size }
    return file.bytes.loadUnaligned(fromByteOffset: position, as: T.self)
  }

  mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws(FileError) -> Int
  {
    // What exceeds an Int exceeds every size, too.
    Int(clamping: T(littleEndian: try load(T.self)))
  }

  /// How many of something follow, each of which takes at least so many bytes.
  mutating func count(atLeast bytes: Int, of what: String) throws(FileError) -> Int {
    let count = try integer(UInt64.self)
    guard count <= remaining / bytes else { throw ends }
    return count
  }

  mutating func place() throws(FileError) -> Range<Int> {
    let length = try integer(UInt64.self)
    let start = position
    try skip(length)
    return start..<start + length
  }

  /// A name, of which sentences show no control characters.
  mutating func name() throws(FileError) -> String {
    shown(String(decoding: file.bytes[try place()], as: UTF8.self))
  }

  /// - Parameter kind: GGUF's code of the type
  mutating func value(kind: Int) throws(FileError) -> GGUFFile.Value {
    switch kind {
    case 0: return .integer(try integer(UInt8.self))
    case 1: return .integer(try integer(Int8.self))
    case 2: return .integer(try integer(UInt16.self))
    case 3: return .integer(try integer(Int16.self))
    case 4: return .integer(try integer(UInt32.self))
    case 5: return .integer(try integer(Int32.self))
    case 6: return .number(Double(Float(bitPattern: try load(UInt32.self))))
    case 7: return .flag(try load(UInt8.self) != 0)
    case 8: return .text(Array(file.bytes[try place()]))
    case 9: return try list()
    case 10: return .integer(try integer(UInt64.self))
    case 11: return .integer(try integer(Int64.self))
    case 12: return .number(Double(bitPattern: try load(UInt64.self)))
    default:
      throw FileError(
        path: file.path,
        problem: "is damaged: at byte \(position) a setting is of GGUF's type \(kind)")
    }
  }

  private mutating func list() throws(FileError) -> GGUFFile.Value {
    let kind = try integer(UInt32.self)
    switch kind {
    case 8:
      let count = try count(atLeast: 8, of: "texts")
      var places: [Range<Int>] = []
      places.reserveCapacity(count)
      for _ in 0..<count { places.append(try place()) }
      return .texts(places)
    case 5:
      let count = try count(atLeast: 4, of: "numbers")
      var numbers: [Int] = []
      numbers.reserveCapacity(count)
      for _ in 0..<count { numbers.append(try integer(Int32.self)) }
      return .integers(numbers)
    case 0, 1, 2, 3, 4, 6, 7, 10, 11, 12:
      let sizes = [0: 1, 1: 1, 7: 1, 2: 2, 3: 2]
      let size = sizes[kind] ?? (kind >= 10 ? 8 : 4)
      try skip(size * (try count(atLeast: size, of: "numbers")))
      return .other
    default:
      throw FileError(
        path: file.path,
        problem: "is damaged: at byte \(position) a list is of GGUF's type \(kind)")
    }
  }
}
