import CLI

TGNASCommand.run(arguments: Array(CommandLine.arguments.dropFirst()))
