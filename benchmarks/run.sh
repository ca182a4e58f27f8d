#!/bin/sh
# Measures all of docs/performance.md and takes the figures in: JMH, then the load
# harnesses. "run.sh quick" is short, to see that it works. Leave the machine alone
# meanwhile.
set -e
cd "$(dirname "$0")/.."
quick="" short=""
if [ "$1" = "quick" ]; then
	quick="-Dquick=true" short="--short"
fi

mvn -B -q -DskipTests -pl benchmarks -am package
jar=benchmarks/target/benchmarks-0.1.0-SNAPSHOT.jar
rm -rf benchmarks/target/figures
java $quick -jar "$jar"
java -cp "$jar" co.tokenr.benchmark.load.LoadHarness $short
java -cp "$jar" co.tokenr.benchmark.report.PerformancePage docs/performance.md
cat benchmarks/target/figures/*.md
