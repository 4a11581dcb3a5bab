package dev.nightjar.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A command that measures one thing and prints a table and one JSON object. */
abstract class Part implements Callable<Integer> {
  @Option(names = "--quick", description = "Fewer rounds of less work.")
  private boolean quick;

  @Option(names = "--json", description = "Print the JSON object alone.")
  private boolean json;

  /** Measures. */
  abstract ObjectNode measure(boolean inAHurry);

  /** Prints what was measured for people. */
  abstract void print(ObjectNode measured);

  @Override
  public Integer call() {
    quiet();
    ObjectNode measured = measure(quick);
    if (!json) {
      print(measured);
    }
    System.out.println(new JsonMapper().writeValueAsString(measured));
    return 0;
  }

  /** Keeps libraries' own words out of the way. */
  static void quiet() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
  }

  static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
