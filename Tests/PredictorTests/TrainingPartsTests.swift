import Learning
import Predictor
import Testing

@Suite("Losses, optimiser and schedules")
struct TrainingPartsTests {
  @Test("The one-cycle schedule equals optax")
  func oneCycle() throws {
    let expected = try NetworkGoldens().floats("schedule")
    for (step, factor) in expected.enumerated() {
      let found = Schedule.oneCycle.factor(step: step, of: expected.count, epoch: 0)
      #expect(abs(found - factor) < 1e-6, "step \(step)")
    }
  }

  @Test("The step schedule divides by ten")
  func steps() {
    let schedule = Schedule.steps(epochs: 40)
    #expect(schedule.factor(step: 0, of: 1, epoch: 39) == 1)
    #expect(abs(schedule.factor(step: 0, of: 1, epoch: 40) - 0.1) < 1e-7)
    #expect(abs(schedule.factor(step: 0, of: 1, epoch: 99) - 0.01) < 1e-8)
  }

  @Test("A batch without a pair beyond the margin has no loss and no slope")
  func noPairs() {
    let (value, derivative) = Loss.ranking(margin: 0.5)([1, 2, 3], [0.1, 0.2, 0.3])
    #expect(value == 0)
    #expect(derivative == [0, 0, 0])
  }

  @Test("Large score differences do not overflow the ranking loss")
  func extremeScores() {
    let (value, derivative) = Loss.ranking(margin: 0)([1000, -1000], [0, 1])
    #expect(value == 2000)
    #expect(derivative == [1, -1])
    let (none, flat) = Loss.ranking(margin: 0)([-1000, 1000], [0, 1])
    #expect(none == 0)
    #expect(flat == [0, 0])
  }

  @Test("AdamW's first step moves each parameter by the rate, plus decay")
  func firstStep() {
    var layout = ParameterLayout()
    _ = layout.add("a", [2], .constant(1))
    _ = layout.add("statistics", [1], .constant(1), isTrained: false)
    var optimiser = AdamW(layout: layout, decay: 0.5)
    var parameters: [Float] = [1, 1, 1]
    optimiser.update(&parameters, gradient: [3, -2, 0], rate: 0.1, step: 1)
    #expect(abs(parameters[0] - (1 - 0.1 - 0.05)) < 1e-6)
    #expect(abs(parameters[1] - (1 + 0.1 - 0.05)) < 1e-6)
    #expect(parameters[2] == 1, "running statistics are not the optimiser's")
  }
}
