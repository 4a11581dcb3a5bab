package dev.nightjar.project;

/** How grave a problem is: with an ERROR nothing is deployed. */
public enum Severity {
  ERROR,
  WARNING,
  INFO
}
