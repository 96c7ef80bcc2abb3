import Files

prepareProcess()
exitProcess(with: bench(Array(CommandLine.arguments.dropFirst())))
