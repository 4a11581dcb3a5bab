package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.encode.EncodeBenchmark;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./nightjar bench jmh}: encoding by JMH, with what it allocates for an item. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description =
        "Measures encoding with JMH and its GC profiler: nanoseconds and allocated bytes"
            + " (gc.alloc.rate.norm) for an item, each kind in a JVM of its own.")
final class JmhBench implements Callable<Integer> {
  @Option(names = "--quick", description = "Items of 0.7 KB alone, and less time for each.")
  private boolean quick;

  @Override
  public Integer call() throws RunnerException {
    ChainedOptionsBuilder options =
        options()
            .forks(1)
            .warmupIterations(quick ? 3 : 5)
            .measurementIterations(quick ? 3 : 10)
            .warmupTime(TimeValue.seconds(1))
            .measurementTime(TimeValue.seconds(1));
    run(quick ? options.param("size", "MEDIUM") : options);
    return 0;
  }

  static ChainedOptionsBuilder options() {
    return new OptionsBuilder()
        .include(EncodeBenchmark.class.getName() + ".item")
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .jvmArgs("-Xmx512m", "-XX:+UseSerialGC");
  }

  static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run();
  }
}
