import Spaces
import Testing

/// The contents of the shipped files, against the papers and the code of their authors.
@Suite struct SpaceContentTests {
  @Test(
    "Operators have the attributes that the predictor was designed with",
    arguments: Shipped.names.filter {
      !(["nasbench201", "darts-oncenas"] + Shipped.wholeNetworks).contains($0)
    })
  func attributes(name: String) throws {
    let values: [String: [Float]] = [
      "input": [0, 0, 0, 0, 0], "output": [0, 0, 0, 0, 0], "none": [0, 0, 0, 0, 0],
      "skip_connect": [0, 0, 0, 0, 0], "nor_conv_1x1": [1, 0, 0, 1, 1 / 9],
      "nor_conv_3x3": [1, 1, 0, 1, 1], "avg_pool_3x3": [0, 1, 1, 0, 0],
      "conv3x3-bn-relu": [1, 1, 0, 1, 1], "conv1x1-bn-relu": [1, 0, 0, 1, 1 / 9],
      "maxpool3x3": [0, 1, 1, 0, 0], "max_pool_3x3": [0, 1, 1, 0, 0],
      "projection1x1": [1, 0, 0, 1, 1 / 9],
      "identity": [0, 0, 0, 0, 0], "projection_1x1_stride2": [1, 0, 0, 1, 1 / 18],
      "mbconv_expansion3_3x3_stride2": [1, 1, 0, 1, 0.5234],
      "mbconv_expansion6_5x5_stride2": [1, 1, 0, 1, 1.1302],
      "mbconv_expansion3_3x3": [1, 1, 0, 1, 0.7135],
      "mbconv_expansion6_5x5": [1, 1, 0, 1, 1.5938],
      "preprocessing": [1, 0, 0, 1, 1 / 9], "sep_conv_3x3": [1, 1, 0, 1, 0.2535],
      "sep_conv_5x5": [1, 1, 0, 1, 0.309], "dil_conv_3x3": [1, 1, 0, 1, 0.1267],
      "dil_conv_5x5": [1, 1, 0, 1, 0.1545],
      "sep_conv_7x7": [1, 1, 0, 1, 0.3924], "dil_sep_conv_3x3": [1, 1, 0, 1, 0.2535],
      "conv_1x1": [1, 0, 0, 1, 1 / 9], "conv_3x3": [1, 1, 0, 1, 1],
      "conv_3x1_1x3": [1, 1, 0, 1, 6 / 9], "conv_7x1_1x7": [1, 1, 0, 1, 14 / 9],
      "max_pool_5x5": [0, 1, 1, 0, 0], "max_pool_7x7": [0, 1, 1, 0, 0],
      "residual_keep": [1, 1, 0, 1, 4], "residual_double": [1, 1, 0, 1, 32 / 9],
      "residual_halve": [1, 1, 0, 1, 37 / 9], "residual_double_halve": [1, 1, 0, 1, 32 / 9],
    ]
    for found in try Shipped.space(name).operators {
      #expect(found.attributes?.values == values[found.name], "\(found.name)")
    }
  }

  @Test("NAS-Bench-201's operators are left to be read from their descriptions")
  func noAttributes201() throws {
    for found in try Shipped.space("nasbench201").operators {
      #expect(found.attributes == nil, "\(found.name)")
    }
  }

  @Test("Networks have the stages of their papers")
  func skeletons() throws {
    let skeleton201 = try #require(try Shipped.space("nasbench201").skeletons.first)
    #expect(skeleton201.stages.map(\.cells) == [5, 5, 5])
    #expect(skeleton201.stages.map(\.channels) == [16, 32, 64])
    #expect(skeleton201.stages.map(\.entry.layers.count) == [0, 1, 1])
    #expect(skeleton201.dataSets.map(\.name) == ["cifar10", "cifar100", "imagenet16-120"])
    #expect(skeleton201.dataSets.map(\.height) == [32, 32, 16])
    #expect(skeleton201.dataSets.map(\.classes) == [10, 100, 120])
    let skeleton101 = try #require(try Shipped.space("nasbench101").skeletons.first)
    #expect(skeleton101.stages.map(\.cells) == [3, 3, 3])
    #expect(skeleton101.stages.map(\.channels) == [128, 256, 512])
    // The macro code 41414 on 64 channels.
    let micro = try #require(try Shipped.space("transnasbench101-micro").skeletons.first)
    #expect(micro.stages.map(\.channels) == [128, 128, 256, 256, 512])
    #expect(micro.stages.map(\.stride) == [2, 1, 2, 1, 2])
    #expect(micro.stages.allSatisfy { $0.cells == 2 })
  }
}
