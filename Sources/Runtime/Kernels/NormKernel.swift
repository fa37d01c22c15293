import Tensors

/// Norms of a batch: a set of numbers gets the mean 0 and the variance 1, then a learned scale and
/// shift.
struct NormKernel<Scalar: RuntimeScalar> {
  /// What a norm takes together.
  enum Kind {
    /// A channel over images and places.
    case batch
    /// A channel of an image.
    case instance
    /// The channels at a place of an image.
    case layer
    /// All numbers of an image.
    case map
  }

  /// As PyTorch adds it to the variance.
  static var epsilon: Double { 1e-5 }

  let kind: Kind
  let images: Int
  let channels: Int
  let places: Int
  let threads: Int

  private var sets: Int {
    switch kind {
    case .batch: channels
    case .instance: images * channels
    case .layer: images * places
    case .map: images
    }
  }

  /// Numbers in a set.
  private var size: Int { images * channels * places / sets }

  /// The numbers of a set are so many lines of so many numbers.
  private struct Lines {
    let start: Int
    let count: Int
    let jump: Int
    let length: Int
    let step: Int
  }

  private func lines(of set: Int) -> Lines {
    switch kind {
    case .batch:
      Lines(
        start: set * places, count: images, jump: channels * places, length: places, step: 1)
    case .instance: Lines(start: set * places, count: 1, jump: 0, length: places, step: 1)
    case .layer:
      Lines(
        start: set / places * channels * places + set % places, count: 1, jump: 0,
        length: channels, step: places)
    case .map:
      Lines(
        start: set * channels * places, count: 1, jump: 0, length: channels * places, step: 1)
    }
  }

  /// The place of a set's scale for its i-th number of a line.
  private func scalePlace(_ set: Int, _ place: Int) -> Int {
    switch kind {
    case .batch: set
    case .instance: set % channels
    case .layer, .map: place
    }
  }

  private var scaleCount: Int {
    switch kind {
    case .batch, .instance, .layer: channels
    case .map: channels * places
    }
  }

  /// - Parameters:
  ///   - x: [images, channels, places]
  ///   - parameters: scales, then shifts
  ///   - usesBatch: whether mean and variance are the set's own; else they are 0 and 1, what a
  ///     batch norm has in evaluation mode before training
  /// - Returns: of each set the mean and 1 / sqrt(variance + epsilon)
  func forward(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, usesBatch: Bool, into y: Buffer<Scalar>
  ) -> Buffer<Double> {
    let moments = Buffer<Double>(count: 2 * sets)
    Parallel.forEach(sets, threads: threads) { set, _ in
      let lines = lines(of: set)
      var (mean, variance) = (0.0, 1.0)
      if usesBatch {
        mean = self.moments(of: x, lines, around: 0).sum / Double(size)
        variance = self.moments(of: x, lines, around: mean).squares / Double(size)
      }
      let inverse = 1 / (variance + NormKernel.epsilon).squareRoot()
      (moments.pointer[2 * set], moments.pointer[2 * set + 1]) = (mean, inverse)
      let (centre, factor) = (Scalar(mean), Scalar(inverse))
      for line in 0..<lines.count {
        let offset = lines.start + line * lines.jump
        let (from, to) = (x.pointer + offset, y.pointer + offset)
        if hasOneScale {
          let parameter = scalePlace(set, 0)
          Scalar.scale(
            lines.length, from, centre: centre, factor: factor * parameters.pointer[parameter],
            shift: parameters.pointer[scaleCount + parameter], into: to)
          continue
        }
        for place in 0..<lines.length {
          let parameter = scalePlace(set, place)
          let (scale, shift) = (
            parameters.pointer[parameter], parameters.pointer[scaleCount + parameter]
          )
          to[place * lines.step] = (from[place * lines.step] - centre) * factor * scale + shift
        }
      }
    }
    return moments
  }

  /// Whether all numbers of a set have one scale, and stand side by side in each line.
  private var hasOneScale: Bool { kind == .batch || kind == .instance }

  /// The sums of a set's differences to a number, and of their squares.
  private func moments(
    of x: Buffer<Scalar>, _ lines: Lines, around centre: Double
  ) -> (sum: Double, squares: Double) {
    var moments = (sum: 0.0, squares: 0.0)
    for line in 0..<lines.count {
      let row = x.pointer + lines.start + line * lines.jump
      if lines.step == 1 {
        withUnsafeMutablePointer(to: &moments) { pair in
          pair.withMemoryRebound(to: Double.self, capacity: 2) {
            Scalar.addMoments(lines.length, row, centre: centre, to: $0)
          }
        }
        continue
      }
      for place in 0..<lines.length {
        let difference = Double(row[place * lines.step]) - centre
        moments.sum += difference
        moments.squares += difference * difference
      }
    }
    return moments
  }

  /// - Parameters:
  ///   - moments: what ``forward(_:_:usesBatch:into:)`` returned
  ///   - inputGradient: what is added to
  ///   - parameterGradient: what is added to; nil where nobody asks
  func backward(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, _ moments: Buffer<Double>,
    usesBatch: Bool, _ gradient: Buffer<Scalar>, into inputGradient: Buffer<Scalar>,
    _ parameterGradient: Buffer<Scalar>?
  ) {
    if kind == .batch {
      backwardByChannel(
        x, parameters, moments, usesBatch: usesBatch, gradient, into: inputGradient,
        parameterGradient)
      return
    }
    Parallel.forEach(sets, threads: threads) { set, _ in
      let lines = lines(of: set)
      let (mean, inverse) = (
        Scalar(moments.pointer[2 * set]), Scalar(moments.pointer[2 * set + 1])
      )
      var (sum, products) = (0.0, 0.0)
      if usesBatch {
        for line in 0..<lines.count {
          let offset = lines.start + line * lines.jump
          let (values, arriving) = (x.pointer + offset, gradient.pointer + offset)
          for place in 0..<lines.length {
            let step = place * lines.step
            let scaled = Double(arriving[step] * parameters.pointer[scalePlace(set, place)])
            sum += scaled
            products += scaled * Double((values[step] - mean) * inverse)
          }
        }
      }
      let (offMean, offSlope) = (
        Scalar(sum / Double(size)), Scalar(products / Double(size))
      )
      for line in 0..<lines.count {
        let offset = lines.start + line * lines.jump
        let (values, arriving) = (x.pointer + offset, gradient.pointer + offset)
        let back = inputGradient.pointer + offset
        for place in 0..<lines.length {
          let step = place * lines.step
          let scaled = arriving[step] * parameters.pointer[scalePlace(set, place)]
          let normalised = (values[step] - mean) * inverse
          back[step] += inverse * (scaled - offMean - normalised * offSlope)
        }
      }
    }
    if let parameterGradient { addParameterGradients(x, moments, gradient, to: parameterGradient) }
  }

  /// A channel has one scale and one shift, whose gradients are the sums that its inputs need, too.
  private func backwardByChannel(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, _ moments: Buffer<Double>,
    usesBatch: Bool, _ gradient: Buffer<Scalar>, into inputGradient: Buffer<Scalar>,
    _ parameterGradient: Buffer<Scalar>?
  ) {
    let sums = Buffer<Double>(count: 2 * sets)
    Parallel.forEach(sets, threads: threads) { set, _ in
      let lines = lines(of: set)
      let (mean, inverse) = (Scalar(moments.pointer[2 * set]), moments.pointer[2 * set + 1])
      let found = sums.pointer + 2 * set
      for line in 0..<lines.count where usesBatch || parameterGradient != nil {
        let offset = lines.start + line * lines.jump
        Scalar.addGradientMoments(
          lines.length, gradient.pointer + offset, x.pointer + offset, centre: mean, to: found)
      }
      found[1] *= inverse
      let factor = Double(parameters.pointer[set]) * inverse
      let (offMean, offSlope) =
        usesBatch
        ? (factor * found[0] / Double(size), factor * found[1] / Double(size) * inverse) : (0, 0)
      for line in 0..<lines.count {
        let offset = lines.start + line * lines.jump
        Scalar.addNormGradient(
          lines.length, gradient.pointer + offset, x.pointer + offset, centre: mean,
          factor: Scalar(factor), mean: Scalar(offMean), slope: Scalar(offSlope),
          to: inputGradient.pointer + offset)
      }
      guard let parameterGradient else { return }
      parameterGradient.pointer[set] += Scalar(found[1])
      parameterGradient.pointer[scaleCount + set] += Scalar(found[0])
    }
  }

  /// In one order, so that the bits do not depend on threads.
  private func addParameterGradients(
    _ x: Buffer<Scalar>, _ moments: Buffer<Double>, _ gradient: Buffer<Scalar>,
    to sums: Buffer<Scalar>
  ) {
    for set in 0..<sets {
      let lines = lines(of: set)
      let (mean, inverse) = (
        Scalar(moments.pointer[2 * set]), Scalar(moments.pointer[2 * set + 1])
      )
      for line in 0..<lines.count {
        let offset = lines.start + line * lines.jump
        for place in 0..<lines.length {
          let step = offset + place * lines.step
          let parameter = scalePlace(set, place)
          let arriving = gradient.pointer[step]
          sums.pointer[parameter] += arriving * (x.pointer[step] - mean) * inverse
          sums.pointer[scaleCount + parameter] += arriving
        }
      }
    }
  }
}
