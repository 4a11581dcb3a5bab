package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Everything that happens to the processes, which can be begun and ended again and again. */
final class Fire {

  private static final Duration SERVERS_LONGEST_LIFE = Duration.ofSeconds(9);
  private static final Duration CLICKHOUSES_LONGEST_LIFE = Duration.ofSeconds(25);

  private final Processes processes;
  private final AwsControl aws;
  private final Tally tally;
  private final List<Killer> killers = new ArrayList<>();
  private final List<Activity> killing = new ArrayList<>();
  private final List<Activity> weather = new ArrayList<>();
  private long nanos;
  private long begun;
  private boolean burning;

  /**
   * @param phase the mirror's state, for the count of kills
   */
  Fire(
      Processes processes,
      AwsControl aws,
      AwsTrouble trouble,
      Killer.Readiness serverReady,
      Killer.Readiness clickHouseReady,
      Supplier<String> phase,
      Tally tally,
      SplittableRandom random) {
    this.processes = processes;
    this.aws = aws;
    this.tally = tally;
    processes
        .clickHouse()
        .ifPresent(child ->
            killers.add(
                new Killer(
                    child,
                    clickHouseReady,
                    phase,
                    CLICKHOUSES_LONGEST_LIFE,
                    tally,
                    random.split())));
    killers.add(
        new Killer(
            processes.server(), serverReady, phase, SERVERS_LONGEST_LIFE, tally, random.split()));
    for (Killer killer : killers) {
      killing.add(new Activity("killer", killer::next));
    }
    weather.add(new Activity("aws-trouble", every(800, trouble::next, random.split())));
    weather.add(
        new Activity(
            "cutter",
            every(7000, () -> processes.proxies().forEach(TcpProxy::cutAll), random.split())));
  }

  private static Activity.Step every(long meanMillis, Activity.Step step, SplittableRandom random) {
    return () -> {
      Thread.sleep(random.nextLong(meanMillis * 2));
      step.run();
    };
  }

  /** Begins to kill, unless it does already. */
  void begin() {
    if (!burning) {
      burning = true;
      begun = System.nanoTime();
      killing.forEach(Activity::start);
    }
  }

  /** Begins to hinder, besides. */
  void roughen() {
    processes.proxies().forEach(TcpProxy::roughen);
    weather.forEach(Activity::start);
  }

  /**
   * Ends the server at once, whether it burns or not, and starts it again. Any thread may do it.
   *
   * @param phase for the count
   */
  void strike(String phase) throws InterruptedException {
    Child server = processes.server();
    tally.killed(server.name() + server.howItIsKilled(), phase);
    server.strike();
  }

  /** Nothing happens any more, and all processes are ready, when this returns. */
  void end() throws InterruptedException {
    if (burning) {
      nanos += System.nanoTime() - begun;
      burning = false;
    }
    weather.forEach(Activity::stop);
    killing.forEach(Activity::stop);
    check();
    processes.proxies().forEach(TcpProxy::calm);
    aws.clearFaults();
    for (Killer killer : killers) {
      killer.revive();
    }
  }

  /**
   * Fails if a process ended by itself, or could not be started.
   *
   * @throws ChaosFailedException with which
   */
  void check() {
    weather.forEach(Activity::check);
    killing.forEach(Activity::check);
    processes.aws().check();
  }

  /** How long it has lasted in all, up to the last end. */
  Duration lasted() {
    return Duration.ofNanos(nanos);
  }
}
