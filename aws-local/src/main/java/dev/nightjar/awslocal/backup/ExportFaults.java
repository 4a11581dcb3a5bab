package dev.nightjar.awslocal.backup;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the coming exports suffer. Thread-safe. */
public final class ExportFaults {

  private final ConcurrentLinkedQueue<List<ExportFault>> coming = new ConcurrentLinkedQueue<>();

  /** Lets the next export that begins suffer these; called again, the one after it those. */
  public void next(ExportFault... faults) {
    coming.add(List.of(faults));
  }

  /** What the export that begins now suffers. */
  List<ExportFault> take() {
    List<ExportFault> faults = coming.poll();
    return faults == null ? List.of() : faults;
  }
}
