import Foundation

/// The mean cross-entropy of a batch's outputs against labels.
public enum CrossEntropy {
  /// The loss, and its gradient by the outputs.
  ///
  /// - Parameters:
  ///   - outputs: [images, classes]
  ///   - labels: of each image its class, in `0..<classes`
  public static func loss<Scalar: RuntimeScalar>(
    of outputs: [Scalar], labels: [Int]
  ) -> (loss: Double, gradient: [Scalar]) {
    let classes = outputs.count / max(1, labels.count)
    var (loss, gradient) = (0.0, outputs)
    for (image, label) in labels.enumerated() {
      let row = outputs[image * classes..<(image + 1) * classes].map { Double($0) }
      let largest = row.max() ?? 0
      let powers = row.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      loss += log(sum) + largest - row[label]
      for (place, power) in powers.enumerated() {
        let error = power / sum - (place == label ? 1 : 0)
        gradient[image * classes + place] = Scalar(error / Double(labels.count))
      }
    }
    return (loss / Double(labels.count), gradient)
  }
}
