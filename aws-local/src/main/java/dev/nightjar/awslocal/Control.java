package dev.nightjar.awslocal;

import dev.nightjar.awslocal.backup.ExportControl;
import dev.nightjar.awslocal.control.Controls;
import dev.nightjar.awslocal.dynamodb.Tables;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.operation.OperationRegistry;
import dev.nightjar.awslocal.stream.StreamControl;
import dev.nightjar.awslocal.weather.Weather;

/** What a test can see and do that no client of AWS can. Thread-safe. */
public final class Control {

  private final OperationRegistry registry;
  private final Controls controls;
  private final Calls calls;

  Control(OperationRegistry registry, Controls controls, Calls calls) {
    this.registry = registry;
    this.controls = controls;
    this.calls = calls;
  }

  /** The tables as they are, and as they were. */
  public Tables tables() {
    return controls.tables();
  }

  /** Rolls, splits and trims shards. */
  public StreamControl streams() {
    return controls.streams();
  }

  /** Failures of calls, on command. */
  public Faults faults() {
    return controls.faults();
  }

  /** How the exports to come behave, and their failures. */
  public ExportControl exports() {
    return controls.exports();
  }

  /** Many troubles at once. */
  public Weather weather() {
    return controls.weather();
  }

  /** Which operations were called how often. */
  public Calls calls() {
    return calls;
  }

  /** Ends all sessions of a role now: their next requests are refused as expired. */
  public void expireSessions(String account, String role) {
    controls.keys().expireSessions(account, role);
  }

  /** All operations; interceptors and more operations may be added. */
  public OperationRegistry operations() {
    return registry;
  }
}
