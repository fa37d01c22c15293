import Tensors

/// The input channels of a group, of one or several images, and for each channel and tap where its
/// line begins.
final class SeenMaps<Scalar: RuntimeScalar>: Sendable {
  let maps: ShiftedMaps<Scalar>
  let inputs: Int
  private let frames: Buffer<Scalar>
  /// Of the first image.
  nonisolated(unsafe) let rows: UnsafeMutablePointer<UnsafePointer<Scalar>?>
  /// Numbers from one image to the next.
  var step: Int { inputs * maps.mapSize }

  /// - Parameter padding: what lies around the maps
  init(_ maps: ShiftedMaps<Scalar>, inputs: Int, images: Int = 1, padding: Scalar = 0) {
    (self.maps, self.inputs) = (maps, inputs)
    frames = Buffer(uninitialized: images * inputs * maps.mapSize)
    frames.fill(with: padding)
    let taps = maps.window.taps
    rows = .allocate(capacity: max(1, inputs * taps))
    for row in 0..<inputs * taps {
      let shift = maps.shift(of: row % taps)
      let start = row / taps * maps.mapSize + shift.frame * maps.framePitch + shift.offset
      rows[row] = UnsafePointer(frames.pointer + start)
    }
  }

  deinit { rows.deallocate() }

  func fill(_ image: Int = 0, from x: UnsafePointer<Scalar>) {
    for channel in 0..<inputs {
      maps.fill(
        frames.pointer + image * step + channel * maps.mapSize,
        from: x + channel * maps.window.inputPlaces)
    }
  }
}

/// The taps whose lines begin in a frame, with their weights turned round: what an input of the
/// frame sends to outputs.
struct TransposedWeights<Scalar: RuntimeScalar>: Sendable {
  /// By frame, those that some tap sees.
  let taps: [[Int]]
  let outputs: Int
  let inputs: Int
  /// By frame, [groups, inputs of a group, outputs of a group, taps of the frame].
  private let values: [Buffer<Scalar>]

  init(
    _ maps: ShiftedMaps<Scalar>, _ parameters: Buffer<Scalar>, inputs: Int, outputs: Int,
    groups: Int
  ) {
    (self.inputs, self.outputs) = (inputs, outputs)
    let all = maps.window.taps
    let taps = (0..<maps.frames).map { frame in
      (0..<all).filter { maps.shift(of: $0).frame == frame }
    }
    self.taps = taps
    values = taps.map { taps in
      let made = Buffer<Scalar>(uninitialized: groups * inputs * outputs * taps.count)
      var target = made.pointer
      for group in 0..<groups {
        for input in 0..<inputs {
          for output in 0..<outputs {
            let weights =
              parameters.pointer + ((group * outputs + output) * inputs + input) * all
            for tap in taps {
              target.pointee = weights[tap]
              target += 1
            }
          }
        }
      }
      return made
    }
  }

  func values(ofFrame frame: Int, group: Int) -> UnsafePointer<Scalar> {
    UnsafePointer(values[frame].pointer + group * inputs * outputs * taps[frame].count)
  }
}

/// The gradients by the outputs of a group, of one or several images, as lines between zeros.
final class ArrivingMaps<Scalar: RuntimeScalar>: Sendable {
  private let maps: ShiftedMaps<Scalar>
  private let buffer: Buffer<Scalar>
  private let weights: TransposedWeights<Scalar>
  /// For each frame what of it lies on the map: its first number, and how many there are up to the
  /// last.
  private let spans: [(start: Int, count: Int)]
  /// By frame, for each output and tap of the frame.
  nonisolated(unsafe) private let rows: [UnsafeMutablePointer<UnsafePointer<Scalar>?>]

  init(_ maps: ShiftedMaps<Scalar>, _ weights: TransposedWeights<Scalar>, images: Int = 1) {
    (self.maps, self.weights) = (maps, weights)
    buffer = Buffer(count: images * weights.outputs * maps.gradientPitch)
    let spans = (0..<maps.frames).map { frame -> (start: Int, count: Int) in
      let visible = maps.visible(inFrame: frame)
      guard !visible.rows.isEmpty, !visible.columns.isEmpty else { return (0, 0) }
      let start = visible.rows.lowerBound * maps.pitch + visible.columns.lowerBound
      let end = (visible.rows.upperBound - 1) * maps.pitch + visible.columns.upperBound
      return (start, end - start)
    }
    self.spans = spans
    let pointer = buffer.pointer
    rows = weights.taps.enumerated().map { frame, taps in
      let made = UnsafeMutablePointer<UnsafePointer<Scalar>?>.allocate(
        capacity: max(1, weights.outputs * taps.count))
      for output in 0..<weights.outputs {
        let line = pointer + output * maps.gradientPitch + maps.margin + spans[frame].start
        for (place, tap) in taps.enumerated() {
          made[output * taps.count + place] = UnsafePointer(line - maps.shift(of: tap).offset)
        }
      }
      return made
    }
  }

  deinit { for rows in rows { rows.deallocate() } }

  /// The first line, and how far lines and images stand apart.
  var lines: (start: UnsafePointer<Scalar>, pitch: Int, step: Int) {
    (
      UnsafePointer(buffer.pointer + maps.margin), maps.gradientPitch,
      weights.outputs * maps.gradientPitch
    )
  }

  func fill(_ image: Int = 0, from gradient: UnsafePointer<Scalar>) {
    for output in 0..<weights.outputs {
      let line = image * weights.outputs + output
      maps.spread(
        gradient + output * maps.window.outputPlaces,
        into: buffer.pointer + line * maps.gradientPitch + maps.margin)
    }
  }

  /// Writes the gradients by the inputs of a group, [inputs, frames].
  func sendBack(_ image: Int = 0, group: Int, through back: UnsafeMutablePointer<Scalar>) {
    for (frame, taps) in weights.taps.enumerated() where !taps.isEmpty {
      let span = spans[frame]
      guard span.count > 0 else { continue }
      Scalar.multiplyShifted(
        rows: weights.inputs, columns: span.count, inner: weights.outputs * taps.count,
        weights.values(ofFrame: frame, group: group), rows[frame],
        from: image * lines.step, into: back + frame * maps.framePitch + span.start,
        pitch: maps.mapSize)
    }
  }
}
