import Files
import Foundation
import Networks
import Synchronization
import TensorFiles
import Tensors

/// Values of measured proxies, each measured once and kept in a file.
///
/// A value is found by all that it depends on: the proxy, the network layer by layer, the batch,
/// the seed, the repeats and the images. So equal networks of different architectures are run once,
/// and a value from the file equals the one that would be measured, to the bit. The file is of one
/// family of processors, and is written every few seconds and at the end: what stops is taken up
/// where it was.
public final class MeasuredValues: Sendable {
  /// Grows whenever a proxy or a kernel gives other numbers.
  private static let version = 1
  private static let interval = Duration.seconds(10)
  private static let format = "tgnas-measured-values"

  /// The file; nil when nothing is kept.
  public let path: String?
  private let state: Mutex<State>

  private struct State {
    var values: [[UInt8]: Double] = [:]
    var isRead = false
    var fresh = 0
    var lastWritten = ContinuousClock.now
    var problem: String?
  }

  /// - Parameter folder: for the file; nil keeps nothing
  public init(folder: String? = nil) {
    let family = [BLAS.coreName, RowKernel.instructions].map { name in
      name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    path = folder.map { "\($0)/proxies-\(family[0])-\(family[1]).h5" }
    state = Mutex(State())
  }

  deinit { save() }

  /// Why the file could not be read or written, as a sentence; nil when nothing is wrong.
  public var problem: String? { state.withLock(\.problem) }

  /// What a value is found by.
  struct Key: Hashable {
    fileprivate let digest: [UInt8]

    /// - Parameter content: the digest of the network's content
    init(_ proxy: any Proxy.Type, of content: String, on measurement: ProxyMeasurement) {
      let images = measurement.images?.digest ?? "noise"
      let text =
        "\(MeasuredValues.version) \(proxy.name) \(measurement.batch) \(measurement.seed) "
        + "\(measurement.repeats) \(images) \(content)"
        + (measurement.initialisation == .uniform ? "" : " \(measurement.initialisation)")
      digest = Array(Digest.sha256(Array(text.utf8)).prefix(Key.length).utf8)
    }

    /// Characters of a digest, each of four bits.
    static let length = 32
  }

  subscript(key: Key) -> Double? {
    state.withLock { state in
      if !state.isRead { read(&state) }
      return state.values[key.digest]
    }
  }

  /// Keeps a value.
  func add(_ value: Double, _ key: Key) {
    state.withLock { state in
      state.values[key.digest] = value
      state.fresh += 1
      if ContinuousClock.now - state.lastWritten > MeasuredValues.interval { write(&state) }
    }
  }

  /// Writes what is new to the file.
  public func save() { state.withLock { write(&$0) } }

  private func read(_ state: inout State) {
    state.isRead = true
    guard let path, FileManager.default.fileExists(atPath: path) else { return }
    do {
      for (key, value) in try MeasuredValues.values(in: path) { state.values[key] = value }
    } catch {
      state.problem = "\(error); it is written anew"
    }
  }

  private static func values(in path: String) throws -> [([UInt8], Double)] {
    let file = try TensorFile(path: path)
    guard file.attributes["format"] == .string(format) else {
      throw TensorFileError(
        path: path, "holds no measured values (its attribute \"format\" is not \(format))")
    }
    let count = file.contents["keys"]?.shape.first ?? 0
    var table = TensorTable()
    table.add("keys", [count, Key.length], storage: [.uint8])
    table.add("values", [count, 8], storage: [.uint8])
    let tensors = try file.read(table)
    guard case .uint8(let keys)? = tensors["keys"]?.elements,
      case .uint8(let bits)? = tensors["values"]?.elements
    else { preconditionFailure("the tensor table promises these kinds of numbers") }
    return (0..<count).map { index in
      let bytes = bits[index * 8..<(index + 1) * 8]
      let pattern = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return (
        Array(keys[index * Key.length..<(index + 1) * Key.length]), Double(bitPattern: pattern)
      )
    }
  }

  private func write(_ state: inout State) {
    guard let path, state.fresh > 0 else { return }
    do {
      try Folder.make(Folder.parent(of: path))
      // Another process may have added to it.
      if let others = try? MeasuredValues.values(in: path) {
        state.values.merge(others) { own, _ in own }
      }
      let rows = state.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      var writer = TensorFileWriter()
      writer.set("format", .string(MeasuredValues.format))
      writer.add(
        "keys",
        Tensor(shape: [rows.count, Key.length], elements: .uint8(rows.flatMap(\.key))))
      // The bits of numbers in double precision, the lowest byte first.
      writer.add(
        "values",
        Tensor(
          shape: [rows.count, 8],
          elements: .uint8(
            rows.flatMap { row in (0..<8).map { UInt8(row.value.bitPattern >> (8 * $0) & 255) } })))
      try writer.write(to: path)
      state.fresh = 0
    } catch {
      state.problem = "\(error); measured values of this run are not kept"
      state.fresh = 0
    }
    state.lastWritten = ContinuousClock.now
  }
}
