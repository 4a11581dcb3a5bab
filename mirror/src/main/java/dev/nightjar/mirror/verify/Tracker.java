package dev.nightjar.mirror.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a verification does. Thread-safe. */
final class Tracker {
  private final AtomicLong items = new AtomicLong();
  private final AtomicLong misfits = new AtomicLong();
  private final AtomicLong withheld = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong segmentsScanned = new AtomicLong();
  private volatile VerificationPhase phase = VerificationPhase.PLANNING;
  private volatile Optional<ReadPacer> pacer = Optional.empty();
  private volatile Instant scanningSince = Instant.EPOCH;
  private volatile long itemsExpected;
  private volatile long segments;
  private volatile long suspects;
  private volatile int look;

  void phase(VerificationPhase now) {
    phase = now;
  }

  void scanning(ReadPacer by, long expected, long ofSegments, Instant now) {
    pacer = Optional.of(by);
    itemsExpected = expected;
    segments = ofSegments;
    scanningSince = now;
    phase = VerificationPhase.SCANNING;
  }

  void page(int ofItems, int ofMisfits, int ofWithheld, int ofUnreadable) {
    if (phase == VerificationPhase.SCANNING) {
      items.addAndGet(ofItems);
      misfits.addAndGet(ofMisfits);
      withheld.addAndGet(ofWithheld);
      unreadable.addAndGet(ofUnreadable);
    }
  }

  void segmentScanned() {
    if (phase == VerificationPhase.SCANNING) {
      segmentsScanned.incrementAndGet();
    }
  }

  void lookingAgain(int number, long at) {
    look = number;
    suspects = at;
    phase = VerificationPhase.LOOKING_AGAIN;
  }

  long items() {
    return items.get();
  }

  long misfits() {
    return misfits.get();
  }

  long withheld() {
    return withheld.get();
  }

  long unreadable() {
    return unreadable.get();
  }

  double units() {
    return pacer.map(ReadPacer::units).orElse(0.0);
  }

  VerificationProgress progress(Instant now) {
    return new VerificationProgress(
        phase,
        items.get(),
        itemsExpected,
        segments,
        segmentsScanned.get(),
        units(),
        pacer.map(ReadPacer::unitsPerSecond).orElse(0.0),
        suspects,
        look,
        timeLeft(now));
  }

  private Optional<Duration> timeLeft(Instant now) {
    long done = items.get();
    if (phase != VerificationPhase.SCANNING || done == 0 || itemsExpected == 0) {
      return Optional.empty();
    }
    double share = Math.min(1, (double) done / itemsExpected);
    double passed = Duration.between(scanningSince, now).toMillis();
    return Optional.of(Duration.ofMillis((long) (passed / share * (1 - share))));
  }
}
