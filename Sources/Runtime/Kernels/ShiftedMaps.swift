/// A map, laid out so that what all outputs see through a tap of a window is one line of memory.
///
/// The map stands in a frame of padding. With a stride of s there are s x s frames, each with the
/// places of the map at one remainder. A tap's line begins at its shift into one frame. Lines run
/// over the end of a row of outputs into its frame, so that between rows some numbers mean nothing:
/// ``gather(_:into:plus:)`` leaves them out, and ``spread(_:into:)`` keeps zeros there.
/// No number is copied more than once, where patches as a matrix hold it for each tap.
struct ShiftedMaps<Scalar: RuntimeScalar> {
  /// What may be read or written behind the last number, as kernels go by whole vectors.
  static var slack: Int { 16 }

  let window: Window
  /// Rows of a frame.
  let height: Int
  /// Columns of a frame.
  let pitch: Int
  /// Frames of a map.
  let frames: Int

  init(_ window: Window) {
    self.window = window
    let (rows, columns) = (window.rows, window.columns)
    height = rows.output + (rows.kernel - 1) * rows.dilation / rows.stride
    pitch = columns.output + (columns.kernel - 1) * columns.dilation / columns.stride
    frames = rows.stride * columns.stride
  }

  /// Numbers of a frame.
  var frameSize: Int { height * pitch }
  /// Numbers from one frame to the next.
  var framePitch: Int { frameSize + ShiftedMaps.slack }
  /// Numbers of all frames of a map.
  var mapSize: Int { frames * framePitch }
  /// The length of a line.
  var lineCount: Int {
    max(0, (window.rows.output - 1) * pitch + window.columns.output)
  }
  /// Numbers from one line of outputs to the next.
  var linePitch: Int { ShiftedMaps.wholeVectors(lineCount) }
  /// Zeros before a line of gradients: the largest shift, in whole vectors.
  var margin: Int { ShiftedMaps.wholeVectors(frameSize - lineCount) }
  /// Numbers from one line of gradients to the next: zeros for shifts to the left and to the right.
  var gradientPitch: Int { margin + ShiftedMaps.wholeVectors(frameSize) + ShiftedMaps.slack }

  static func wholeVectors(_ count: Int) -> Int { (count + slack - 1) / slack * slack }

  /// In which frame a tap's line begins, and where.
  func shift(of tap: Int) -> (frame: Int, offset: Int) {
    let (rows, columns) = (window.rows, window.columns)
    let down = tap / columns.kernel * rows.dilation
    let across = tap % columns.kernel * columns.dilation
    return (
      down % rows.stride * columns.stride + across % columns.stride,
      down / rows.stride * pitch + across / columns.stride
    )
  }

  /// The places of a frame that lie on the map along an axis: from which on, how many, and the
  /// place of the first on the map.
  private func visible(
    _ axis: Window.Axis, _ remainder: Int, of size: Int
  ) -> (places: Range<Int>, first: Int) {
    let offset = remainder - axis.padding
    let low = offset >= 0 ? 0 : (-offset + axis.stride - 1) / axis.stride
    let end = axis.input - 1 - offset < 0 ? 0 : (axis.input - 1 - offset) / axis.stride + 1
    let first = min(low, size)
    return (first..<max(first, min(end, size)), first * axis.stride + offset)
  }

  /// What of a frame lies on the map.
  struct Visible {
    let rows: Range<Int>
    let columns: Range<Int>
    /// The place on the map of its first number.
    let first: (row: Int, column: Int)
  }

  func visible(inFrame frame: Int) -> Visible {
    let (down, across) = (frame / window.columns.stride, frame % window.columns.stride)
    let (rows, columns) = (
      visible(window.rows, down, of: height), visible(window.columns, across, of: pitch)
    )
    return Visible(
      rows: rows.places, columns: columns.places, first: (rows.first, columns.first))
  }

  /// Copies a map into its frames, whose padding is there.
  func fill(_ target: UnsafeMutablePointer<Scalar>, from map: UnsafePointer<Scalar>) {
    forEachRow { frame, place, count in
      let (to, from) = (target + frame, map + place)
      let stride = window.columns.stride
      if stride == 1 {
        to.update(from: from, count: count)
      } else {
        for column in 0..<count { to[column] = from[column * stride] }
      }
    }
  }

  /// Adds frames to a map.
  func add(_ source: UnsafePointer<Scalar>, to map: UnsafeMutablePointer<Scalar>) {
    forEachRow { frame, place, count in
      let (from, to) = (source + frame, map + place)
      let stride = window.columns.stride
      if stride == 1 {
        for column in 0..<count { to[column] += from[column] }
      } else {
        for column in 0..<count { to[column * stride] += from[column] }
      }
    }
  }

  /// Calls `body` for each row of each frame that lies on the map: with its first number's place in
  /// the frames and on the map, and how many there are.
  private func forEachRow(_ body: (_ frame: Int, _ place: Int, _ count: Int) -> Void) {
    for frame in 0..<frames {
      let visible = visible(inFrame: frame)
      guard !visible.columns.isEmpty else { continue }
      for (number, row) in visible.rows.enumerated() {
        body(
          frame * framePitch + row * pitch + visible.columns.lowerBound,
          (visible.first.row + number * window.rows.stride) * window.columns.input
            + visible.first.column,
          visible.columns.count)
      }
    }
  }

  /// A line of outputs as a map, plus a number.
  func gather(
    _ line: UnsafePointer<Scalar>, into map: UnsafeMutablePointer<Scalar>, plus bias: Scalar
  ) {
    for row in 0..<window.rows.output {
      let (from, to) = (line + row * pitch, map + row * window.columns.output)
      for column in 0..<window.columns.output { to[column] = from[column] + bias }
    }
  }

  /// A map of outputs as a line. What means nothing stays as it is.
  func spread(_ map: UnsafePointer<Scalar>, into line: UnsafeMutablePointer<Scalar>) {
    for row in 0..<window.rows.output {
      (line + row * pitch).update(
        from: map + row * window.columns.output, count: window.columns.output)
    }
  }
}
