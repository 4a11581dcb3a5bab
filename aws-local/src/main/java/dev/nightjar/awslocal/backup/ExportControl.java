package dev.nightjar.awslocal.backup;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** How the coming exports behave and what they suffer. Thread-safe. */
public final class ExportControl {

  private final ConcurrentLinkedQueue<List<ExportFault>> coming = new ConcurrentLinkedQueue<>();
  private final AtomicReference<ExportOptions> options;

  ExportControl(ExportOptions options) {
    this.options = new AtomicReference<>(options);
  }

  /** Lets the next export that begins suffer these; called again, the one after it those. */
  public void next(ExportFault... faults) {
    coming.add(List.of(faults));
  }

  /** How many exports are still to suffer something. */
  public int coming() {
    return coming.size();
  }

  /** How exports behave that begin now. */
  public ExportOptions options() {
    return options.get();
  }

  /** Lets exports behave so that begin from now on. */
  public void behave(ExportOptions others) {
    options.set(others);
  }

  /** What the export that begins now suffers. */
  List<ExportFault> take() {
    List<ExportFault> faults = coming.poll();
    return faults == null ? List.of() : faults;
  }
}
