package dev.nightjar.awslocal.weather;

import dev.nightjar.awslocal.backup.ExportControl;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.faults.FaultRule;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.stream.StreamControl;
import java.util.ArrayList;
import java.util.List;

/**
 * A mix of everything that AWS does now and then, put in force at once: late and half listings,
 * shards that roll and split by themselves, times that run backwards, long sequence numbers, empty
 * pages, slow and fuzzy exports, throttles, errors, cuts, latency and expired sessions. Faults meet
 * calls by sessions of roles, and AssumeRole. Thread-safe.
 */
public final class Weather {

  private final StreamControl streams;
  private final ExportControl exports;
  private final Faults faults;
  private final ExportOptions fair;
  private final List<Fault> inForce = new ArrayList<>();

  public Weather(StreamControl streams, ExportControl exports, Faults faults) {
    this.streams = streams;
    this.exports = exports;
    this.faults = faults;
    this.fair = exports.options();
  }

  /**
   * Lets another weather begin; that of before ends, other faults stay.
   *
   * @param seed the same seed and level are the same weather
   * @param level from 0, fair, to 10
   * @throws IllegalArgumentException if there is no such level
   */
  public synchronized void begin(long seed, int level) {
    Forecast forecast = Forecast.of(seed, level, fair);
    inForce.forEach(Fault::close);
    inForce.clear();
    streams.behave(forecast.streams());
    exports.behave(forecast.exports());
    forecast.gusts().forEach(gust -> inForce.add(putInForce(gust)));
  }

  private Fault putInForce(Forecast.Gust gust) {
    return switch (gust) {
      case Forecast.OnCalls(var operations, var rate, var effect) ->
          rule(operations, rate).does(effect);
      case Forecast.OnBodies(var operations, var rate, var effect) ->
          rule(operations, rate).doesToBody(effect);
    };
  }

  private FaultRule rule(String operations, double rate) {
    FaultRule rule = faults.on(operations).rate(rate);
    return operations.startsWith("STS.") ? rule : rule.byRoles();
  }
}
