import Foundation
import Networks
import Tensors

/// Softmax attention of a batch, with embeddings of distances where there are any.
struct AttentionKernel<Scalar: RuntimeScalar> {
  let attention: Network.Attention
  let images: Int
  let places: Int
  let threads: Int

  private var heads: Int { attention.heads }
  private var width: Int { attention.headChannels }
  private var scale: Scalar { 1 / Scalar(width).squareRoot() }
  private var headSize: Int { width * places }

  /// The indices of the distances in rows and in columns, [places, places] each.
  private var distances: (rows: [Int], columns: [Int])? {
    attention.relativePositions.map {
      ($0.indices(positions: places, inRows: true), $0.indices(positions: places, inRows: false))
    }
  }

  /// The four tables of the parameters: rows and columns of keys, rows and columns of values.
  private func table(_ number: Int) -> Int {
    number * (attention.relativePositions?.embeddings ?? 0) * width
  }

  /// - Parameters:
  ///   - x: [images, 3 (queries, keys, values), heads, channels of a head, places]
  ///   - y: [images, heads, channels of a head, places]
  /// - Returns: the weights, [images, heads, places (of queries), places]
  func forward(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, into y: Buffer<Scalar>
  ) -> Buffer<Scalar> {
    let weights = Buffer<Scalar>(count: images * heads * places * places)
    let distances = distances
    Parallel.forEach(images * heads, threads: threads) { index, _ in
      let (image, head) = (index / heads, index % heads)
      let query = x.pointer + (image * 3 * heads + head) * headSize
      let (key, value) = (query + heads * headSize, query + 2 * heads * headSize)
      let scores = weights.pointer + index * places * places
      Scalar.multiply(
        rows: places, columns: places, inner: width, query, key, into: scores,
        transposingA: true, transposingB: false, alpha: scale, beta: 0)
      if let distances {
        for (pair, (row, column)) in zip(distances.rows, distances.columns).enumerated() {
          let rows = parameters.pointer + table(0) + row * width
          let columns = parameters.pointer + table(1) + column * width
          var sum: Scalar = 0
          for channel in 0..<width {
            sum += query[channel * places + pair / places] * (rows[channel] + columns[channel])
          }
          scores[pair] += scale * sum
        }
      }
      for place in 0..<places { softmax(scores + place * places) }
      let target = y.pointer + index * headSize
      Scalar.multiply(
        rows: width, columns: places, inner: places, value, scores, into: target,
        transposingA: false, transposingB: true, alpha: 1, beta: 0)
      guard let distances else { return }
      addEmbeddings(of: (table(2), table(3)), distances, parameters, times: scores, to: target)
    }
    return weights
  }

  /// Adds to each place, [channels, places], the embeddings of its distances to all places, times
  /// the numbers of these pairs, [places, places].
  ///
  /// - Parameter tables: where the embeddings of rows and of columns begin
  private func addEmbeddings(
    of tables: (rows: Int, columns: Int), _ distances: (rows: [Int], columns: [Int]),
    _ parameters: Buffer<Scalar>, times numbers: UnsafeMutablePointer<Scalar>,
    to target: UnsafeMutablePointer<Scalar>
  ) {
    for (pair, (row, column)) in zip(distances.rows, distances.columns).enumerated() {
      let rows = parameters.pointer + tables.rows + row * width
      let columns = parameters.pointer + tables.columns + column * width
      for channel in 0..<width {
        target[channel * places + pair / places] +=
          numbers[pair] * (rows[channel] + columns[channel])
      }
    }
  }

  private func softmax(_ row: UnsafeMutablePointer<Scalar>) {
    var largest = row[0]
    for place in 0..<places { largest = max(largest, row[place]) }
    var sum: Scalar = 0
    for place in 0..<places {
      row[place] = Scalar(exp(Double(row[place] - largest)))
      sum += row[place]
    }
    for place in 0..<places { row[place] /= sum }
  }

  /// - Parameters:
  ///   - weights: what ``forward(_:_:into:)`` returned
  ///   - inputGradient: what is added to
  ///   - parameterGradient: what is added to; nil where nobody asks
  func backward(
    _ x: Buffer<Scalar>, _ parameters: Buffer<Scalar>, _ weights: Buffer<Scalar>,
    _ gradient: Buffer<Scalar>, into inputGradient: Buffer<Scalar>,
    _ parameterGradient: Buffer<Scalar>?
  ) {
    let distances = distances
    let square = places * places
    let scratch = (0..<threads).map { _ in Buffer<Scalar>(count: square) }
    // The gradients of the scores, for the embeddings of keys.
    let scoreGradients = Buffer<Scalar>(
      count: distances != nil && parameterGradient != nil ? images * heads * square : 0)
    Parallel.forEach(images * heads, threads: threads) { index, thread in
      let (image, head) = (index / heads, index % heads)
      let offset = (image * 3 * heads + head) * headSize
      let query = x.pointer + offset
      let (key, value) = (query + heads * headSize, query + 2 * heads * headSize)
      let queryBack = inputGradient.pointer + offset
      let (keyBack, valueBack) = (
        queryBack + heads * headSize, queryBack + 2 * heads * headSize
      )
      let arriving = gradient.pointer + index * headSize
      let shares = weights.pointer + index * square
      let scores = scratch[thread].pointer
      Scalar.multiply(
        rows: width, columns: places, inner: places, arriving, shares, into: valueBack,
        transposingA: false, transposingB: false, alpha: 1, beta: 1)
      Scalar.multiply(
        rows: places, columns: places, inner: width, arriving, value, into: scores,
        transposingA: true, transposingB: false, alpha: 1, beta: 0)
      if let distances {
        for (pair, (row, column)) in zip(distances.rows, distances.columns).enumerated() {
          let rows = parameters.pointer + table(2) + row * width
          let columns = parameters.pointer + table(3) + column * width
          for channel in 0..<width {
            scores[pair] +=
              arriving[channel * places + pair / places] * (rows[channel] + columns[channel])
          }
        }
      }
      for place in 0..<places {
        let (row, share) = (scores + place * places, shares + place * places)
        var mean: Scalar = 0
        for other in 0..<places { mean += row[other] * share[other] }
        for other in 0..<places { row[other] = scale * share[other] * (row[other] - mean) }
      }
      Scalar.multiply(
        rows: width, columns: places, inner: places, key, scores, into: queryBack,
        transposingA: false, transposingB: true, alpha: 1, beta: 1)
      Scalar.multiply(
        rows: width, columns: places, inner: places, query, scores, into: keyBack,
        transposingA: false, transposingB: false, alpha: 1, beta: 1)
      guard let distances else { return }
      addEmbeddings(of: (table(0), table(1)), distances, parameters, times: scores, to: queryBack)
      if scoreGradients.count > 0 {
        (scoreGradients.pointer + index * square).update(from: scores, count: square)
      }
    }
    if let distances, let parameterGradient {
      addEmbeddingGradients(
        x, weights, scoreGradients, gradient, distances, to: parameterGradient)
    }
  }

  /// In one order, so that the bits do not depend on threads.
  private func addEmbeddingGradients(
    _ x: Buffer<Scalar>, _ weights: Buffer<Scalar>, _ scoreGradients: Buffer<Scalar>,
    _ gradient: Buffer<Scalar>, _ distances: (rows: [Int], columns: [Int]),
    to sums: Buffer<Scalar>
  ) {
    for index in 0..<images * heads {
      let (image, head) = (index / heads, index % heads)
      let query = x.pointer + (image * 3 * heads + head) * headSize
      let arriving = gradient.pointer + index * headSize
      for (pair, (row, column)) in zip(distances.rows, distances.columns).enumerated() {
        let at = index * places * places + pair
        for channel in 0..<width {
          let place = channel * places + pair / places
          let ofKey = scoreGradients.pointer[at] * query[place]
          let ofValue = weights.pointer[at] * arriving[place]
          sums.pointer[table(0) + row * width + channel] += ofKey
          sums.pointer[table(1) + column * width + channel] += ofKey
          sums.pointer[table(2) + row * width + channel] += ofValue
          sums.pointer[table(3) + column * width + channel] += ofValue
        }
      }
    }
  }
}
