package dev.nightjar.mirror.verify;

import java.util.Locale;

/** What a verification is doing. */
public enum VerificationPhase {
  /** The table is described and its segments are chosen. */
  PLANNING,
  /** Items are read. */
  SCANNING,
  /** The mirror is to catch up with the moment of the last read. */
  CATCHING_UP,
  /** ClickHouse compares. */
  COMPARING,
  /** What differed is looked at again. */
  LOOKING_AGAIN,
  /** Real differences are explained. */
  EXPLAINING;

  /** The phase as it is written in answers. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
