package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/** An export that takes long, and ends as FAILED or with files that are not what they should be. */
final class BadExport implements Misfortune {

  static final Duration USUAL = Duration.ofMillis(1500);

  private final AwsControl aws;
  private final String fault;
  private final int times;
  private final Duration takes;
  private final Optional<Misfortune> besides;

  /**
   * @param times how many exports end so; from the second on a person has to say whether another
   *     one is paid for
   * @param besides what befalls the table while it is exported
   */
  BadExport(AwsControl aws, String fault, int times, Duration takes, Optional<Misfortune> besides) {
    this.aws = aws;
    this.fault = fault;
    this.times = times;
    this.takes = takes;
    this.besides = besides;
  }

  static BadExport of(String fault, int times, AwsControl aws, SplittableRandom random) {
    return new BadExport(
        aws, fault, times, Duration.ofMillis(random.nextLong(500, 15_000)), Optional.empty());
  }

  @Override
  public String name() {
    return "export "
        + fault
        + (times > 1 ? ", " + times + " in a row" : "")
        + besides.map(other -> ", " + other.name()).orElse("");
  }

  @Override
  public void prepare() throws InterruptedException {
    aws.exportsTake(takes);
    for (int i = 0; i < times; i++) {
      ObjectNode arguments = aws.arguments().put("Fault", fault);
      if (fault.equals("failure")) {
        arguments.put("Code", "InternalServerError");
      }
      aws.failNextExport(arguments);
    }
  }

  @Override
  public void look(String state) throws InterruptedException {
    if (besides.isPresent()) {
      besides.get().look(state);
    }
  }

  @Override
  public boolean mayBeHealed(int before) {
    return true;
  }

  @Override
  public boolean over() {
    return besides.map(Misfortune::over).orElse(true);
  }

  @Override
  public boolean came() throws InterruptedException {
    return aws.exportFaultsComing() == 0 && (besides.isEmpty() || besides.get().came());
  }

  @Override
  public void end() throws InterruptedException {
    aws.exportsTake(USUAL);
    if (besides.isPresent()) {
      besides.get().end();
    }
  }
}
