import CKernels

/// How the numbers of a matrix lie in a model's file.
public enum StoredFormat: Hashable, Sendable, CaseIterable {
  case float32
  case float16
  case bfloat16
  /// Blocks of 32 as ggml has them: a half `d` and 32 numbers `q` of four bits, for `d (q - 8)`.
  case q4_0
  /// Blocks of 32: halves `d` and `m`, and 32 numbers `q` of four bits, for `d q + m`.
  case q4_1
  /// Blocks of 32: a half `d` and 32 signed bytes `q`, for `d q`.
  case q8_0

  /// How many numbers make a block.
  public var blockLength: Int {
    switch self {
    case .float32, .float16, .bfloat16: 1
    case .q4_0, .q4_1, .q8_0: 32
    }
  }

  /// The bytes of a block.
  public var blockBytes: Int {
    switch self {
    case .float32: 4
    case .float16, .bfloat16: 2
    case .q4_0: 18
    case .q4_1: 20
    case .q8_0: 34
    }
  }

  /// The bytes of `count` numbers, which are whole blocks.
  public func bytes(of count: Int) -> Int { count / blockLength * blockBytes }

  fileprivate var code: tgnas_format {
    switch self {
    case .float32: TGNAS_F32
    case .float16: TGNAS_F16
    case .bfloat16: TGNAS_BF16
    case .q4_0: TGNAS_Q4_0
    case .q4_1: TGNAS_Q4_1
    case .q8_0: TGNAS_Q8_0
    }
  }

  /// `count` numbers in single precision.
  ///
  /// - Parameters:
  ///   - bytes: at least ``bytes(of:)``
  ///   - numbers: room for `count`
  public func unpack(
    _ bytes: UnsafeRawPointer, count: Int, into numbers: UnsafeMutablePointer<Float>
  ) {
    precondition(count % blockLength == 0, "whole blocks")
    tgnas_unpack(bytes, code, count, numbers)
  }
}

extension RowKernel {
  /// C += A B' with B as it lies in a file, row by row without gaps. The naive twin multiplies by
  /// the numbers of ``StoredFormat/unpack(_:count:into:)``.
  ///
  /// - Parameters:
  ///   - inner: whole blocks of the format
  ///   - a: [rows, inner]
  ///   - b: [columns, inner]
  ///   - c: [rows, columns]
  public static func addProduct(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>,
    withStored b: UnsafeRawPointer, _ format: StoredFormat, to c: UnsafeMutablePointer<Float>
  ) {
    precondition(inner % format.blockLength == 0, "whole blocks")
    tgnas_add_product_with_stored(rows, columns, inner, a, b, format.code, c)
  }
}
